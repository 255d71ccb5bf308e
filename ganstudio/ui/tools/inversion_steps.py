"""Pictures that were kept along a search: a click, or arrows, look at another step."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_CAPTION, _GAP, _MOST, _EDGE = 18, 8, 56, 4


class StepPictures(QWidget):
    """`chosen` carries the place of a kept picture."""

    chosen = Signal(object)
    focus_radius = 6

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[int, ...] = ()
        self._images: tuple[QImage, ...] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Steps of the search")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_pictures(self, steps: tuple[int, ...], images: tuple[QImage, ...]) -> None:
        self._steps, self._images = steps, images
        self.update()

    def set_current(self, at: int) -> None:
        self._at = at
        if 0 <= at < len(self._steps):
            self.setAccessibleDescription(f"Step {self._steps[at]:,}")
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(_MOST + _CAPTION + 8))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(520), self.height())

    def cell(self, at: int) -> QRectF:
        px = theme().px
        count = max(len(self._steps), 1)
        room = (self.width() - 2 * _EDGE - px(_GAP) * (count - 1)) / count
        side = min(room, px(_MOST))
        return QRectF(_EDGE + at * (room + px(_GAP)) + (room - side) / 2, 4, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hits = [i for i in range(len(self._steps)) if self.cell(i).contains(event.position())]
        if hits:
            self.chosen.emit(hits[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._steps) - 1,
        }
        target = moves.get(Qt.Key(event.key()))
        if target is None or not self._steps:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(min(max(target, 0), len(self._steps) - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, (step, image) in enumerate(zip(self._steps, self._images, strict=True)):
            cell, is_here = self.cell(at), at == self._at
            smooth = cell.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(cell, image)
            if is_here:
                ring = cell.adjusted(-2, -2, 2, 2)
                draw_ring(painter, ring, RADIUS_CELL, theme().colour("accent"), 2)
            painter.setFont(theme().font("head" if is_here else "tick"))
            painter.setPen(theme().colour("accent" if is_here else "text2"))
            place = QRectF(cell.left() - 10, cell.bottom() + 2, cell.width() + 20, _CAPTION)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{step:,}")
