"""The right pane of translation: a picture wiped to what was made of it, and how faithful it is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ganstudio.edit.artist import Picture
from ganstudio.edit.translate import DOUBTFUL, Faithful
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.library.picture_comparison import PictureComparison
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.reading import Reading
from ganstudio.ui.widgets.buttons import PrimaryButton, SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.numbers import with_minus
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.segmented import Segmented

_BACK = (("picture", "Picture"), ("error", "Error"), ("half", "Half"))
_HEIGHT = 196  # px of the wipe


class TranslateInspector(Inspector):
    """Direction and view have signals of their own; the buttons are told by these."""

    files_asked = Signal()
    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Translation")
        self.wipe = PictureComparison(("x", "G(x)"))
        self.wipe.setToolTip("Drag the line: x at its left, G(x) at its right")
        self.directions = Combo()
        self.back = Segmented(_BACK, small=True)
        self.cycle = Reading("Cycle error")
        self.identity = Reading("Identity error")
        self.structure = Reading("Structure kept")
        self.structure.setToolTip("Correlation of the edges of x and G(x): 1 where all are kept")
        self.words = Label("", "control", "text2", wrap=True)
        self._hides = Note(
            "info", "A small cycle error can hide a copy: G may store x in noise you cannot see."
        )
        self.files = PrimaryButton("Translate a picture\N{HORIZONTAL ELLIPSIS}", "image")
        self.copy = SecondaryButton("Copy the result", "copy")
        self.add(self.wipe)
        self._direction_row = self.add_row("Direction", self.directions)
        self._back_row = self.add_row("Way back as", self.back, fills=False)
        self.add_divider()
        self.add_title("How faithful, this picture")
        for part in (self.cycle, self.identity, self.structure, self.words, self._hides):
            self.add(part)
        self.column.addSpacing(8)
        self.add_line(self.files)
        self.add_line(self.copy)
        self.words.hide()
        self.files.clicked.connect(self._on_files)
        self.copy.clicked.connect(self._on_copy)
        follow_theme(self._restyle)

    def show_ways(self, ways: Sequence[str], direction: int) -> None:
        """What is made of what; a model of one way has no way back."""
        self.directions.set_items([(at, way.capitalize(), "") for at, way in enumerate(ways)])
        self.directions.set_value(direction)
        for part in (self._direction_row, self._back_row, self._hides, self.cycle, self.identity):
            part.setVisible(len(ways) > 1)

    def show_picture(self, name: str, given: Picture, made: Picture) -> None:
        """Both (h, w, 3)."""
        self.head.set_words(name)
        self.wipe.show_pair(given, made)

    def show_faithful(self, one: Faithful) -> None:
        for reading, value in ((self.cycle, one.cycle), (self.identity, one.identity)):
            if value is None:
                reading.say("not measured")
            else:
                is_well = value <= DOUBTFUL
                reading.judge(f"{value:.3f}", is_well=is_well, wanted=f"below {DOUBTFUL:g}")
        self.structure.say(with_minus(f"{one.structure:.2f} of 1"))
        self.words.setText("The way back loses more than it should: look at its error.")
        self.words.setVisible(one.is_doubtful)

    def _on_files(self) -> None:
        self.files_asked.emit()

    def _on_copy(self) -> None:
        self.copy_asked.emit()

    def _restyle(self) -> None:
        self.wipe.setFixedHeight(theme().px(_HEIGHT))
