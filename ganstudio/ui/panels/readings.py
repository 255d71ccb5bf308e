"""Painted rows of numbers: readings with their names, and samples per mode."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


class Shown(NamedTuple):
    """A reading: its name, its value in words, and the tone of its verdict."""

    name: str
    value: str
    tone: str = "text"


class ReadingsRow(QWidget):
    """Names over values, in equal columns where all names fit into them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Shown, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_readings(self, shown: Sequence[Shown]) -> None:
        if tuple(shown) != self._shown:
            self._shown = tuple(shown)
            words = ", ".join(f"{item.name} {item.value}" for item in shown)
            self.setAccessibleName(words)
            self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        left = float(px(12))
        for item, width in zip(self._shown, self.columns(), strict=True):
            painter.setFont(theme().font("tick"))
            painter.setPen(colour("text2"))
            metrics = QFontMetrics(theme().font("tick"))
            name = metrics.elidedText(item.name, Qt.TextElideMode.ElideRight, round(width - px(4)))
            painter.drawText(QRectF(left, px(9), width, px(16)), Qt.AlignmentFlag.AlignLeft, name)
            painter.setFont(theme().font("object"))
            painter.setPen(colour(item.tone))
            place = QRectF(left, px(26), width, px(20))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, item.value)
            left += width

    def columns(self) -> list[float]:
        """Widths in pixels: equal, or by what names and values need."""
        px, room = theme().px, self.width() - theme().px(24)
        names, values = (QFontMetrics(theme().font(role)) for role in ("tick", "object"))
        needed = [
            max(names.horizontalAdvance(item.name), values.horizontalAdvance(item.value)) + px(6)
            for item in self._shown
        ]
        equal = room / len(needed)
        if max(needed) <= equal:
            return [equal] * len(needed)
        return [need * room / sum(needed) for need in needed]


class ModeBars(QWidget):
    """One bar a mode in the generator's colour; a missed mode is a line in the warning colour."""

    def __init__(self, enough: int, parent: QWidget | None = None) -> None:
        """A row of bars.

        Args:
            enough: samples from which on a mode counts as covered.
            parent: the owner.
        """
        super().__init__(parent)
        self._enough = enough
        self._counts: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_counts(self, counts: Sequence[int]) -> None:
        if tuple(counts) != self._counts:
            self._counts = tuple(counts)
            self.setAccessibleName("Samples per mode: " + ", ".join(map(str, counts)))
            self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(46))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        words = "Samples per mode" if self.width() > px(420) else "Per mode"
        metrics = QFontMetrics(theme().font("tick"))
        painter.setFont(theme().font("tick"))
        painter.setPen(colour("text2"))
        label = QRectF(px(12), 0, metrics.horizontalAdvance(words) + px(12), self.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, words)
        room = QRectF(label.right(), 0, self.width() - label.right() - px(12), self.height())
        self._paint_bars(painter, room, metrics)

    def _paint_bars(self, painter: QPainter, room: QRectF, metrics: QFontMetrics) -> None:
        px, colour = theme().px, theme().colour
        pitch = room.width() / len(self._counts)
        gap = min(px(8), pitch * 0.25)
        highest = max(*self._counts, 1) if len(self._counts) > 1 else max(self._counts[0], 1)
        widest = max(metrics.horizontalAdvance(str(count)) for count in self._counts)
        has_numbers = widest <= pitch - 2
        floor = self.height() - px(22 if has_numbers else 10)
        for index, count in enumerate(self._counts):
            is_covered = count >= self._enough
            height = max(count / highest * (floor - px(6)), 2)
            bar = QRectF(room.left() + index * pitch + gap / 2, floor - height, pitch - gap, height)
            painter.fillRect(bar, colour("generator" if is_covered else "warn"))
            if has_numbers:
                below = QRectF(room.left() + index * pitch, floor + px(3), pitch, px(16))
                painter.setPen(colour("text2"))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(count))
