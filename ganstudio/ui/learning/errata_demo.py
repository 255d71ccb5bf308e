"""Every erratum of the decks, to be searched, each with a way to the page that shows it."""

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.errata import SLIPS, Slip
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note


class ErrataDemo(Demo):
    """A field to search in, over the errata. `page_asked` carries the key of a page."""

    page_asked = Signal(object)

    reset_words = "Show all"

    def __init__(self) -> None:
        super().__init__()
        self.search = TextField("", placeholder="Search: a deck, a system, a symbol")
        self.search.setAccessibleName("Search the errata")
        self.count = Label("", "control", "text3")
        self.notes = {slip: _note(slip) for slip in SLIPS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.count)
        column.addWidget(self._area(), 1)
        self.search.textChanged.connect(self._filter)
        self.search.editingFinished.connect(self.keep)
        self.begin()

    def state(self) -> Hashable:
        return self.search.text()

    def show_state(self, state: Hashable) -> None:
        self.search.setText(str(state))
        self._filter()

    def first_state(self) -> Hashable:
        return ""

    def _area(self) -> QScrollArea:
        sheet = QWidget()
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for note in self.notes.values():
            note.action.connect(self.page_asked)
            column.addWidget(note)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        return area

    def _filter(self) -> None:
        words = self.search.text()
        for slip, note in self.notes.items():
            note.setVisible(slip.has(words))
        found = sum(slip.has(words) for slip in self.notes)
        self.count.setText(f"{found} of {len(SLIPS)}" if found else "Nothing has these words.")


def _note(slip: Slip) -> Note:
    words = (
        f"{slip.where}. Printed: {slip.printed}. Right: {slip.right} "
        f"Built as printed: {slip.otherwise}"
    )
    return Note("info", words, slip.seen, [(slip.page, "Show the page")] if slip.page else [])
