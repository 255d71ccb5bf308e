"""Where the boxes and arrows of a data-flow diagram lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from ganstudio.core.formula import Edge, Flow, Node

Side = Literal["left", "right", "top", "bottom"]
Measure = Callable[[Node], float]

MARGIN = 20.0
ARC = 40.0  # room above the boxes for the gradient to the generator
GAP = 46.0  # between neighbouring boxes at least
LABEL_ROOM = 20.0  # from a box to the middle of its arrow's label
BEND = 84.0  # how far before its end a long arrow turns
PLAYER_HEIGHT, BOX_HEIGHT = 62.0, 48.0
PLAYER_WIDTH, BOX_WIDTH = 128.0, 96.0
WIDEST_COLUMN, TALLEST_ROW = 250.0, 112.0
SMALLEST_ROW = 66.0
PLAYERS = ("generator", "critic")


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge's path; it ends at the target's border. The label stands centred on a point."""

    edge: Edge
    path: QPainterPath
    label: QPointF


@dataclass(frozen=True, slots=True)
class Layout:
    """A diagram in its own coordinates, to be scaled down where the area is too small."""

    size: QSizeF
    boxes: tuple[tuple[Node, QRectF], ...]
    arrows: tuple[Arrow, ...]


def lay_out(flow: Flow, area: QSizeF, text_width: Measure) -> Layout:
    """Spread the coarse grid of `flow` over `area`; larger than the area where it must be."""
    widths = {node.key: _width(node, text_width) for node in flow.nodes}
    size = _size(flow.nodes, widths, area)
    boxes = _boxes(flow.nodes, widths, size)
    ports = _Ports(flow.edges, boxes)
    top = min((box.top() for box in boxes.values()), default=ARC) - ARC + 12
    arrows = tuple(_arrow(edge, ports, top) for edge in flow.edges)
    return Layout(size, tuple((node, boxes[node.key]) for node in flow.nodes), arrows)


def _width(node: Node, text_width: Measure) -> float:
    least = PLAYER_WIDTH if node.key in PLAYERS else BOX_WIDTH
    return max(least, text_width(node) + 24)


def _height(node: Node) -> float:
    return PLAYER_HEIGHT if node.key in PLAYERS else BOX_HEIGHT


def _size(nodes: Sequence[Node], widths: dict[str, float], area: QSizeF) -> QSizeF:
    columns = sorted({node.column for node in nodes})
    rows = max((node.row for node in nodes), default=0.0)
    widest = {c: max(widths[n.key] for n in nodes if n.column == c) for c in columns}
    needed = 2 * MARGIN + sum(widest.values()) + GAP * (len(columns) - 1)
    allowed = 2 * MARGIN + WIDEST_COLUMN * (max(columns, default=0.0) + 1)
    least = 2 * MARGIN + ARC + BOX_HEIGHT + rows * SMALLEST_ROW
    tallest = 2 * MARGIN + ARC + BOX_HEIGHT + rows * TALLEST_ROW
    width = max(needed, min(area.width(), allowed))
    return QSizeF(width, max(least, min(area.height(), tallest)))


def _boxes(nodes: Sequence[Node], widths: dict[str, float], size: QSizeF) -> dict[str, QRectF]:
    first = max((widths[n.key] for n in nodes if n.column == 0), default=0.0)
    end = max((node.column for node in nodes), default=0.0) or 1.0
    last = max((widths[n.key] for n in nodes if n.column == end), default=0.0)
    left = MARGIN + first / 2
    across = (size.width() - MARGIN - last / 2 - left) / end
    rows = max((node.row for node in nodes), default=0.0) or 1.0
    top = MARGIN + ARC + BOX_HEIGHT / 2
    down = (size.height() - MARGIN - BOX_HEIGHT / 2 - top) / rows
    boxes: dict[str, QRectF] = {}
    for node in nodes:
        box = QRectF(0, 0, widths[node.key], _height(node))
        box.moveCenter(QPointF(left + node.column * across, top + node.row * down))
        boxes[node.key] = box
    return boxes


