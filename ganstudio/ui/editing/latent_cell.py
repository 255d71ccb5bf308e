"""How a cell of a latent grid looks: its picture, and small words in its corners."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from ganstudio.edit.draw import Drawn
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_box

_LEAST_TAGGED = 72  # px of a picture that has room for words


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows beside its picture."""

    drawn: Drawn
    words: str = ""  # in the corner: its seed, its class
    below: str = ""  # one quiet line under the picture


@dataclass(frozen=True, slots=True)
class CellPainter:
    """One round of painting.

    Attributes:
        side: px of a picture at least, at a scale of 1.
        below: px for a line under each.
    """

    painter: QPainter
    side: int
    below: int

    def picture(self, box: QRectF, image: QImage | None) -> None:
        painter, colour = self.painter, theme().colour
        if image is None:
            draw_box(painter, box, RADIUS_CELL, colour("well"), colour("hairline"))
            return
        smooth = box.width() * painter.device().devicePixelRatio() < image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(box, image)

    def tags(self, box: QRectF, cell: Cell) -> None:
        """Its set, its words, its star; the line below."""
        px, inset = theme().px, theme().px(2)
        if cell.drawn.group:
            self._tag(cell.drawn.group, box.left() + inset, box.top() + inset)
        if cell.words and (self.below or self.side >= _LEAST_TAGGED):
            self._tag(cell.words, box.left() + inset, box.bottom() - inset - _tag_height())
        if cell.drawn.is_starred:
            side = px(16)
            spot = QRectF(box.right() - inset - side, box.top() + inset, side, side)
            draw_box(self.painter, spot, px(RADIUS_BADGE), theme().colour("window"))
            draw_icon(self.painter, "star", spot.adjusted(2, 2, -2, -2), theme().colour("text"))
        if self.below and cell.below:
            self._line(box, cell.below)

    def _line(self, box: QRectF, words: str) -> None:
        painter = self.painter
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text3"))
        line = QRectF(box.left(), box.bottom() + theme().px(2), box.width(), theme().px(self.below))
        mode = Qt.TextElideMode.ElideRight
        cut = painter.fontMetrics().elidedText(words, mode, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, cut)

    def _tag(self, words: str, x: float, y: float) -> None:
        """11 px words on the window's tone."""
        painter, font = self.painter, theme().font("badge")
        width = QFontMetrics(font).horizontalAdvance(words) + theme().px(8)
        box = QRectF(round(x), round(y), width, _tag_height())
        draw_box(painter, box, theme().px(RADIUS_BADGE), theme().colour("window"))
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _tag_height() -> int:
    return theme().px(15)
