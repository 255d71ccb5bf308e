"""The frames of a film under a time axis: what is ready, what was given, where the playhead is."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme

_RULER, _CELL, _GAP, _EDGE = 28, 56, 4, 16
_BELOW = 14  # px under the pictures
_TICK_ROOM = 44  # px between words of the ruler
_FAR = 10  # frames with Shift


class FilmStrip(QWidget):
    """`scrubbed` carries the frame that is wanted."""

    scrubbed = Signal(object)
    focus_ring = False

    def __init__(self, image_of: Callable[[int], QImage | None]) -> None:
        """Args: image_of: the result of a frame, where it is there."""
        super().__init__()
        self._image_of = image_of
        self._count, self._given, self._ready, self._playhead = 0, 0, 0, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Frames")
        follow_theme(self.restyle)

    def show_film(self, count: int, given: int) -> None:
        """Args: given: how many of the first frames are real ones."""
        self._count, self._given = count, given
        self.update()

    def set_playhead(self, frame: int) -> None:
        self._playhead = frame
        self.setAccessibleDescription(f"Frame {frame + 1} of {self._count}")
        self.update()

    def set_ready(self, ready: int) -> None:
        """How many frames are painted, from the first on."""
        self._ready = ready
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(_RULER + _CELL + _BELOW))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(_RULER + _CELL + _BELOW))

    def frame_at(self, x: float) -> int:
        """The frame under a column of the widget."""
        left, step = self._measure()
        return min(max(int((x - left) / step), 0), max(self._count - 1, 0))

    def x_of(self, frame: float) -> float:
        """The column where a frame begins."""
        left, step = self._measure()
        return left + frame * step

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.frame_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        target = {
            Qt.Key.Key_Left: self._playhead - far,
            Qt.Key.Key_Right: self._playhead + far,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._count - 1,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self.scrubbed.emit(min(max(target, 0), max(self._count - 1, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme().colour("window"))
        if self._count:
            self._paint_ruler(painter)
            self._paint_frames(painter)
            self._paint_playhead(painter)

    def _measure(self) -> tuple[float, float]:
        """Left edge of the first frame, and px of each."""
        px = theme().px
        room = max(self.width() - 2 * px(_EDGE), 1)
        step = min(room / max(self._count, 1), px(_CELL + _GAP) * 2)
        return float(px(_EDGE)), step

    def _paint_ruler(self, painter: QPainter) -> None:
        px, colour = theme().px, theme().colour
        _, step = self._measure()
        every = next(
            (one for one in (1, 2, 5, 10, 20, 50, 100) if one * step >= px(_TICK_ROOM)), 200
        )
        painter.setFont(theme().font("tick"))
        for frame in range(0, self._count, every):
            x = round(self.x_of(frame)) + 0.5
            painter.setPen(colour("edge"))
            painter.drawLine(QLineF(x, px(10), x, px(_RULER) - 5))
            painter.setPen(colour("text3"))
            painter.drawText(QPointF(x + px(5), px(18)), str(frame + 1))
        ready = QRectF(self.x_of(0), px(_RULER) - 4, self.x_of(self._ready) - self.x_of(0), 3)
        painter.fillRect(ready, colour("ok"))

    def _paint_frames(self, painter: QPainter) -> None:
        """As many pictures as have room, each at the frame it is of."""
        px, colour = theme().px, theme().colour
        _, step = self._measure()
        every = max(1, -(-px(_CELL + _GAP) // max(int(step), 1)))
        for frame in range(0, self._count, every):
            image = self._image_of(frame)
            cell = QRectF(round(self.x_of(frame)), px(_RULER) + 2, px(_CELL), px(_CELL))
            if image is None:
                draw_box(painter, cell, RADIUS_CELL, colour("well"), colour("hairline"))
            else:
                shown = image.size().scaled(
                    cell.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
                )
                cell.setSize(shown)
                painter.drawImage(cell, image)
            if frame < self._given:
                self._paint_given(painter, cell)
            if frame <= self._playhead < frame + every:
                ring = cell.adjusted(-2, -2, 2, 2)
                draw_ring(painter, ring, RADIUS_CELL + 1, colour("accent"), 2)

    def _paint_given(self, painter: QPainter, cell: QRectF) -> None:
        px, colour = theme().px, theme().colour
        tag = QRectF(cell.left() + px(3), cell.bottom() - px(18), px(38), px(15))
        draw_box(painter, tag, px(4), colour("window"))
        painter.setFont(theme().font("badge"))
        painter.setPen(colour("text"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, "given")

    def _paint_playhead(self, painter: QPainter) -> None:
        px = theme().px
        x = round(self.x_of(self._playhead)) + 0.5
        painter.setPen(theme().colour("accent"))
        painter.drawLine(QLineF(x, px(6), x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent"))
        half, deep = px(5), px(8)
        corners = [(x - half, 0), (x + half, 0), (x, deep)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
