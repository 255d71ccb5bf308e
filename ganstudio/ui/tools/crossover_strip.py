"""What other layer ranges would make of the same two: one small picture for each."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_SIDE, _GAP, _CAPTION = 48, 6, 18
_ACROSS = 5


class CrossoverStrip(QWidget):
    """`chosen` carries the layers of the picture that was clicked; arrows choose too.

    `drag_asked` carries the number of a picture that is dragged out.
    """

    chosen = Signal(object)
    drag_asked = Signal(object)
    focus_radius = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ranges: tuple[tuple[int, ...], ...] = ()
        self._images: dict[int, QImage] = {}
        self._current: tuple[int, ...] | None = None
        self._layer_count = 0
        self._pressed: int | None = None
        self._press_place = QPointF()
        self._is_dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Crossover")
        follow_theme(self.restyle)

    def show_ranges(
        self, ranges: tuple[tuple[int, ...], ...], current: tuple[int, ...], layer_count: int
    ) -> None:
        before = self.ranges, self._current, self._layer_count
        if before == (ranges, current, layer_count):
            return
        if ranges != self.ranges:
            self.ranges = ranges
            self._images.clear()
        self._current, self._layer_count = current, layer_count
        self.restyle()

    @property
    def is_held(self) -> bool:
        """Whether the pointer holds a picture."""
        return self._pressed is not None

    def let_go(self) -> None:
        """A drag takes over."""
        self._pressed = None

    def set_image(self, index: int, image: QImage) -> None:
        self._images[index] = image
        self.update()

    def restyle(self) -> None:
        rows = max(-(-len(self.ranges) // _ACROSS), 1)
        self.setFixedHeight(theme().px(rows * (_SIDE + _CAPTION)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_ACROSS * (_SIDE + _GAP)), self.height())

    def rect_of(self, index: int) -> QRectF:
        """Where a picture lies, in px."""
        px = theme().px
        x = index % _ACROSS * px(_SIDE + _GAP)
        y = index // _ACROSS * px(_SIDE + _CAPTION)
        return QRectF(x + 2, y + 2, px(_SIDE) - 4, px(_SIDE) - 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("tick"))
        for index, layers in enumerate(self.ranges):
            rect = self.rect_of(index)
            image = self._images.get(index)
            if image is None:
                painter.setPen(QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine))
                painter.drawRoundedRect(rect, RADIUS_CELL, RADIUS_CELL)
            else:
                painter.setRenderHint(
                    QPainter.RenderHint.SmoothPixmapTransform, rect.width() < image.width()
                )
                painter.drawImage(rect, image)
            is_current = layers == self._current
            if is_current:
                ring = rect.adjusted(-2, -2, 2, 2)
                draw_ring(painter, ring, RADIUS_CELL, theme().colour("accent"), 2)
            painter.setPen(theme().colour("text" if is_current else "text2"))
            below = QRectF(rect.left() - 4, rect.bottom() + 2, rect.width() + 8, theme().px(16))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._caption(layers))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._press_place = self._at(event.position()), event.position()
            self._is_dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position() - self._press_place).manhattanLength()
        is_far = far >= QApplication.startDragDistance()
        if self._pressed is not None and is_far and not self._is_dragged:
            self._is_dragged = True
            self.drag_asked.emit(self._pressed)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._is_dragged:
            self.chosen.emit(self.ranges[pressed])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        move = moves.get(Qt.Key(event.key()))
        if move is None or not self.ranges:
            super().keyPressEvent(event)
            return
        known = list(self.ranges)
        at = known.index(self._current) + move if self._current in known else 0
        if 0 <= at < len(known):
            self.chosen.emit(known[at])

    def _at(self, place: QPointF) -> int | None:
        hits = [at for at in range(len(self.ranges)) if self.rect_of(at).contains(place)]
        return hits[0] if hits else None

    def _caption(self, layers: tuple[int, ...]) -> str:
        if not layers:
            return "none"
        if len(layers) == self._layer_count:
            return "all"
        first, last = layers[0] + 1, layers[-1] + 1
        return str(first) if first == last else f"{first}–{last}"
