"""The data-flow diagram of a system: boxes for players, data and losses, arrows between them."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.core.formula import Edge, Flow, Node
from ganstudio.ui.flow_arrows import Arrow
from ganstudio.ui.flow_layout import PLAYERS, Layout, lay_out
from ganstudio.ui.fonts import FontRole
from ganstudio.ui.theme import RADIUS_CONTROL, theme

HEAD = 8.0
HEAD_ANGLE = math.radians(28)
DASHES, DOTS = (5.0, 3.5), (2.0, 3.0)
ROOMY = QSizeF(900, 440)
LARGEST_ZOOM = 1.4


class FlowView(QWidget):
    """Draws a Flow over its whole area, in both themes, and says it in words to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow((), ())
        self._layout: Layout | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Data flow")
        theme().changed.connect(self._forget)

    def set_flow(self, flow: Flow) -> None:
        if flow != self._flow:
            self._flow = flow
            self.setAccessibleDescription(described(flow))
            self._forget()

    def flow(self) -> Flow:
        return self._flow

    def sizeHint(self) -> QSize:
        return QSize(640, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layout = None
        super().resizeEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        layout = self.laid_out()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale(layout)
        painter.translate(
            (self.width() - scale * layout.size.width()) / 2,
            (self.height() - scale * layout.size.height()) / 2,
        )
        painter.scale(scale, scale)
        for arrow in layout.arrows:
            _draw_arrow(painter, arrow)
        for node, box in layout.boxes:
            _draw_box(painter, node, box)
        for arrow in layout.arrows:
            _draw_label(painter, arrow)

    def laid_out(self) -> Layout:
        """The diagram for the size of today."""
        if self._layout is None:
            zoom = self._zoom()
            area = QSizeF(self.width() / zoom, self.height() / zoom)
            self._layout = lay_out(self._flow, area, _text_width)
        return self._layout

    def _scale(self, layout: Layout) -> float:
        width, height = layout.size.width(), layout.size.height()
        return min(self._zoom(), self.width() / width, self.height() / height)

    def _zoom(self) -> float:
        """Boxes grow a little on a large screen."""
        room = min(self.width() / ROOMY.width(), self.height() / ROOMY.height())
        return theme().scale * min(max(room, 1.0), LARGEST_ZOOM)

    def _forget(self) -> None:
        self._layout = None
        self.update()


def described(flow: Flow) -> str:
    """The diagram in sentences."""
    titles = {node.key: node.title for node in flow.nodes}
    boxes = ", ".join(f"{n.title} ({n.detail})" if n.detail else n.title for n in flow.nodes)
    said = [_said(edge, titles) for edge in flow.edges]
    return f"Boxes: {boxes}. " + " ".join(said)


def _said(edge: Edge, titles: dict[str, str]) -> str:
    source, target = titles[edge.source], titles[edge.target]
    if edge.is_gradient:
        return f"A gradient flows from {source} to {target}."
    what = f", as {edge.label}" if edge.label else ""
    return f"{source} feeds {target}{what}."


def _text_width(text: str, role: FontRole) -> float:
    return QFontMetricsF(_unscaled(role)).horizontalAdvance(text)


def _unscaled(role: FontRole) -> QFont:
    font = theme().font(role)
    font.setPixelSize(13 if role == "strong" else 11)
    return font


def _draw_box(painter: QPainter, node: Node, box: QRectF) -> None:
    look = theme()
    is_coloured = node.role in PLAYERS
    border = look.colour(node.role if is_coloured else "edge")
    painter.setPen(QPen(border, 1.6 if is_coloured else 1.0))
    painter.setBrush(look.colour("panel" if is_coloured else "raised"))
    painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
    middle = box.center().y()
    title = QRectF(box.left(), middle - 19, box.width(), 20)
    painter.setPen(look.colour("text"))
    painter.setFont(_unscaled("strong"))
    painter.drawText(title, Qt.AlignmentFlag.AlignCenter, node.title)
    painter.setPen(look.colour("text3"))
    painter.setFont(_unscaled("tick"))
    painter.drawText(title.translated(0, 18), Qt.AlignmentFlag.AlignCenter, node.detail)


def _draw_arrow(painter: QPainter, arrow: Arrow) -> None:
    colour = theme().colour(arrow.edge.role if arrow.edge.role in PLAYERS else "text3")
    pen = QPen(colour, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pattern = DASHES if arrow.edge.is_gradient else DOTS if arrow.is_branch else ()
    painter.setPen(_dashed(pen, pattern))
    painter.drawPath(arrow.path)
    painter.setPen(pen)
    painter.drawPath(_head(arrow.path))


def _dashed(pen: QPen, pattern: Sequence[float]) -> QPen:
    """The pen with a pattern in logical pixels; solid where there is none."""
    dashed = QPen(pen)
    if pattern:
        dashed.setCapStyle(Qt.PenCapStyle.FlatCap)
        dashed.setDashPattern([length / pen.widthF() for length in pattern])
    return dashed


def _head(path: QPainterPath) -> QPainterPath:
    """An open arrow head at the end of `path`."""
    tip = path.pointAtPercent(1.0)
    before = path.pointAtPercent(path.percentAtLength(max(0.0, path.length() - HEAD)))
    angle = math.atan2(tip.y() - before.y(), tip.x() - before.x())
    head = QPainterPath()
    head.moveTo(_away(tip, angle + HEAD_ANGLE))
    head.lineTo(tip)
    head.lineTo(_away(tip, angle - HEAD_ANGLE))
    return head


def _away(tip: QPointF, angle: float) -> QPointF:
    return QPointF(tip.x() - HEAD * math.cos(angle), tip.y() - HEAD * math.sin(angle))


def _draw_label(painter: QPainter, arrow: Arrow) -> None:
    painter.setFont(_unscaled("tick"))
    painter.setPen(theme().colour("text3"))
    painter.drawText(arrow.label, Qt.AlignmentFlag.AlignCenter, arrow.edge.label)
