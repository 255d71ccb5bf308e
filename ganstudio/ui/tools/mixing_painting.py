"""How the mixing grid looks."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPen

from ganstudio.edit.mix import Mix
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CELL, theme
from ganstudio.ui.tools.mixing_layout import Axis, Cell, GridLayout, Head, Spot
from ganstudio.ui.widgets.painting import draw_box, draw_ring

_ROTATED = -90
_LEAST_TAGGED = 48  # px of a head that has room for its seed


class GridPainter:
    """One round of painting."""

    def __init__(self, painter: QPainter, layout: GridLayout, mix: Mix) -> None:
        self.layout = layout
        self._painter = painter
        self._mix = mix

    def words(self) -> None:
        """The names of both axes."""
        painter, px = self._painter, theme().px
        first = self.layout.head_rect(Head(Axis.DESTINATION, 0))
        line = QRectF(first.left(), first.top() - px(26), self.layout.room.width(), px(20))
        self._pair(line, "Destinations", "keep every layer outside the range")
        top = self.layout.head_rect(Head(Axis.SOURCE, 0))
        last = self.layout.head_rect(Head(Axis.SOURCE, self.layout.rows - 1))
        painter.save()
        painter.translate(top.left() - px(26), (top.top() + last.bottom()) / 2)
        painter.rotate(_ROTATED)
        painter.setFont(theme().font("title"))
        painter.setPen(theme().colour("text"))
        height = last.bottom() - top.top()
        painter.drawText(
            QRectF(-height / 2, 0, height, px(20)), Qt.AlignmentFlag.AlignCenter, "Sources"
        )
        painter.restore()

    def cell(self, cell: Cell, image: QImage | None) -> None:
        rect = self.layout.cell_rect(cell)
        if image is None:
            self._pending(rect)
        else:
            self._picture(rect, image)

    def head(self, head: Head, image: QImage | None, *, is_hovered: bool) -> None:
        rect = self.layout.head_rect(head)
        if image is None:
            self._pending(rect)
        else:
            self._picture(rect, image)
        is_source = head.axis is Axis.SOURCE
        latents = self._mix.sources if is_source else self._mix.destinations
        locked = self._mix.locked_sources if is_source else self._mix.locked_destinations
        if rect.width() >= theme().px(_LEAST_TAGGED) or is_hovered:
            self._tag(rect, latents[head.index].name)
        if head.index in locked:
            self._corner(rect, "lock", "text", left=False)
        elif is_hovered:
            self._corner(rect, "unlock", "text2", left=False)
            self._corner(rect, "dice", "text2", left=True)

    def rings(self, focus: Spot, hovered: Spot, has_focus: bool) -> None:
        """Where the pointer is, and where the keys act."""
        painter, colour = self._painter, theme().colour
        if hovered is not None and hovered != focus:
            ring = self._rect(hovered).adjusted(-1, -1, 1, 1)
            draw_ring(painter, ring, RADIUS_CELL, colour("text2"), 1)
        if focus is not None:
            ring = self._rect(focus).adjusted(-2, -2, 2, 2)
            draw_ring(painter, ring, RADIUS_CELL, colour("focus" if has_focus else "accent"), 2)

    def target(self, axis: Axis, index: int, between: bool) -> None:
        """Where a drag would be dropped: a head, or the line between two."""
        colour, half = theme().colour("accent"), theme().px(2)
        count = self.layout.rows if axis is Axis.SOURCE else self.layout.columns
        rect = self.layout.head_rect(Head(axis, min(index, count - 1)))
        if not between:
            draw_ring(self._painter, rect.adjusted(-2, -2, 2, 2), RADIUS_CELL, colour, 2)
            return
        is_row = axis is Axis.SOURCE
        first = rect.top() if is_row else rect.left()
        last = rect.bottom() if is_row else rect.right()
        at = last + 2 * half if index == count else first - 2 * half
        line = (
            QRectF(rect.left(), at - 1, rect.width(), 2)
            if is_row
            else QRectF(at - 1, rect.top(), 2, rect.height())
        )
        self._painter.fillRect(line, colour)

    def _rect(self, spot: Head | Cell) -> QRectF:
        if isinstance(spot, Cell):
            return self.layout.cell_rect(spot)
        return self.layout.head_rect(spot)

    def _picture(self, rect: QRectF, image: QImage) -> None:
        is_crisp = rect.width() % image.width() == 0
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_crisp)
        self._painter.drawImage(rect, image)

    def _pending(self, rect: QRectF) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CELL, RADIUS_CELL)

    def _tag(self, rect: QRectF, words: str) -> None:
        painter, px = self._painter, theme().px
        font = theme().font("tick")
        width = QFontMetrics(font).horizontalAdvance(words) + px(10)
        tag = QRectF(rect.left() + px(4), rect.bottom() - px(20), width, px(16))
        draw_box(painter, tag, px(RADIUS_BADGE), theme().colour("window"))
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _corner(self, rect: QRectF, icon: str, tone: str, *, left: bool) -> None:
        px = theme().px
        side = px(18)
        x = rect.left() + px(3) if left else rect.right() - side - px(3)
        box = QRectF(x, rect.top() + px(3), side, side)
        draw_box(self._painter, box, px(RADIUS_BADGE), theme().colour("window"))
        inner = QRectF(0, 0, px(12), px(12))
        inner.moveCenter(QPointF(box.center()))
        draw_icon(self._painter, icon, inner, theme().colour(tone))

    def _pair(self, line: QRectF, title: str, meaning: str) -> None:
        """A title, and in a quiet tone what it means."""
        painter, middle = self._painter, Qt.AlignmentFlag.AlignVCenter
        font = theme().font("title")
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        painter.drawText(line, middle, title)
        beside = QFontMetrics(font).horizontalAdvance(title) + theme().px(8)
        painter.setFont(theme().font("control"))
        painter.setPen(theme().colour("text2"))
        painter.drawText(line.adjusted(beside, 0, 0, 0), middle, meaning)
