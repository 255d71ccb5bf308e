"""The arrows of a data-flow diagram as they are drawn: around the boxes, with their labels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from ganstudio.core.formula import Edge
from ganstudio.ui.flow_detours import detour
from ganstudio.ui.flow_labels import Labels, label_box
from ganstudio.ui.flow_routes import Line
from ganstudio.ui.flow_traces import Points, is_in, shared_length, trace

TOUCHING, PASSING = -2.0, 2.0  # px into a box of its own, or beside another, that a line may run
TOGETHER = 9.0  # px that two lines may run on each other
FORK = 8  # points of a branch that lie on the line which it leaves


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge's path, which ends at the target's border, and the box of its label."""

    edge: Edge
    path: QPainterPath
    label: QRectF
    is_branch: bool = False


def arrows_of(
    lines: Sequence[Line],
    boxes: Mapping[str, QRectF],
    size: QSizeF,
    text_width: Callable[[str], float],
) -> tuple[Arrow, ...]:
    """Lines as they are wished for, but for those that pass behind a box or on another line."""
    return tuple(_labelled(_cleared(lines, boxes, size), boxes, size, text_width))


def _cleared(lines: Sequence[Line], boxes: Mapping[str, QRectF], size: QSizeF) -> Sequence[Line]:
    """The lines, those that cannot be drawn as wished on a way around."""
    traces = {index: trace(line.path) for index, line in enumerate(lines)}
    found = list(lines)
    for index in _blocked(lines, traces, boxes):
        others = [other for at, other in traces.items() if at != index]
        way = detour(lines[index].edge, boxes, size, others)
        if way is not None:
            middle = way.pointAtPercent(0.5)
            found[index] = replace(lines[index], path=way, label=middle)
            traces[index] = trace(way)
    return found


def _blocked(
    lines: Sequence[Line], traces: Mapping[int, Points], boxes: Mapping[str, QRectF]
) -> list[int]:
    """Which lines pass behind a box, or run on one that does not; gradients give way first."""
    free: list[int] = []
    blocked: list[int] = []
    for index in sorted(traces, key=lambda index: lines[index].edge.is_gradient):
        edge, own = lines[index].edge, traces[index]
        is_behind = any(is_in(own, _grown(box, edge, key)).any() for key, box in boxes.items())
        gone = own[FORK:] if lines[index].is_branch else own
        is_on = any(shared_length(gone, traces[other]) > TOGETHER for other in free)
        (blocked if is_behind or is_on else free).append(index)
    return blocked


def _grown(box: QRectF, edge: Edge, key: str) -> QRectF:
    room = TOUCHING if key in (edge.source, edge.target) else PASSING
    return box.adjusted(-room, -room, room, room)


def _labelled(
    lines: Sequence[Line],
    boxes: Mapping[str, QRectF],
    size: QSizeF,
    text_width: Callable[[str], float],
) -> Iterator[Arrow]:
    """The labels where they are wished for if that is free, then the others nearby."""
    traces = [trace(line.path) for line in lines]
    room = Labels(boxes, size, traces)
    wanted = [label_box(text_width(line.edge.label), line.label) for line in lines]
    said = [index for index, line in enumerate(lines) if line.edge.label]
    moved = [index for index in said if not room.take(index, wanted[index])]
    placed = {index: room.beside(index, wanted[index]) for index in moved}
    for index, line in enumerate(lines):
        yield Arrow(line.edge, line.path, placed.get(index, wanted[index]), line.is_branch)
