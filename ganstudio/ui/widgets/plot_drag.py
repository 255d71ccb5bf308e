"""What a mouse that is dragged over a plot, or a wheel that is turned, does to its ranges."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.plot_frame import Frame, Span

Ranges = tuple[Span | None, Span | None]
_STEP = 1.02  # a pixel of a right drag, an eighth of a degree's 8 of the wheel
_SMALLEST = 4  # px of a rectangle that is meant
_NOTHING: Ranges = (None, None)


def wheel_factor(eighths: int) -> float:
    """How much wider a range becomes; a notch of 120 eighths of a degree is a quarter."""
    return float(_STEP ** (-eighths / 8))


class Drag:
    """One drag: left in the plot chooses a rectangle, middle or on an axis pans, right zooms."""

    def __init__(self, frame: Frame, start: QPointF, button: Qt.MouseButton) -> None:
        self._frame = frame
        self._start = self._now = start
        self._button = button
        self._is_on_values = start.x() < frame.rect.left()
        self._is_on_steps = start.y() > frame.rect.bottom()

    def move(self, to: QPointF) -> Ranges:
        """The ranges to show now, across and up; None leaves one as it is."""
        self._now = to
        if self._button == Qt.MouseButton.RightButton:
            return self._kept(self._zoomed())
        if self._is_choosing:
            return _NOTHING
        return self._kept(self._panned())

    def chosen(self) -> Ranges:
        """The ranges of the rectangle, if there is one large enough."""
        box = self._box()
        if not self._is_choosing or min(box.width(), box.height()) < _SMALLEST:
            return _NOTHING
        frame = self._frame
        return (
            Span(frame.data_x(box.left()), frame.data_x(box.right())),
            Span(frame.data_y(box.bottom()), frame.data_y(box.top())),
        )

    @property
    def is_click(self) -> bool:
        """Whether it was the left button within the plot, and hardly moved."""
        return self._is_choosing and (self._now - self._start).manhattanLength() < _SMALLEST

    def paint(self, painter: QPainter) -> None:
        if self._is_choosing:
            fill = theme().colour("accent")
            fill.setAlphaF(0.16)
            painter.setPen(theme().colour("accent"))
            painter.setBrush(fill)
            painter.drawRect(self._box())

    @property
    def _is_choosing(self) -> bool:
        is_inside = not (self._is_on_values or self._is_on_steps)
        return is_inside and self._button == Qt.MouseButton.LeftButton

    def _box(self) -> QRectF:
        return QRectF(self._start, self._now).normalized().intersected(self._frame.rect)

    def _kept(self, ranges: tuple[Span, Span]) -> Ranges:
        """On an axis, its own range alone."""
        x, y = ranges
        return (None if self._is_on_values else x, None if self._is_on_steps else y)

    def _panned(self) -> tuple[Span, Span]:
        frame, way = self._frame, self._now - self._start
        across = -way.x() / frame.rect.width() * frame.x.size
        up = way.y() / frame.rect.height() * frame.y.size
        return frame.x.moved(across), frame.y.moved(up)

    def _zoomed(self) -> tuple[Span, Span]:
        frame, way = self._frame, self._now - self._start
        x = frame.x.zoomed(_STEP ** -way.x(), frame.data_x(self._start.x()))
        return x, frame.y.zoomed(_STEP ** way.y(), frame.data_y(self._start.y()))
