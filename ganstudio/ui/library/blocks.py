"""Blocks of the side panes: a card's picture over the whole width, and rows of facts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ganstudio.ui.library.badges import OF_DATA, draw_in_corner
from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.pictures import CardPictures
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.painting import follow_theme

PICTURE, LABELS = 190, 84


class CardPicture(QWidget):
    """The card's picture over the whole width."""

    def __init__(self, pictures: CardPictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._entry: Entry | None = None
        pictures.changed.connect(self.update)
        follow_theme(self._restyle)

    def show_entry(self, entry: Entry) -> None:
        self._entry = entry
        of = "the data of " if entry.shows_data else ""
        self.setAccessibleName(f"Picture of {of}{entry.card.title}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._entry is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        drawn = self._pictures.get(self._entry, self.size(), self.devicePixelRatio())
        painter.drawPixmap(QRectF(self.rect()), drawn, QRectF(drawn.rect()))
        if self._entry.shows_data:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_in_corner(painter, OF_DATA, QRectF(self.rect()))
        painter.end()

    def _restyle(self) -> None:
        self.setFixedHeight(theme().px(PICTURE))


class FactRows(QWidget):
    """Label and value under each other, values aligned."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        empty_out(self._grid)
        labels = [Label(title, "control", "text3", wrap=True) for title, _ in rows]
        widths = (
            label.fontMetrics().horizontalAdvance(word)
            for label in labels
            for word in label.text().split()
        )
        width = max((theme().px(LABELS), *widths))
        top = Qt.AlignmentFlag.AlignTop
        for row, (label, (_, words)) in enumerate(zip(labels, rows, strict=True)):
            label.setFixedWidth(width)
            self._grid.addWidget(label, row, 0, top)
            self._grid.addWidget(Label(words, "control", "text", wrap=True), row, 1, top)
