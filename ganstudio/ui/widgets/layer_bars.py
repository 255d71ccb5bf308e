"""A bar a layer on a logarithmic scale, with its name and its value."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

ROW = 20
_EDGE, _GAP = 12, 8
_NAMES = 0.34  # of the width
_BAR = 8
_DECADES = 4.0  # below the largest, where bars begin, unless the smallest lies lower


class LayerBar(NamedTuple):
    """A layer, its value, and the value in words."""

    name: str
    value: float
    words: str


class LayerBars(QWidget):
    """As high as its rows; a scroll area shows those that fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LayerBar, ...] = ()
        self._colour = "text2"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def rows(self) -> tuple[LayerBar, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[LayerBar], colour: str) -> None:
        """Args: rows: from the input on. colour: palette token."""
        had = len(self._rows)
        self._rows, self._colour = tuple(rows), colour
        words = ", ".join(f"{row.name} {row.words}" for row in rows)
        self.setAccessibleName(words)
        if had != len(self._rows):
            self.restyle()
        self.update()

    def restyle(self) -> None:
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(ROW) * max(len(self._rows), 1) + theme().px(8))

    def length(self, value: float) -> float:
        """Of a bar, as a share of the longest one."""
        values = [r.value for r in self._rows if r.value > 0 and math.isfinite(r.value)]
        if not values or not value > 0 or not math.isfinite(value):
            return 0.0
        high = math.log10(max(values))
        low = min(high - _DECADES, math.log10(min(values)) - 0.2)
        return min(max((math.log10(value) - low) / (high - low), 0.0), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        px, colour = theme().px, theme().colour
        font = theme().font("tick")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        values = max((metrics.horizontalAdvance(row.words) for row in self._rows), default=0)
        names = min(
            max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0) + 2,
            round(self.width() * _NAMES),
        )
        left = px(_EDGE) + names + px(_GAP)
        room = max(self.width() - left - px(_GAP) - values - px(_EDGE), 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        for index, (name, value, words) in enumerate(self._rows):
            line = QRectF(px(_EDGE), px(4) + index * px(ROW), names, px(ROW))
            painter.setPen(colour("text2"))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideLeft, names)
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, short)
            width = room * self.length(value)
            bar = QRectF(left, line.center().y() - px(_BAR) / 2, width, px(_BAR))
            painter.fillRect(bar, colour(self._colour))
            painter.setPen(colour("text"))
            at = QRectF(
                self.width() - px(_EDGE) - values - 1, line.top(), values + 1, line.height()
            )
            painter.drawText(at, middle | Qt.AlignmentFlag.AlignRight, words)
