"""The picture that is moved, what the chosen direction moves, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.edit.directions import Direction
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.factor_bars import FactorBars, Factors, verdict
from ganstudio.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView


class DirectionsInspector(Inspector):
    """`renamed` carries the name; the other signals are what the buttons say."""

    renamed = Signal(object)
    save_asked = Signal()
    open_asked = Signal()
    board_asked = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__("Result")
        self.picture = PictureView()
        self.before = PictureView()
        self.words = Label("", "control", "text2", wrap=True)
        self.bars = FactorBars()
        self.about = Label(
            "Change per σ as a share of the factor's own spread; the line is a third of the "
            "largest.", "tick", "text3", wrap=True,
        )  # fmt: skip
        self.notes = {tone: Note(tone, "") for tone in ("ok", "warn", "info")}
        self.name = TextField("")
        self.save = PrimaryButton("Save direction…", "bookmark", size="large")
        self.open = SecondaryButton("Open…", "folder")
        self.board = SecondaryButton("To the board", "plus")
        self.trash = IconButton("trash", "Remove this direction  Delete")
        self.head.add_button(self.trash)
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    def show_direction(self, direction: Direction | None) -> None:
        """None where there is none yet."""
        refusal = "" if direction else "Find or open a direction first"
        for control in (self.save, self.trash):
            control.set_refusal(refusal)
        self.name.setEnabled(direction is not None)
        for part in (self.report, self.bars, self.about):
            part.setVisible(direction is not None)
        self.report.setText(f"Factor report  {direction.name}" if direction else "Factor report")
        if not self.name.hasFocus():
            self.name.set_text(direction.name if direction else "")

    def show_report(self, factors: Factors | None) -> None:
        """None while it is being measured, or there is nothing to measure."""
        self.bars.set_factors(factors or ())
        tone, words = verdict(factors) if factors else ("info", _WAITING)
        for key, note in self.notes.items():
            note.setVisible(key == tone)
            if key == tone:
                note.set_text(words)

    def show_picture(self, image: QImage) -> None:
        self.picture.set_image(image)

    def show_before(self, image: QImage) -> None:
        self.before.set_image(image)
        self.before.show()

    def restyle(self) -> None:
        px = theme().px
        self.picture.setFixedHeight(px(256))
        self.before.setFixedSize(px(64), px(64))
        self.before.move(px(8), px(184))

    def _lay_out(self) -> None:
        self.before.setParent(self.picture)
        self.before.setToolTip("As it was drawn")
        self.before.hide()
        self.add(self.picture)
        self.add(self.words)
        self.add_divider()
        self.report = self.add_title("Factor report")
        self.add(self.bars)
        self.add(self.about)
        for note in self.notes.values():
            self.add(note)
        self.show_report(None)
        bottom = QWidget()
        column = QVBoxLayout(bottom)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addWidget(bottom)
        kept, self.column = self.column, column
        self.add_row("Name", self.name)
        self.add(self.save)
        self.add_line(self.open, self.board)
        self.column = kept
        self.save.setSizePolicy(self.open.sizePolicy())

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._on_name)
        self.save.clicked.connect(self.save_asked)
        self.open.clicked.connect(self.open_asked)
        self.board.clicked.connect(self.board_asked)
        self.trash.clicked.connect(self.removed)

    def _on_name(self) -> None:
        words = self.name.text().strip()[:80]
        if words:
            self.renamed.emit(words)


_WAITING = "What a direction moves is measured on 50 of the model's own pictures."
