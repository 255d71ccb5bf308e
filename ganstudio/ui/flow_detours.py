"""Ways around the boxes of a data-flow diagram, where the usual line would pass behind one."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from ganstudio.core.formula import Edge
from ganstudio.ui.flow_traces import Points

STUB = 14.0  # px straight out of a box, and into one
ROOM = 7.0  # px between a detour and the boxes that it passes
NEAR = 5.0  # px: points of other lines so close cost
POINT, BEND = 12.0, 30.0  # px that a detour is rather longer than near a point, or bent
CORNER, SPREAD = 6.0, 16.0  # px from a box's corner; between two lines at least
RADIUS = 12.0

DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))
State = tuple[int, int, int]


class Port(NamedTuple):
    """A free place on a box's border, and the direction that leads away from the box."""

    at: QPointF
    out: int

    def stub(self) -> QPointF:
        x, y = DIRECTIONS[self.out]
        return self.at + QPointF(STUB * x, STUB * y)


def detour(
    edge: Edge, boxes: Mapping[str, QRectF], size: QSizeF, lines: Sequence[Points]
) -> QPainterPath | None:
    """The shortest way with few bends and few crossings; None if there is none.

    Args:
        edge: to be drawn.
        boxes: by node.
        size: of the picture.
        lines: drawn so far.
    """
    starts = list(_free_ports(boxes[edge.source], lines))
    ends = list(_free_ports(boxes[edge.target], lines))
    grid = _Grid(list(boxes.values()), size, lines, [*starts, *ends])
    return grid.path(starts, ends)


def _free_ports(box: QRectF, lines: Sequence[Points]) -> Iterator[Port]:
    """In each side's largest gap between lines."""
    tips = [line[end] for line in lines for end in (0, -1)]
    for out, (across, down) in enumerate(DIRECTIONS):
        axis, other = (1, 0) if across else (0, 1)
        side = (
            (box.left(), box.right())[across > 0] if across else (box.top(), box.bottom())[down > 0]
        )
        least, most = (box.top(), box.bottom()) if across else (box.left(), box.right())
        taken = sorted(
            float(tip[axis])
            for tip in tips
            if abs(tip[other] - side) < 1 and least <= tip[axis] <= most
        )
        gaps = pairwise([least, *taken, most])
        low, high = max(gaps, key=lambda gap: gap[1] - gap[0])
        if high - low < SPREAD:
            continue
        middle = (low + high) / 2
        yield Port(QPointF(side, middle) if across else QPointF(middle, side), out)


class _Grid:
    """The lines between and beside all boxes, on which a detour runs."""

    def __init__(
        self,
        boxes: Sequence[QRectF],
        size: QSizeF,
        lines: Sequence[Points],
        ports: Sequence[Port],
    ) -> None:
        stubs = [port.stub() for port in ports]
        across = [edge for box in boxes for edge in (box.left(), box.right())]
        down = [edge for box in boxes for edge in (box.top(), box.bottom())]
        self._xs = _channels([0.0, *across, size.width()], [stub.x() for stub in stubs])
        self._ys = _channels([0.0, *down, size.height()], [stub.y() for stub in stubs])
        points = np.concatenate([*lines, np.empty((0, 2))])
        grown = [box.adjusted(-ROOM, -ROOM, ROOM, ROOM) for box in boxes]
        self._along_x = _costs(self._xs, self._ys, points, [_sides(box) for box in grown])
        flipped = [_sides(box)[2:] + _sides(box)[:2] for box in grown]
        self._along_y = _costs(self._ys, self._xs, points[:, ::-1], flipped)

    def path(self, starts: Sequence[Port], ends: Sequence[Port]) -> QPainterPath | None:
        """From any of `starts` to any of `ends`."""
        first = {(*self._place(port), port.out): port for port in starts}
        last = {(*self._place(port), port.out ^ 1): port for port in ends}
        reached, before = self._search(list(first), last)
        if reached is None:
            return None
        states = [reached]
        while states[-1] in before:
            states.append(before[states[-1]])
        places = [QPointF(self._xs[i], self._ys[j]) for i, j, _ in reversed(states)]
        return _rounded([first[states[-1]].at, *places, last[reached].at])

    def _place(self, port: Port) -> tuple[int, int]:
        stub = port.stub()
        return self._xs.index(stub.x()), self._ys.index(stub.y())

    def _search(
        self, starts: Sequence[State], ends: Mapping[State, Port]
    ) -> tuple[State | None, dict[State, State]]:
        """The cheapest end, and which state each one was reached from."""
        best = dict.fromkeys(starts, 0.0)
        before: dict[State, State] = {}
        waiting = [(0.0, state) for state in sorted(starts)]
        while waiting:
            cost, state = heappop(waiting)
            if state in ends:
                return state, before
            if cost > best[state]:
                continue
            for step, following in self._steps(state):
                if cost + step < best.get(following, np.inf):
                    best[following] = cost + step
                    before[following] = state
                    heappush(waiting, (cost + step, following))
        return None, before

    def _steps(self, state: State) -> Iterator[tuple[float, State]]:
        i, j, direction = state
        for other, (across, down) in enumerate(DIRECTIONS):
            column, row = i + across, j + down
            inside = 0 <= column < len(self._xs) and 0 <= row < len(self._ys)
            if other == direction ^ 1 or not inside:
                continue
            cost = self._along_x[min(i, column), j] if across else self._along_y[min(j, row), i]
            if np.isfinite(cost):
                yield cost + BEND * (other != direction), (column, row, other)


def _sides(box: QRectF) -> tuple[float, float, float, float]:
    return box.left(), box.right(), box.top(), box.bottom()


def _channels(edges: Sequence[float], more: Sequence[float]) -> list[float]:
    """Where lines may run between neighbouring edges: in the middle, and beside them."""
    found = set(more)
    for low, high in pairwise(sorted(edges)):
        if high - low > 2 * ROOM:
            found.add((low + high) / 2)
        if high - low > 4 * STUB:
            found |= {low + STUB, high - STUB}
    return sorted(found)


def _costs(
    along: Sequence[float],
    across: Sequence[float],
    points: Points,
    boxes: Sequence[tuple[float, float, float, float]],
) -> Points:
    """(len(along) - 1, len(across)) px for the way between neighbours; infinite behind a box."""
    low, high = np.array(along[:-1]), np.array(along[1:])
    costs = np.repeat((high - low)[:, None], len(across), axis=1)
    for index, place in enumerate(across):
        close = points[np.abs(points[:, 1] - place) < NEAR, 0]
        costs[:, index] += POINT * np.histogram(close, bins=np.array(along))[0]
    for first, last, least, most in boxes:
        beside = (np.array(across) > least) & (np.array(across) < most)
        costs[np.ix_((low < last) & (high > first), beside)] = np.inf
    return costs


def _rounded(places: Sequence[QPointF]) -> QPainterPath:
    """Straight lines with round corners."""
    corners = [places[0]]
    for before, here, after in zip(places, places[1:], places[2:], strict=False):
        is_straight = abs(before.x() - after.x()) < 0.01 or abs(before.y() - after.y()) < 0.01
        if not is_straight:
            corners.append(here)
    corners.append(places[-1])
    path = QPainterPath(corners[0])
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        path.lineTo(_towards(here, before))
        path.quadTo(here, _towards(here, after))
    path.lineTo(corners[-1])
    return path


def _towards(here: QPointF, there: QPointF) -> QPointF:
    """A little way from `here`, at most half of it."""
    way = there - here
    length = abs(way.x()) + abs(way.y())
    return here + way * (min(RADIUS, length / 2) / max(length, 0.01))
