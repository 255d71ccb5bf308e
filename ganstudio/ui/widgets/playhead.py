"""The strip over a plot in which the playhead stands."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


class Ruler(Protocol):
    """A plot that knows where its x values lie."""

    @property
    def playhead(self) -> float | None: ...

    def widget_x(self, x: float) -> float: ...

    def data_x(self, column: float) -> float: ...

    def x_range(self) -> tuple[float, float]: ...


class PlayheadStrip(QWidget):
    """The strip over a plot where the playhead's triangle stands and is dragged."""

    moved = Signal(object)
    focus_radius = 4

    def __init__(self, plot: Ruler, parent: QWidget) -> None:
        super().__init__(parent)
        self._plot = plot
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Playhead")
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(10))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        x = self._plot.playhead
        if x is None:
            return
        centre = self._plot.widget_x(x)
        if not 0 <= centre <= self.width():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent"))
        half, bottom = theme().px(5), self.height()
        top = bottom - theme().px(7)
        corners = [(centre - half, top), (centre + half, top), (centre, bottom)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.moved.emit(self._plot.data_x(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(self._plot.data_x(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -0.01, Qt.Key.Key_Right: 0.01}
        move = moves.get(Qt.Key(event.key()))
        x = self._plot.playhead
        if move is None or x is None:
            super().keyPressEvent(event)
            return
        low, high = self._plot.x_range()
        self.moved.emit(min(max(x + move * (high - low), low), high))
