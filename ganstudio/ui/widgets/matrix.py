"""A matrix of counts: a row a true class, a column a named one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

_EDGE, _AFTER = 12, 6  # px around, and after the names
_WIDEST = 0.3  # of the width, for the names
_SHOWN_FROM = 18  # px of a cell that has room for its number
_BRIGHT = 0.55  # share from which on a cell takes dark words


class MatrixView(QWidget):
    """Every row is coloured by its shares, so that rare classes are seen too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.restyle)

    def set_counts(self, names: Sequence[str], counts: NDArray[np.int64]) -> None:
        """Args: names: of the classes. counts: (k, k)."""
        self._names, self._counts = tuple(names), counts
        right = int(np.trace(counts))
        self.setAccessibleName(f"Named classes: {right:,} of {int(counts.sum()):,} right")
        self.update()

    def restyle(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 80)

    def cell(self, row: int, column: int) -> QRectF:
        """Where a count is painted."""
        left, top, width, height = self._room()
        return QRectF(left + column * width, top + row * height, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        if not self._names:
            return
        font = theme().font("tick")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        shares = self._counts / np.maximum(self._counts.sum(axis=1, keepdims=True), 1)
        for row in range(len(self._names)):
            for column in range(len(self._names)):
                self._paint_cell(painter, row, column, float(shares[row, column]))
        self._paint_names(painter, metrics)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _paint_cell(self, painter: QPainter, row: int, column: int, share: float) -> None:
        place = self.cell(row, column)
        red, green, blue = (int(v) for v in sequential_table()[round(255 * share)])
        painter.fillRect(place.adjusted(0, 0, -1, -1), QColor(red, green, blue))
        count = int(self._counts[row, column])
        if count and min(place.width(), place.height()) >= theme().px(_SHOWN_FROM):
            painter.setPen(QColor("#0E1113" if share > _BRIGHT else "#ECEEF0"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{count:,}")

    def _paint_names(self, painter: QPainter, metrics: QFontMetrics) -> None:
        px = theme().px
        painter.setPen(theme().colour("text3"))
        elide, right = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag.AlignRight
        beside = self.cell(0, 0).left() - px(_EDGE) - px(_AFTER)
        for index, name in enumerate(self._names):
            row, column = self.cell(index, 0), self.cell(0, index)
            if row.height() >= metrics.height() - 2:
                place = QRectF(px(_EDGE), row.top(), beside, row.height())
                words = metrics.elidedText(name, elide, round(beside))
                painter.drawText(place, right | Qt.AlignmentFlag.AlignVCenter, words)
            words = metrics.elidedText(name, elide, round(column.width()))
            above = QRectF(column.left(), px(4), column.width(), metrics.height())
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, words)

    def _room(self) -> tuple[float, float, float, float]:
        """Left and top of the cells, and the size of one."""
        px, count = theme().px, max(len(self._names), 1)
        metrics = QFontMetrics(theme().font("tick"))
        longest = max((metrics.horizontalAdvance(name) for name in self._names), default=0)
        left = px(_EDGE) + min(longest + px(2), self.width() * _WIDEST) + px(_AFTER)
        top = px(6) + metrics.height()
        across = (self.width() - left - px(_EDGE)) / count
        down = (self.height() - top - px(8)) / count
        return left, top, max(across, 1.0), max(down, 1.0)

    def _words_at(self, place: QPointF) -> str:
        for row, name in enumerate(self._names):
            for column, named in enumerate(self._names):
                if self.cell(row, column).contains(place):
                    return f"{int(self._counts[row, column]):,} of {name} named {named}"
        return ""
