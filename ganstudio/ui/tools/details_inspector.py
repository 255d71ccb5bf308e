"""Which picture its details are drawn anew of, how often, and what becomes of the finer levels."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.edit.redraw import Redraw
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.setting_row import ChoiceRow, NumberRow, SettingRow
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView

MOST_DRAWS = 12


class DetailsInspector(Inspector):
    """`seed_changed`, `count_changed` and `finer_changed` carry what was chosen."""

    seed_changed = Signal(object)
    count_changed = Signal(object)
    finer_changed = Signal(object)
    resample_asked = Signal()
    reseed_asked = Signal()
    lock_asked = Signal()
    go_on_asked = Signal()
    board_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Details by level")
        self.note = ""  # what the picture is called on the board
        self.picture = PictureView()
        self.words = Label("", "control", "text2", wrap=True)
        self.seed = NumberField(0, integer=True)
        self.dice = IconButton("dice", "Take another sample")
        self.count = NumberRow("Draws", (1, MOST_DRAWS), integer=True)
        self.finer = ChoiceRow(
            "Finer levels", ((True, "Drawn anew"), (False, "Held")), None, tip=_FINER
        )
        self.reseed = SecondaryButton("Other details", "dice")
        self.lock = SecondaryButton("Lock", "lock")
        self.go_on = SecondaryButton("Go on", "step")
        self.board = SecondaryButton("To the board", "plus")
        self.reseed.set_tooltip("Draw other noise in every column that is not locked  R")
        self.lock.set_tooltip("Keep this draw where the others are drawn anew  L")
        self.go_on.set_tooltip("Draw details of this picture from now on")
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    def show_request(self, request: Redraw) -> None:
        self.count.set_value(len(request.draws))
        self.finer.set_value(request.finer)
        self.seed.set_value(request.latent.seed or 0)
        is_seed = request.latent.seed is not None
        self.head.set_words("Details by level", f"of seed {request.latent.seed}" if is_seed else "")

    def show_place(self, request: Redraw, sides: tuple[int, int], draw: int) -> None:
        """Say what is seen large.

        Args:
            request: that is shown.
            sides: px that the row keeps, and of the level it draws anew.
            draw: the place of its column among the draws, negative for those before them.
        """
        kept, anew = sides
        self.lock.set_refusal("" if draw >= 0 else "Choose a draw first")
        is_locked = draw in request.locked
        self.lock.setText("Unlock" if is_locked else "Lock")
        if draw == -1:
            self.words.setText("The picture as it was.")
            self.note = ""
        elif draw < 0:
            self.words.setText(f"What this row keeps: the picture of {kept} px.")
            self.note = ""
        else:
            self.note = f"{anew} px, noise {request.draws[draw]}"
            where = f"from {anew} px on" if request.finer else f"at {anew} px alone"
            self.words.setText(
                f"Drawn anew {where}, with noise {request.draws[draw]}: the picture of {kept} px "
                "stays bit for bit."
            )

    def may_keep(self, *, ready: bool) -> None:
        """Whether the picture that is seen large is drawn."""
        for button in (self.go_on, self.board):
            button.set_refusal("" if ready else "The picture is still drawn")

    def restyle(self) -> None:
        self.picture.setFixedHeight(theme().px(268))
        self.seed.setFixedWidth(theme().px(72))

    def _lay_out(self) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addStretch(1)
        line.addWidget(self.seed)
        line.addWidget(self.dice)
        self.add(self.picture)
        self.add(self.words)
        self.add_divider()
        self.add(SettingRow("Sample", holder, tip=_SAMPLE))
        self.add(self.count)
        self.add(self.finer)
        self.add_divider()
        self.add_line(self.reseed, self.lock)
        self.add_line(self.board, self.go_on)

    def _connect(self) -> None:
        self.seed.changed.connect(self.seed_changed)
        self.dice.clicked.connect(self.resample_asked)
        self.count.changed.connect(self.count_changed)
        self.finer.changed.connect(self.finer_changed)
        self.reseed.clicked.connect(self.reseed_asked)
        self.lock.clicked.connect(self.lock_asked)
        self.go_on.clicked.connect(self.go_on_asked)
        self.board.clicked.connect(self.board_asked)


_SAMPLE = "Seed of the picture; a latent of the board can be dropped on the sheet instead"
_FINER = "Whether the levels behind that of a row are drawn anew, too, or keep their noise"
