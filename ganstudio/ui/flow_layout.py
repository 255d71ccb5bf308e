"""Where the boxes and arrows of a data-flow diagram lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from ganstudio.core.formula import Flow, Node
from ganstudio.ui.flow_arrows import Arrow, arrows_of
from ganstudio.ui.flow_routes import Routes
from ganstudio.ui.fonts import FontRole

Measure = Callable[[str, FontRole], float]
"""The width of a text in a font, in px."""

MARGIN = 20.0
ARC = 40.0  # room above the boxes for the gradient to the generator
GAP = 46.0  # between the widest boxes of neighbouring columns at least
SHORTEST, AROUND_LABEL = 30.0, 14.0  # of a line, and what it has beside its label
PLAYER_HEIGHT, BOX_HEIGHT = 62.0, 48.0
PLAYER_WIDTH, BOX_WIDTH = 128.0, 96.0
WIDEST_COLUMN, TALLEST_ROW = 250.0, 112.0
SMALLEST_ROW = 66.0
PLAYERS = ("generator", "critic")


@dataclass(frozen=True, slots=True)
class Layout:
    """A diagram in its own coordinates, to be scaled down where the area is too small."""

    size: QSizeF
    boxes: tuple[tuple[Node, QRectF], ...]
    arrows: tuple[Arrow, ...]


def lay_out(flow: Flow, area: QSizeF, text_width: Measure) -> Layout:
    """Spread the coarse grid of `flow` over `area`; larger than the area where it must be."""
    widths = {node.key: _width(node, text_width) for node in flow.nodes}
    spread = _spread(flow, widths, lambda label: text_width(label, "tick"))
    size = _size(flow.nodes, widths, spread, area)
    boxes = _boxes(flow.nodes, widths, size)
    top = min((box.top() for box in boxes.values()), default=ARC) - ARC + 12
    lines = Routes(flow.edges, boxes, top).lines()
    arrows = arrows_of(lines, boxes, size, lambda label: text_width(label, "tick"))
    return Layout(size, tuple((node, boxes[node.key]) for node in flow.nodes), arrows)


def _width(node: Node, text_width: Measure) -> float:
    least = PLAYER_WIDTH if node.key in PLAYERS else BOX_WIDTH
    text = max(text_width(node.title, "strong"), text_width(node.detail, "tick"))
    return max(least, text + 24)


def _height(node: Node) -> float:
    return PLAYER_HEIGHT if node.key in PLAYERS else BOX_HEIGHT


def _spread(flow: Flow, widths: dict[str, float], label_width: Callable[[str], float]) -> float:
    """The least width of a column in which every line has room for its label and arrow head."""
    at = {node.key: node.column for node in flow.nodes}
    joined = ((edge, at[edge.target] - at[edge.source]) for edge in flow.edges)
    return max(
        (
            (
                (widths[edge.source] + widths[edge.target]) / 2
                + max(SHORTEST, label_width(edge.label) + AROUND_LABEL)
            )
            / columns
            for edge, columns in joined
            if columns > 0
        ),
        default=0.0,
    )


def _size(nodes: Sequence[Node], widths: dict[str, float], spread: float, area: QSizeF) -> QSizeF:
    columns = sorted({node.column for node in nodes})
    first, end = _rows(nodes)
    rows = end - first
    widest = {c: max(widths[n.key] for n in nodes if n.column == c) for c in columns}
    last = max(columns, default=0.0)
    apart = widest.get(0.0, 0.0) / 2 + spread * last + widest.get(last, 0.0) / 2
    needed = 2 * MARGIN + max(apart, sum(widest.values()) + GAP * (len(columns) - 1))
    allowed = 2 * MARGIN + WIDEST_COLUMN * (last + 1)
    least = 2 * MARGIN + ARC + BOX_HEIGHT + rows * SMALLEST_ROW
    tallest = 2 * MARGIN + ARC + BOX_HEIGHT + rows * TALLEST_ROW
    width = max(needed, min(area.width(), allowed))
    return QSizeF(width, max(least, min(area.height(), tallest)))


def _rows(nodes: Sequence[Node]) -> tuple[float, float]:
    """The first and the last row; what stands above the row of the players has a negative one."""
    rows = [node.row for node in nodes] or [0.0]
    return min(rows), max(rows)


def _boxes(nodes: Sequence[Node], widths: dict[str, float], size: QSizeF) -> dict[str, QRectF]:
    first = max((widths[n.key] for n in nodes if n.column == 0), default=0.0)
    end = max((node.column for node in nodes), default=0.0) or 1.0
    last = max((widths[n.key] for n in nodes if n.column == end), default=0.0)
    left = MARGIN + first / 2
    across = (size.width() - MARGIN - last / 2 - left) / end
    first_row, end_row = _rows(nodes)
    rows = (end_row - first_row) or 1.0
    top = MARGIN + ARC + BOX_HEIGHT / 2
    down = (size.height() - MARGIN - BOX_HEIGHT / 2 - top) / rows
    boxes: dict[str, QRectF] = {}
    for node in nodes:
        box = QRectF(0, 0, widths[node.key], _height(node))
        box.moveCenter(QPointF(left + node.column * across, top + (node.row - first_row) * down))
        boxes[node.key] = box
    return boxes
