"""Parts of the right pane of Runs: pictures side by side, and a table of what differs."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ganstudio.ui.images import to_qimage
from ganstudio.ui.library.run_reading import PICTURE, Side
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.painting import draw_box, follow_theme

LETTERS = ("A", "B")


class SidePictures(QWidget):
    """The newest picture of each run, side by side, each with its letter and step."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: list[tuple[QImage, str]] = []
        follow_theme(self._restyle)

    def show_sides(self, sides: Sequence[Side]) -> None:
        letters = LETTERS if len(sides) > 1 else ("",)
        self._pictures = []
        for side, letter in zip(sides, letters, strict=True):
            image = to_qimage(side.picture) if side.picture is not None else QImage()
            at = f"step {side.picture_step:,}" if side.picture is not None else "no snapshot yet"
            self._pictures.append((image, f"{letter}, {at}" if letter else at.capitalize()))
        words = ", ".join(tag for _, tag in self._pictures)
        self.setAccessibleName(f"Newest snapshots: {words}")
        self._restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap, count = theme().px(8), max(1, len(self._pictures))
        width = (self.width() - gap * (count - 1)) / count
        for number, (image, tag) in enumerate(self._pictures):
            place = QRectF(number * (width + gap), 0, width, self.height())
            self._paint_picture(painter, place, image)
            self._paint_tag(painter, place, tag)
        painter.end()

    def _paint_picture(self, painter: QPainter, place: QRectF, image: QImage) -> None:
        painter.fillRect(place, theme().colour("canvas"))
        if image.isNull():
            return
        scale = min(place.width() / image.width(), place.height() / image.height())
        ratio = self.devicePixelRatioF()
        if scale * ratio >= 1:
            scale = int(scale * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale * ratio < 1)
        shown = QRectF(0, 0, image.width() * scale, image.height() * scale)
        shown.moveCenter(place.center())
        shown.moveTo(round(shown.left()), round(shown.top()))
        painter.drawImage(shown, image)

    def _paint_tag(self, painter: QPainter, place: QRectF, tag: str) -> None:
        px = theme().px
        font = theme().font("head")
        width = QFontMetrics(font).horizontalAdvance(tag) + px(12)
        box = QRectF(place.left() + px(8), place.top() + px(8), width, px(20))
        draw_box(painter, box, px(RADIUS_BADGE), theme().colour("window"))
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        """As high as the pictures are at this width."""
        width = self.width() / max(1, len(self._pictures))
        height = min(max(width * PICTURE[1] / PICTURE[0], theme().px(120)), theme().px(300))
        self.setFixedHeight(round(height))
        self.update()


class RowTable(QWidget):
    """Rows of a title and a value for each run."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 12, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)

    def show_rows(self, rows: Sequence[Sequence[str]], letters: Sequence[str]) -> None:
        empty_out(self._grid)
        lines = [("", *letters), *rows] if letters else list(rows)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        for number, (title, *values) in enumerate(lines):
            is_head = bool(letters) and number == 0
            self._grid.addWidget(Label(title, "control", "text2"), number, 0)
            for column, words in enumerate(values, 1):
                label = Label(words, "control", "text3" if is_head else "text", wrap=False)
                label.setMinimumWidth(theme().px(72))
                label.setAlignment(right)
                self._grid.addWidget(label, number, column, right)
