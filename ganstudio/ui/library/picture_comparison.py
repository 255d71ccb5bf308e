"""Two pictures of the same size in one place: wiped, subtracted, or shown in turns."""

from typing import Literal, get_args

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from ganstudio.core.events import Pixels
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

Way = Literal["wipe", "difference", "blink"]
TURN = 700  # milliseconds that each picture is shown
_KEY_STEP = 0.02


def difference(one: Pixels, other: Pixels) -> Pixels:
    """(h, w, 3): the largest difference of the channels at each pixel, dark where there is none."""
    apart = np.abs(one.astype(np.int16) - other).max(axis=2).astype(np.uint8)
    return np.ascontiguousarray(sequential_table()[apart])


class PictureComparison(QWidget):
    """A wipe follows the pointer or the arrow keys; Space holds and releases the turns."""

    focus_radius = 0

    def __init__(self, letters: tuple[str, str] = ("A", "B")) -> None:
        """Args: letters: what the two are called, short."""
        super().__init__()
        self._images: tuple[QImage, QImage] | None = None
        self._apart = QImage()
        self._letters = letters
        self._is_held = False
        self.way: Way = "wipe"
        self.share = 0.5  # of the width that shows A
        self.shown = 0  # which picture's turn it is
        self._turn = QTimer(self, interval=TURN)
        self._turn.timeout.connect(self._next)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        follow_theme(self.update)

    def show_pair(self, one: Pixels, other: Pixels) -> None:
        """Both (h, w, 3)."""
        self._images = (to_qimage(one), to_qimage(other))
        self._apart = to_qimage(difference(one, other))
        self.set_way(self.way)

    def set_way(self, way: Way) -> None:
        self.way = way
        self._is_held = False
        self.shown = 0
        self._run_turns()
        one, other = self._letters
        told = {
            "wipe": f"Left of the line {one}, right of it {other}",
            "difference": f"Where {one} and {other} differ",
            "blink": f"{one} and {other} in turns",
        }
        self.setAccessibleName(told[way])
        self.setCursor(Qt.CursorShape.SplitHCursor if way == "wipe" else Qt.CursorShape.ArrowCursor)
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the pictures lie: whole device pixels a pixel where they fit."""
        if self._images is None:
            return QRectF()
        size = self._images[0].size()
        ratio = self.devicePixelRatioF()
        scale = min(self.width() / size.width(), self.height() / size.height())
        if scale * ratio >= 1:
            scale = int(scale * ratio) / ratio
        rect = QRectF(0, 0, size.width() * scale, size.height() * scale)
        rect.moveCenter(QRectF(self.rect()).center())
        rect.moveTo(round(rect.left()), round(rect.top()))
        return rect

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("canvas"))
        if self._images is None:
            return
        rect = self.picture_rect()
        is_smaller = rect.width() * self.devicePixelRatioF() < self._images[0].width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
        match self.way:
            case "difference":
                painter.drawImage(rect, self._apart)
            case "blink":
                painter.drawImage(rect, self._images[self.shown])
                self._paint_letter(painter, rect, self.shown)
            case "wipe":
                self._paint_wipe(painter, rect)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_KEY_STEP, Qt.Key.Key_Right: _KEY_STEP}
        step = steps.get(Qt.Key(event.key()))
        if self.way == "wipe" and step is not None:
            self._set_share(self.share + step)
        elif self.way == "blink" and event.key() == Qt.Key.Key_Space:
            self._is_held = not self._is_held
            self._run_turns()
        elif self.way == "blink" and step is not None:
            self._is_held = True
            self._run_turns()
            self._next()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_turns()

    def hideEvent(self, event: QHideEvent) -> None:
        self._turn.stop()
        super().hideEvent(event)

    def _run_turns(self) -> None:
        if self.way == "blink" and self.isVisible() and not self._is_held:
            self._turn.start()
        else:
            self._turn.stop()

    def _next(self) -> None:
        self.shown = 1 - self.shown
        self.update()

    def _move_to(self, x: float) -> None:
        rect = self.picture_rect()
        if self.way == "wipe" and not rect.isEmpty():
            self._set_share((x - rect.left()) / rect.width())

    def _set_share(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def _paint_wipe(self, painter: QPainter, rect: QRectF) -> None:
        assert self._images is not None
        line = round(rect.left() + self.share * rect.width())
        sides = (QRectF(rect.left(), rect.top(), line - rect.left(), rect.height()),
                 QRectF(line, rect.top(), rect.right() - line, rect.height()))  # fmt: skip
        for number, (image, side) in enumerate(zip(self._images, sides, strict=True)):
            painter.save()
            painter.setClipRect(side)
            painter.drawImage(rect, image)
            self._paint_letter(painter, rect, number)
            painter.restore()
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawLine(QPointF(line, rect.top()), QPointF(line, rect.bottom()))

    def _paint_letter(self, painter: QPainter, rect: QRectF, number: int) -> None:
        """The first at the left end, the other at the right one."""
        side, edge = theme().px(20), theme().px(8)
        painter.setFont(theme().font("head"))
        words = painter.fontMetrics().horizontalAdvance(self._letters[number])
        width = max(side, words + theme().px(10))
        left = rect.right() - edge - width if number else rect.left() + edge
        box = QRectF(left, rect.top() + edge, width, side)
        painter.fillRect(box, theme().colour("window"))
        painter.setPen(theme().colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._letters[number])


WAYS: tuple[Way, ...] = get_args(Way)
