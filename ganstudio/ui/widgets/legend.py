"""Names of curves with their line and their present value."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.dashes import Dash, dashed_pen
from ganstudio.ui.widgets.painting import follow_theme

LegendItem = tuple[str, str, Dash, str]
"""Name, colour (token or #RRGGBB), dash, value in words (may be empty)."""

_LINE, _AFTER_LINE, _BETWEEN = 14, 6, 12


class Legend(QWidget):
    """One line of items, right-aligned; room once taken by a value is kept.

    What found no room is counted at the end, and read in the tooltip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[LegendItem] = []
        self._room: dict[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_items(self, items: Sequence[LegendItem]) -> None:
        before = self.sizeHint()
        self._items = list(items)
        names = {name for name, *_ in items}
        self._room = {name: room for name, room in self._room.items() if name in names}
        self._measure()
        words = ", ".join(f"{name} {value}".strip() for name, _, _, value in items)
        self.setAccessibleName(words)
        self.setToolTip(words)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self._room.clear()
        self._measure()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._items:
            return QSize(0, theme().px(18))
        return QSize(self._width(len(self._items)), theme().px(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        painter.setFont(theme().font("head"))
        shown, rest = self.shown()
        left = max(self.width() - self._width(shown, rest), 0)
        middle = self.height() // 2
        for name, tone, dash, value in self._items[:shown]:
            painter.setPen(dashed_pen(colour(tone), 2, dash))
            painter.drawLine(left, middle, left + px(_LINE), middle)
            left += px(_LINE + _AFTER_LINE)
            painter.setPen(colour("text"))
            place = self.rect().adjusted(left, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"{name} {value}".strip())
            left += self._room[name] + px(_BETWEEN)
        painter.setPen(colour("text3"))
        rest_place = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(rest_place, Qt.AlignmentFlag.AlignVCenter, rest)

    def shown(self) -> tuple[int, str]:
        """How many items have room, one at least, and what is said of the others."""
        count = len(self._items)
        for fitting in range(count, 1, -1):
            rest = f"and {count - fitting} more" if fitting < count else ""
            if self._width(fitting, rest) <= self.width():
                return fitting, rest
        return min(count, 1), f"and {count - 1} more" if count > 1 else ""

    def _width(self, count: int, rest: str = "") -> int:
        """Of so many of the first items, with words after them."""
        px = theme().px
        rooms = [px(_LINE + _AFTER_LINE) + self._room[name] for name, *_ in self._items[:count]]
        if rest:
            rooms.append(QFontMetrics(theme().font("head")).horizontalAdvance(rest))
        return sum(rooms) + px(_BETWEEN) * max(len(rooms) - 1, 0)

    def _measure(self) -> None:
        metrics = QFontMetrics(theme().font("head"))
        for name, _, _, value in self._items:
            width = metrics.horizontalAdvance(f"{name} {value}".strip())
            self._room[name] = max(self._room.get(name, 0), width)
