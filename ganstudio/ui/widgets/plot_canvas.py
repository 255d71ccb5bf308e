"""The face of a plot: axes that are painted when they change, data on top, mouse and wheel."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.axes import (
    BOTTOM_HEIGHT,
    Tick,
    left_room,
    paint_bottom,
    paint_left,
    step_ticks,
    value_ticks,
)
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.plot_drag import Drag, wheel_factor
from ganstudio.ui.widgets.plot_frame import AxisRange, Frame, Span, evened
from ganstudio.ui.widgets.plot_scale import LINEAR, Scale

_LEFT, _TOP, _RIGHT, _BOTTOM = 4, 4, 8, 2  # px around axes and plot


class PlotContent(Protocol):
    """What is shown in a plot."""

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        """What the data cover, across and up."""

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        """Paint everything but the axes, clipped to the frame."""

    def words_at(self, frame: Frame, column: float) -> str:
        """What is to be said about a pixel column; mostly nothing."""


class _Face(NamedTuple):
    """Everything that the axes follow from."""

    size: QSize
    x: Span
    y: Span
    scale: Scale
    style: int
    is_empty: bool


class PlotCanvas(QWidget):
    """Left drag zooms to a rectangle, middle drag pans, right drag and the wheel zoom.

    Alt and wheel zoom the values only; an axis moves or zooms alone; a double click asks for
    everything again. An even plot has units as long across as up: circles in it are round.
    """

    range_changed = Signal()
    home_requested = Signal()
    hovered = Signal(object)  # the x under the pointer, or None
    clicked = Signal(object)  # a place in the plot, QPointF

    def __init__(
        self, content: PlotContent, *, has_values: bool = True, is_even: bool = False
    ) -> None:
        super().__init__()
        self.across, self.up = AxisRange(1e-9), AxisRange(1e-12)
        self.scale = LINEAR
        self._ticks_across: Callable[[Span, float], list[Tick]] = step_ticks
        self._content = content
        self._has_values = has_values
        self._is_even = is_even
        self._drag: Drag | None = None
        self._style = self._room = 0
        self._is_stale, self._is_empty = True, False
        self._face: _Face | None = None
        self._frame = Frame(QRectF(0, 0, 1, 1), self.across.span, self.up.span)
        self._step_ticks: list[Tick] = []
        self._value_ticks: list[Tick] = []
        self._back: QPixmap | None = None
        self._export_ratio = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(40, 40)
        self.setMouseTracking(True)
        follow_theme(self.restyle)

    @property
    def ratio(self) -> float:
        """Device pixels per logical one of what is painted now."""
        return self._export_ratio or self.devicePixelRatioF()

    @property
    def is_exporting(self) -> bool:
        return self._export_ratio > 0

    def set_export_ratio(self, ratio: float) -> None:
        """Paint for a picture of so many device pixels per logical one; 0 for the screen again."""
        self._export_ratio = ratio

    def set_ticks(self, ticks: Callable[[Span, float], list[Tick]]) -> None:
        """Who says what stands under the plot, for a span and its width in px."""
        if ticks != self._ticks_across:
            self._ticks_across = ticks
            self._style += 1
            self.update()

    def restyle(self) -> None:
        self._style += 1
        self._room = 0
        self.update()

    def refresh(self) -> None:
        """The content is another: look at what it covers, and paint it."""
        self._is_stale = True
        self.update()

    def frame(self) -> Frame:
        """Where the data lie now."""
        before = self._frame.x
        if self._is_stale:
            self._is_stale = False
            steps, values = self._content.data_bounds()
            self.across.follow(steps)
            self.up.follow(values)
            self._is_empty = steps is None and values is None
        spans = self.across.span, self.up.span
        face = _Face(self.size(), *spans, self.scale, self._style, self._is_empty)
        if face != self._face:
            self._face, self._back = face, None
            self._lay_out()
            if self._frame.x != before:
                self.range_changed.emit()
        return self._frame

    def zoom_to(self, x: Span | None = None, y: Span | None = None) -> None:
        """Show these ranges until everything is asked for again; None leaves one as it is."""
        if x is not None:
            self.across.choose(x)
        if y is not None:
            self.up.choose(y)
        self.frame()
        self.update()

    def autorange(self) -> None:
        """Follow the data again."""
        self.across.is_auto = self.up.is_auto = True
        self.refresh()
        self.frame()

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def paintEvent(self, _event: QPaintEvent) -> None:
        frame = self.frame()
        painter = QPainter(self)
        if self._export_ratio:
            self._paint_axes(painter)
        else:
            painter.drawPixmap(0, 0, self._axes())
        painter.setClipRect(frame.rect)
        self._content.paint_data(painter, frame)
        if self._drag is not None:
            self._drag.paint(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag = Drag(self.frame(), event.position(), event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self.zoom_to(*self._drag.move(event.position()))
            return
        frame, place = self.frame(), event.position()
        self.hovered.emit(frame.data_x(place.x()) if frame.rect.contains(place) else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            chosen, is_click = self._drag.chosen(), self._drag.is_click
            self._drag = None
            self.zoom_to(*chosen)
            if is_click:
                self.clicked.emit(event.position())

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._drag = None
        self.home_requested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        frame, place = self.frame(), event.position()
        turned = event.angleDelta()
        factor = wheel_factor(turned.y() or turned.x())
        on_values = place.x() < frame.rect.left()
        on_steps = place.y() > frame.rect.bottom()
        alone = on_values or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        x = None if alone else frame.x.zoomed(factor, frame.data_x(place.x()))
        y = None if on_steps else frame.y.zoomed(factor, frame.data_y(place.y()))
        self.zoom_to(x, y)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._content.words_at(self.frame(), QPointF(event.pos()).x())
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _lay_out(self) -> None:
        """Ticks and the rectangle; room once taken by values is kept, so that nothing jumps.

        Where there is nothing to read, no values stand beside it.
        """
        px = theme().px
        height = max(self.height() - _TOP - _BOTTOM - px(BOTTOM_HEIGHT), 1)
        if self._has_values:
            self._value_ticks = value_ticks(self._spans(height)[1], height, self.scale)
            self._room = max(self._room, left_room(self._value_ticks))
        rect = QRectF(_LEFT + self._room, _TOP, self._width(), height)
        self._frame = Frame(rect, *self._spans(height))
        self._step_ticks = self._ticks_across(self._frame.x, rect.width())
        if self._is_empty:
            self._value_ticks, self._step_ticks = [], []

    def _width(self) -> int:
        return max(self.width() - _LEFT - self._room - _RIGHT, 1)

    def _spans(self, height: float) -> tuple[Span, Span]:
        """What is shown across and up."""
        x, y = self.across.span, self.up.span
        return evened(x, y, self._width(), height) if self._is_even else (x, y)

    def _axes(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._back is None or self._back.devicePixelRatio() != ratio:
            self._back = QPixmap(self.size() * ratio)
            self._back.setDevicePixelRatio(ratio)
            painter = QPainter(self._back)
            self._paint_axes(painter)
            painter.end()
        return self._back

    def _paint_axes(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), theme().colour("panel"))
        paint_left(painter, self._frame, self._value_ticks)
        paint_bottom(painter, self._frame, self._step_ticks)
