"""Every erratum of the decks, to be searched, each with a way to the page that shows it."""

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.errata import SLIPS, Slip
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.buttons import QuietButton
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box


class ErrataDemo(Demo):
    """A field to search in, over the errata. `page_asked` carries the key of a page."""

    page_asked = Signal(object)

    reset_words = "Show all"

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("Search the errata: a deck, a system, a symbol")
        self.count = Label("", "control", "text3")
        self.cards = {slip: _Card(slip) for slip in SLIPS}
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
        for card in self.cards.values():
            card.page_asked.connect(self.page_asked)
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        return area

    def _filter(self) -> None:
        words = self.search.text()
        for slip, card in self.cards.items():
            card.setVisible(slip.has(words))
        found = sum(slip.has(words) for slip in self.cards)
        self.count.setText(f"{found} of {len(SLIPS)}" if found else "Nothing has these words.")


class _Card(QFrame):
    """One erratum: what is printed, what is right, and what comes of the difference."""

    page_asked = Signal(object)

    def __init__(self, slip: Slip) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 12, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(slip.where, "strong", "text", wrap=True), 0, 0, 1, 2)
        if slip.page:
            button = QuietButton("Show the page", size="small")
            button.setAccessibleName(f"Show the page of: {slip.where}")
            button.clicked.connect(partial(self.page_asked.emit, slip.page))
            grid.addWidget(button, 0, 2, Qt.AlignmentFlag.AlignRight)
        rows = (
            ("Printed", slip.printed, "text2"),
            ("Right", slip.right, "text"),
            ("Built as printed", slip.otherwise, "text2"),
            ("See", slip.seen, "text2"),
        )
        for name, words, tone in rows:
            if words:
                row = grid.rowCount()
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(Label(name, "control", "text3"), row, 0, top)
                grid.addWidget(Label(words, "control", tone, wrap=True), row, 1, 1, 2)
        self.setAccessibleName(slip.where)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        draw_box(
            painter,
            QRectF(self.rect()),
            theme().px(RADIUS_CONTROL),
            colour("panel"),
            colour("hairline"),
        )
        painter.end()
