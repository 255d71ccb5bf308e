"""Target, reconstruction and residual beside each other, as large as they fit."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.artist import Picture
from ganstudio.edit.photos import residual, worst_place
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_HEAD, _GAP, _EDGE = 28, 12, 12
SHARE = 0.33  # of the squared error in a sixteenth of the picture: it is marked
FULL = 0.5  # of the range, where the map is brightest


class InversionPictures(QWidget):
    """Three squares with a line of words over each."""

    def __init__(self) -> None:
        super().__init__()
        self._images = [QImage(), QImage(), QImage()]
        self._words = ["", "", ""]
        self._box: tuple[int, int, int, int] | None = None
        self._side = 1
        self.mean = 0.0
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Target, reconstruction and residual")
        follow_theme(self.restyle)

    def show_target(self, target: Picture | None, name: str) -> None:
        self._images[0] = QImage() if target is None else to_qimage(target)
        self._words[0] = name
        self.update()

    def show_made(self, target: Picture | None, made: Picture | None, words: str) -> None:
        """The reconstruction, and what is left of the error; None for neither."""
        self._words[1] = words
        if target is None or made is None or target.shape != made.shape:
            self._images[1:] = [QImage(), QImage()]
            self._words[2] = ""
            self._box = None
            self.update()
            return
        errors = residual(target, made)
        self.mean = float(errors.mean())
        levels = np.rint(np.clip(errors / FULL, 0, 1) * 255).astype(np.uint8)
        self._images[1] = to_qimage(made)
        self._images[2] = to_qimage(np.ascontiguousarray(sequential_table()[levels]))
        self._words[2] = f"mean {self.mean:.3f}"
        self._side = errors.shape[0]
        box, self.share = worst_place(errors)
        self._box = box if self.share > SHARE and self.mean > 0.02 else None
        self.update()

    def restyle(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(140))

    def frame(self, at: int) -> QRectF:
        """Where a picture lies."""
        px = theme().px
        room = (self.width() - 2 * px(_EDGE) - 2 * px(_GAP)) / 3
        side = max(min(room, self.height() - px(_HEAD) - px(_EDGE)), 1)
        left = (self.width() - 3 * side - 2 * px(_GAP)) / 2
        top = px(_HEAD) + max(self.height() - px(_HEAD + _EDGE) - side, 0) / 2
        return QRectF(round(left + at * (side + px(_GAP))), round(top), int(side), int(side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        for at, title in enumerate(("Target", "Reconstruction", "Residual")):
            frame = self.frame(at)
            self._paint_head(painter, frame, title, self._words[at])
            image = self._images[at]
            if image.isNull():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
                painter.setPen(QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(frame.adjusted(0, 0, -1, -1))
                continue
            smooth = frame.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(frame, image)
        if not self._images[2].isNull():
            self._paint_scale(painter)
            self._paint_box(painter)

    def _paint_head(self, painter: QPainter, frame: QRectF, title: str, words: str) -> None:
        px = theme().px
        line = QRectF(frame.left(), frame.top() - px(_HEAD), frame.width(), px(_HEAD))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("title"))
        painter.setPen(theme().colour("text"))
        painter.drawText(line, middle, title)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(title) + px(8))
        painter.setFont(theme().font("control"))
        painter.setPen(theme().colour("text2"))
        mode = Qt.TextElideMode.ElideRight
        room = line.width() - (px(84) if title == "Residual" else 0)
        painter.drawText(line, middle, painter.fontMetrics().elidedText(words, mode, int(room)))

    def _paint_scale(self, painter: QPainter) -> None:
        """0 to the brightest, at the end of the residual's head."""
        px, frame = theme().px, self.frame(2)
        words = f"{FULL:g}"
        metrics = QFontMetrics(theme().font("tick"))
        right = frame.right() - metrics.horizontalAdvance(words) - px(4)
        if frame.width() < px(200):
            return
        table = sequential_table()
        strip = to_qimage(np.ascontiguousarray(table[None]))
        head = frame.top() - px(_HEAD)
        bar = QRectF(right - px(44), head + px(_HEAD) / 2 - px(4), px(44), px(8))
        painter.drawImage(bar, strip)
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(bar.right() + px(4), head, px(30), px(_HEAD)), middle, words)
        painter.drawText(QRectF(bar.left() - px(12), head, px(12), px(_HEAD)), middle, "0")

    def _paint_box(self, painter: QPainter) -> None:
        """Where most of the error lies, in words."""
        if self._box is None:
            return
        px, frame = theme().px, self.frame(2)
        unit = frame.width() / self._side
        left, top, wide, tall = self._box
        box = QRectF(frame.left() + left * unit, frame.top() + top * unit, wide * unit, tall * unit)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(Qt.GlobalColor.white, 1.5, Qt.PenStyle.DashLine))
        painter.drawRect(box)
        words = f"{self.share:.0%} of the error"
        font = theme().font("tick")
        width = QFontMetrics(font).horizontalAdvance(words) + px(10)
        x = min(max(box.center().x() - width / 2, frame.left()), frame.right() - width)
        y = box.bottom() + px(4)
        if y + px(18) > frame.bottom():
            y = box.top() - px(22)
        tag = QRectF(x, y, width, px(18))
        draw_box(painter, tag, 4, theme().colour("window"))
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
