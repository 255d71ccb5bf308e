"""The way of pictures through a translation: x, G(x) and, where it leads back, F(G(x))."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme

BRIGHTEST = 0.3
"""Error that is drawn as the end of the map."""
MAPPINGS = ("G", "F")
STATIONS = ("x", "G(x)", "F(G(x))")
_ACROSS, _DOWN = 44, 8
_ARROW, _POINT = 24, 5  # px: how long an arrow is, and its point


class WaySheet(SheetView):
    """A row for each picture; arrows carry the name of the mapping."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._kinds: tuple[str, ...] = ()
        self._losses: dict[int, str] = {}

    def set_kinds(self, kinds: Sequence[str]) -> None:
        """What stands in each column, in words: "source", "target"."""
        if tuple(kinds) != self._kinds:
            self._kinds = tuple(kinds)
            self.update()

    def set_losses(self, losses: Mapping[int, str]) -> None:
        """Words in the lower right corner of cells, by their index."""
        if dict(losses) != self._losses:
            self._losses = dict(losses)
            self.update()

    def gaps(self) -> tuple[int, int]:
        return theme().px(_ACROSS), theme().px(_DOWN)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for index, words in self._losses.items():
            if index < self.count:
                self.paint_tag(painter, self.cell_rect(index), words, at_end=True)
        for index in range(self.count):
            column = index % self.columns
            if column + 1 < self.columns:
                self._paint_arrow(painter, self.cell_rect(index), MAPPINGS[column])
        painter.end()

    def paint_heads(self, painter: QPainter) -> None:
        """The station as in an equation, then what it is."""
        middle = Qt.AlignmentFlag.AlignVCenter
        for column, kind in enumerate(self._kinds[: self.columns]):
            line = self.head_rect(column)
            font = theme().font("title")
            font.setItalic(True)
            painter.setFont(font)
            painter.setPen(theme().colour("text"))
            painter.drawText(line, middle, STATIONS[column])
            used = painter.fontMetrics().horizontalAdvance(STATIONS[column])
            line.setLeft(line.left() + used + theme().px(8))
            painter.setFont(theme().font("control"))
            painter.setPen(theme().colour("text2"))
            end = Qt.TextElideMode.ElideRight
            painter.drawText(
                line, middle, painter.fontMetrics().elidedText(kind, end, int(line.width()))
            )

    def _paint_arrow(self, painter: QPainter, before: QRectF, mapping: str) -> None:
        px, colour = theme().px, theme().colour("generator")
        start = before.right() + (px(_ACROSS) - px(_ARROW)) / 2
        end, y, point = start + px(_ARROW), before.center().y() + px(6), px(_POINT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.5, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(start, y), QPointF(end, y))
        for side in (-point, point):
            painter.drawLine(QPointF(end - point, y + side), QPointF(end, y))
        font = theme().font("object")
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        over = QRectF(before.right(), y - px(26), px(_ACROSS), px(20))
        painter.drawText(over, Qt.AlignmentFlag.AlignCenter, mapping)


class ErrorScale(QWidget):
    """What the colours of an error mean."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Label("Error |x \N{MINUS SIGN} F(G(x))|", "tick", "text2"))
        row.addSpacing(6)
        row.addWidget(Label("0", "tick", "text2"))
        row.addWidget(self._bar)
        row.addWidget(Label(f"{BRIGHTEST:g}", "tick", "text2"))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._strip = to_qimage(np.ascontiguousarray(sequential_table()[None]))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._strip)
        painter.end()

    def _restyle(self) -> None:
        self.setFixedSize(theme().px(84), theme().px(8))
