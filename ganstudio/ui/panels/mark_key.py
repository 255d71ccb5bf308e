"""The key to a scatter's marks: as many lines as its width needs, up to two."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.panels.scatter import Look, mark_radius, paint_marks
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

KeyItem = tuple[str, Look]
_LINES = 2
_EDGE, _MARK, _AFTER_MARK, _BETWEEN = 12, 7, 5, 12  # px
_WIDEST = 140  # px of a name


class MarkKey(QWidget):
    """What found no room is counted at the end, and read in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[KeyItem, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow_theme(self.restyle)

    def set_items(self, items: Sequence[KeyItem]) -> None:
        if tuple(items) != self._items:
            self._items = tuple(items)
            words = ", ".join(name for name, _ in items)
            self.setAccessibleName(words)
            self.setToolTip(words)
            self.restyle()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        shown, _ = self._placed(width)
        lines = {top for *_, top in shown} or {0}
        return round(max(lines)) + self._line() + theme().px(2)

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme().px(240))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self._line())

    def shown_names(self) -> tuple[list[str], str]:
        """Those that have room now, and what is said of the others."""
        shown, rest = self._placed(self.width())
        return [self._items[index][0] for index, _, _ in shown], rest

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, line = theme().px, self._line()
        font = theme().font("tick")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        middle, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        shown, rest = self._placed(self.width())
        end, last = float(px(_EDGE)), 0.0
        for index, left, top in shown:
            name, look = self._items[index]
            middle_of_mark = np.array([[left + px(_MARK) / 2, top + line / 2]])
            paint_marks(painter, middle_of_mark, look, mark_radius())
            words = metrics.elidedText(name, elide, px(_WIDEST))
            painter.setPen(theme().colour("text2"))
            place = QRectF(left + px(_MARK + _AFTER_MARK), top, px(_WIDEST) + 1, line)
            painter.drawText(place, middle, words)
            end, last = left + self._room(index, metrics), top
        if rest:
            painter.setPen(theme().colour("text3"))
            painter.drawText(QRectF(end, last, self.width() - end, line), middle, rest)

    def _placed(self, width: int) -> tuple[list[tuple[int, float, float]], str]:
        """Index, left and top of every item that has room, and words for the others."""
        metrics = QFontMetrics(theme().font("tick"))
        edge = theme().px(_EDGE)
        found: list[tuple[int, float, float]] = []
        left, row = float(edge), 0
        for index in range(len(self._items)):
            after = len(self._items) - index - 1
            spare = metrics.horizontalAdvance(_rest(after)) if row == _LINES - 1 and after else 0
            needed = self._room(index, metrics) - theme().px(_BETWEEN) + spare
            if left > edge and left + needed > width - edge:
                row, left = row + 1, float(edge)
            if row == _LINES:
                return found, _rest(len(self._items) - index)
            found.append((index, left, float(row * self._line())))
            left += self._room(index, metrics)
        return found, ""

    def _room(self, index: int, metrics: QFontMetrics) -> int:
        px = theme().px
        name = min(metrics.horizontalAdvance(self._items[index][0]), px(_WIDEST))
        return px(_MARK + _AFTER_MARK) + name + px(_BETWEEN)

    def _line(self) -> int:
        return theme().px(18)


def _rest(count: int) -> str:
    return f"and {count:,} more"
