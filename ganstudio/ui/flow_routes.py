"""The paths of a data-flow diagram's arrows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from ganstudio.core.formula import Edge
from ganstudio.ui.flow_ports import Ports, forks, is_branch, leaves_line

LABEL_ROOM = 20.0  # from a box to the middle of its arrow's label
BEND = 84.0  # how far before its end a long arrow turns
CLEAR = 22.0  # from the boxes of the column before to that turn
DROP = 12.0  # from a player to the branch that falls from its line
RADIUS = 12.0


@dataclass(frozen=True, slots=True)
class Line:
    """An edge's path, which ends at the target's border, and where a label would stand well."""

    edge: Edge
    path: QPainterPath
    label: QPointF
    is_branch: bool = False


class Routes:
    """Draws every edge around the boxes.

    A line runs straight and turns once it has passed every box before its target. A branch leaves
    such a line at its turn where it ends a little below, and otherwise right behind the source.
    """

    def __init__(self, edges: Sequence[Edge], boxes: Mapping[str, QRectF], top: float) -> None:
        self._edges = edges
        self._boxes = boxes
        self._ports = Ports(edges, boxes)
        self._top = top

    def lines(self) -> tuple[Line, ...]:
        return tuple(self._line(edge) for edge in self._edges)

    def _line(self, edge: Edge) -> Line:
        if leaves_line(edge):
            return self._branch(edge)
        start, end = self._ports.start(edge), self._ports.end(edge)
        match self._ports.sides[id(edge)]:
            case ("top", "top"):
                return _over(edge, start, end, self._top)
            case ("left", "bottom"):
                return Line(edge, _hook(start, end), (start + end) / 2)
            case ("bottom", "left"):
                path = _down(start, end) if is_branch(edge) else _hook(end, start).toReversed()
                return Line(edge, path, (start + end) / 2, is_branch(edge))
            case ("top" | "bottom", _):
                path = QPainterPath(start)
                path.lineTo(end)
                return Line(edge, path, (start + end) / 2)
        return _along(edge, start, end, self._turn(edge))

    def _turn(self, edge: Edge) -> float:
        """Where a line that runs to the right leaves its height."""
        start, end = self._ports.start(edge), self._ports.end(edge)
        rights = (box.right() for box in self._boxes.values() if box.right() < end.x())
        near = max(rights, default=start.x())  # none ends before a box of the first column
        return max(start.x() + 8, end.x() - BEND, min(near + CLEAR, end.x() - 24))

    def _branch(self, edge: Edge) -> Line:
        line = next(one for one in self._edges if one.source == edge.source and one.label)
        start, end = self._ports.start(line), self._ports.end(edge)
        if forks(edge, self._boxes):
            start = QPointF(self._turn(line), start.y())
            path = QPainterPath(start)
            half = (end.x() - start.x()) / 2
            path.cubicTo(start.x() + half, start.y(), end.x() - half, end.y(), end.x(), end.y())
        else:
            path = _fall(start, end)
        return Line(edge, path, path.pointAtPercent(0.5), is_branch=True)


def _along(edge: Edge, start: QPointF, end: QPointF, turn: float) -> Line:
    """Straight on, then a turn shortly before the end."""
    path = QPainterPath(start)
    if abs(start.y() - end.y()) > 1:
        path.lineTo(turn, start.y())
        half = (end.x() - turn) / 2
        path.cubicTo(turn + half, start.y(), end.x() - half, end.y(), end.x(), end.y())
    else:
        path.lineTo(end)
        turn = end.x()
    middle = max((start.x() + turn) / 2, start.x() + LABEL_ROOM)
    return Line(edge, path, QPointF(middle, start.y() - 10))


def _fall(start: QPointF, end: QPointF) -> QPainterPath:
    """Off the line right behind its source, down, and on to the right."""
    x = start.x() + DROP
    path = QPainterPath(start)
    path.quadTo(x, start.y(), x, start.y() + RADIUS)
    path.lineTo(x, end.y() - RADIUS)
    path.quadTo(x, end.y(), x + RADIUS, end.y())
    path.lineTo(end)
    return path


def _down(start: QPointF, end: QPointF) -> QPainterPath:
    """Down from a box, and on to the right."""
    path = QPainterPath(start)
    path.lineTo(start.x(), end.y() - RADIUS)
    path.quadTo(start.x(), end.y(), start.x() + RADIUS, end.y())
    path.lineTo(end)
    return path


def _over(edge: Edge, start: QPointF, end: QPointF, top: float) -> Line:
    """Up, back over everything, and down into the target."""
    path = QPainterPath(start)
    path.cubicTo(start.x(), top + 8, start.x() - 24, top, start.x() - 64, top)
    path.lineTo(end.x() + RADIUS, top)
    path.quadTo(end.x(), top, end.x(), top + RADIUS)
    path.lineTo(end)
    return Line(edge, path, QPointF(start.x() - 0.32 * (start.x() - end.x()), top + 14))


def _hook(start: QPointF, end: QPointF) -> QPainterPath:
    """From a loss back and up into the player."""
    path = QPainterPath(start)
    reach = max(16.0, (start.x() - end.x()) * 0.15)
    drop = max(24.0, (start.y() - end.y()) * 0.45)
    path.cubicTo(start.x() - reach, start.y(), end.x(), end.y() + drop, end.x(), end.y())
    return path