class _Ports:
    """Where arrows touch their boxes: spread over each side, so that none covers another."""

    def __init__(self, edges: Sequence[Edge], boxes: dict[str, QRectF]) -> None:
        self._boxes = boxes
        self._at: dict[tuple[int, bool], QPointF] = {}
        self.sides: dict[int, tuple[Side, Side]] = {}
        users: dict[tuple[str, Side], list[tuple[tuple[float, float, bool], int, bool]]] = {}
        for edge in edges:
            sides = self._sides(edge)
            self.sides[id(edge)] = sides
            for is_end, key, other in (
                (False, edge.source, edge.target),
                (True, edge.target, edge.source),
            ):
                order = self._order(sides[is_end], boxes[other], edge)
                users.setdefault((key, sides[is_end]), []).append((order, id(edge), is_end))
        for (key, side), entries in users.items():
            for index, (_, identity, is_end) in enumerate(sorted(entries)):
                share = (index + 1) / (len(entries) + 1)
                self._at[identity, is_end] = _on(boxes[key], side, share)

    def ends(self, edge: Edge) -> tuple[QPointF, QPointF]:
        start, end = self._at[id(edge), False], self._at[id(edge), True]
        box = self._boxes[edge.source]
        is_upright = self.sides[id(edge)] == ("top", "bottom")
        if is_upright and box.left() + 8 < end.x() < box.right() - 8:
            start = QPointF(end.x(), start.y())
        return start, end

    def _sides(self, edge: Edge) -> tuple[Side, Side]:
        source, target = self._boxes[edge.source], self._boxes[edge.target]
        across = target.center().x() - source.center().x()
        down = target.center().y() - source.center().y()
        if edge.is_gradient:
            return ("top", "top") if source.top() <= target.bottom() - 24 else ("left", "bottom")
        if abs(across) < 8:
            return ("bottom", "top") if down > 0 else ("top", "bottom")
        if across < 0:
            return "left", "right"
        is_steep = down > 1.5 * PLAYER_HEIGHT and edge.source in PLAYERS
        return ("bottom", "left") if is_steep and across < 420 else ("right", "left")

    @staticmethod
    def _order(side: Side, other: QRectF, edge: Edge) -> tuple[float, float, bool]:
        centre = other.center()
        if side in ("left", "right"):
            return centre.y(), centre.x(), edge.is_gradient
        return centre.x(), -centre.y(), edge.is_gradient


def _on(box: QRectF, side: Side, share: float) -> QPointF:
    match side:
        case "left":
            return QPointF(box.left(), box.top() + share * box.height())
        case "right":
            return QPointF(box.right(), box.top() + share * box.height())
        case "top":
            return QPointF(box.left() + share * box.width(), box.top())
        case "bottom":
            return QPointF(box.left() + share * box.width(), box.bottom())


def _arrow(edge: Edge, ports: _Ports, top: float) -> Arrow:
    start, end = ports.ends(edge)
    match ports.sides[id(edge)]:
        case ("top", "top"):
            return _over(edge, start, end, top)
        case ("left", "bottom"):
            return _back(edge, start, end)
        case ("bottom", "left"):
            return _down(edge, start, end)
        case ("top" | "bottom", _):
            path = QPainterPath(start)
            path.lineTo(end)
            return Arrow(edge, path, (start + end) / 2)
    return _along(edge, start, end)


def _along(edge: Edge, start: QPointF, end: QPointF) -> Arrow:
    """Straight on, then a turn shortly before the end."""
    path = QPainterPath(start)
    turn = max(start.x() + 8, end.x() - BEND)
    if abs(start.y() - end.y()) > 1:
        path.lineTo(turn, start.y())
        half = (end.x() - turn) / 2
        path.cubicTo(turn + half, start.y(), end.x() - half, end.y(), end.x(), end.y())
    else:
        path.lineTo(end)
        turn = end.x()
    middle = max((start.x() + turn) / 2, start.x() + LABEL_ROOM)
    return Arrow(edge, path, QPointF(middle, start.y() - 10))


def _over(edge: Edge, start: QPointF, end: QPointF, top: float) -> Arrow:
    """Up, back over everything, and down into the target."""
    radius = 12.0
    path = QPainterPath(start)
    path.cubicTo(start.x(), top + 8, start.x() - 24, top, start.x() - 64, top)
    path.lineTo(end.x() + radius, top)
    path.quadTo(end.x(), top, end.x(), top + radius)
    path.lineTo(end)
    return Arrow(edge, path, QPointF(start.x() - 0.32 * (start.x() - end.x()), top + 14))


def _back(edge: Edge, start: QPointF, end: QPointF) -> Arrow:
    """From a loss back and up into the player."""
    path = QPainterPath(start)
    reach = max(24.0, (start.x() - end.x()) * 0.3)
    drop = max(24.0, (start.y() - end.y()) * 0.7)
    path.cubicTo(start.x() - reach, start.y(), end.x(), end.y() + drop, end.x(), end.y())
    return Arrow(edge, path, (start + end) / 2)


def _down(edge: Edge, start: QPointF, end: QPointF) -> Arrow:
    path = QPainterPath(start)
    path.cubicTo(start.x(), end.y() - 12, start.x() + 24, end.y(), start.x() + 64, end.y())
    path.lineTo(end)
    return Arrow(edge, path, QPointF((start.x() + end.x()) / 2, end.y() - 10))
