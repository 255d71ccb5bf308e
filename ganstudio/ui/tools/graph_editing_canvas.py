"""A graph under the mouse: nodes are dragged, linked with each other, and labelled by keys."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from ganstudio.data.batches import UNKNOWN
from ganstudio.ui.panels.graph_canvas import GraphCanvas
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.curve_painting import Floats

_STILL = 4.0  # px that a click may move
_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class GraphEditingCanvas(GraphCanvas):
    """Beside a node, as the base has it: drag to move the view, wheel to zoom.

    `put` carries a node and where it was dropped, `linked` two nodes between which Shift was
    dragged, `labelled` a class for the picked node by its key, -1 where its label is taken away.
    """

    put = Signal(int, float, float)
    linked = Signal(int, int)
    labelled = Signal(int)

    def __init__(self, words: Callable[[int], str]) -> None:
        super().__init__(words)
        self._held: int | None = None  # the node under the pressed button
        self._from, self._to = QPointF(), QPointF()
        self._links = self._is_dragged = False

    @property
    def is_held(self) -> bool:
        return self._held is not None

    def set_places(self, places: Floats, edges: np.ndarray) -> None:
        """The same nodes elsewhere, or linked otherwise; what is in sight stays in sight."""
        if len(places) != len(self.places):
            self.set_graph(places, edges)
            return
        self.places, self.edges = places, edges
        self.setAccessibleDescription(f"{len(places):,} nodes, {len(edges):,} edges")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._held, self._from, self._to = row, event.position(), event.position()
        self._links = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._is_dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        self._to = event.position()
        self._is_dragged |= (self._to - self._from).manhattanLength() > _STILL
        if self._is_dragged and not self._links:
            self.places = self.places.copy()
            self.places[self._held] = self._place(self._to)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is None:
            super().mouseReleaseEvent(event)
            return
        other = self.row_at(event.position())
        if not self._is_dragged:
            self.picked.emit(held)
        elif not self._links:
            self.put.emit(held, *self._place(event.position()))
        elif other is not None and other != held:
            self.linked.emit(held, other)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        label = _label_of(event)
        if label is None or self.row is None:
            super().keyPressEvent(event)
        else:
            self.labelled.emit(label)

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and _label_of(event) is not None:
            event.accept()  # else the window's shortcuts for these keys would come first
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._held is None or not self._links or not self._is_dragged:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("accent"), 2 * theme().scale, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(*self.spots()[self._held]), self._to)

    def _place(self, spot: QPointF) -> tuple[float, float]:
        frame = self.frame()
        return frame.data_x(spot.x()), frame.data_y(spot.y())


def _label_of(event: QKeyEvent) -> int | None:
    """The class that a key stands for: 1 the first one, Delete none."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    key = Qt.Key(event.key())
    if key in _AWAY:
        return UNKNOWN
    number = int(key) - int(Qt.Key.Key_1)
    return number if 0 <= number < 9 else None
