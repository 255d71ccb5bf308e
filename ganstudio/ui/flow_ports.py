"""Where the arrows of a data-flow diagram touch their boxes."""

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from ganstudio.core.formula import Edge
from ganstudio.parts.diagram import MIXED

Side = Literal["left", "right", "top", "bottom"]
Order = tuple[float, float, bool]

STEEP = 92.0  # how far down a target lies that is reached from below, not from the right
NEAR = 84.0  # how far under its line a branch may end that forks off where the line turns
SLANT = 12.0  # px between the ends of a line that is set upright
UPRIGHT: tuple[tuple[Side, Side], ...] = (("top", "bottom"), ("bottom", "top"))
CORNER = 6.0  # an arrow keeps this far from a box's corner


def is_branch(edge: Edge) -> bool:
    """Whether the edge takes its data from a line that also leads elsewhere."""
    return edge.target == MIXED


def sides_of(edge: Edge, boxes: Mapping[str, QRectF]) -> tuple[Side, Side]:
    """The sides an edge leaves and enters."""
    source, target = boxes[edge.source], boxes[edge.target]
    across = target.center().x() - source.center().x()
    down = target.center().y() - source.center().y()
    is_above = abs(across) < 8
    if is_above:
        return ("bottom", "top") if down > 0 else ("top", "bottom")
    if edge.is_gradient:
        is_level = abs(down) < STEEP / 3
        return ("top", "top") if is_level else ("left", "bottom")
    if across < 0:
        return "left", "right"
    if edge.source == "critic" and down > STEEP:
        return "bottom", "left"
    if is_branch(edge) and not leaves_line(edge):
        return "bottom", "left"
    return "right", "left"


def leaves_line(edge: Edge) -> bool:
    """Whether an edge begins on another edge's line; behind a view it leaves the view itself."""
    return is_branch(edge) and edge.source != "view"


def forks(edge: Edge, boxes: Mapping[str, QRectF]) -> bool:
    """Whether a branch leaves its line at the line's turn; otherwise right behind the source."""
    return boxes[edge.source].bottom() + NEAR > boxes[edge.target].center().y()


class Ports:
    """Spreads the arrows over each side of a box, so that none covers another."""

    def __init__(self, edges: Sequence[Edge], boxes: Mapping[str, QRectF]) -> None:
        self._at: dict[tuple[int, bool], QPointF] = {}
        self.sides = {id(edge): sides_of(edge, boxes) for edge in edges}
        users: dict[tuple[str, Side], list[tuple[Order, int, bool]]] = {}
        for edge in edges:
            for is_end, key, other in (
                (False, edge.source, edge.target),
                (True, edge.target, edge.source),
            ):
                if leaves_line(edge) and not is_end:
                    continue
                side = self.sides[id(edge)][is_end]
                order = _order(side, boxes[other], edge, boxes)
                users.setdefault((key, side), []).append((order, id(edge), is_end))
        for (key, side), entries in users.items():
            for index, (_, identity, is_end) in enumerate(sorted(entries)):
                share = (index + 1) / (len(entries) + 1)
                self._at[identity, is_end] = _on(boxes[key], side, share)
        for edge in edges:
            self._straighten(edge, boxes, users)

    def start(self, edge: Edge) -> QPointF:
        return self._at[id(edge), False]

    def end(self, edge: Edge) -> QPointF:
        return self._at[id(edge), True]

    def _straighten(
        self,
        edge: Edge,
        boxes: Mapping[str, QRectF],
        users: Mapping[tuple[str, Side], Sequence[object]],
    ) -> None:
        """Move the start of an arrow that has its side for itself opposite to its end."""
        if (id(edge), False) not in self._at:
            return
        sides = self.sides[id(edge)]
        start, end, box = self.start(edge), self.end(edge), boxes[edge.source]
        if sides in UPRIGHT and abs(start.x() - end.x()) < SLANT:
            middle = (start.x() + end.x()) / 2
            self._at[id(edge), False] = QPointF(middle, start.y())
            self._at[id(edge), True] = QPointF(middle, end.y())
            return
        if len(users[edge.source, sides[0]]) > 1 or edge.is_gradient:
            return
        if sides[0] == "right" and box.top() + CORNER < end.y() < box.bottom() - CORNER:
            self._at[id(edge), False] = QPointF(start.x(), end.y())
        if sides in UPRIGHT and box.left() + 4 < end.x() < box.right() - 4:
            self._at[id(edge), False] = QPointF(end.x(), start.y())


def _order(side: Side, other: QRectF, edge: Edge, boxes: Mapping[str, QRectF]) -> Order:
    """Nested, so that arrows of one side do not cross each other."""
    centre = other.center()
    if leaves_line(edge):
        return (-math.inf if forks(edge, boxes) else -other.right()), 0.0, False
    if side in ("left", "right"):
        return centre.y(), centre.x(), edge.is_gradient
    return centre.x(), -centre.y(), not edge.is_gradient


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
