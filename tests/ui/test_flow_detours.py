"""Lines around boxes, and how lines are compared."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from ganstudio.core.formula import Edge
from ganstudio.ui.flow_detours import ROOM, detour
from ganstudio.ui.flow_labels import Labels, label_box
from ganstudio.ui.flow_traces import STEP, is_in, shared_length, trace

SIZE = QSizeF(400, 200)
BOXES = {
    "left": QRectF(40, 80, 60, 40),
    "middle": QRectF(170, 40, 60, 120),
    "right": QRectF(300, 80, 60, 40),
}


def straight(*places):
    path = QPainterPath(QPointF(*places[0]))
    for place in places[1:]:
        path.lineTo(*place)
    return trace(path)


def test_a_trace_has_points_at_even_distances_from_start_to_end():
    points = straight((0, 0), (30, 0), (30, 50))
    assert points[[0, -1]].tolist() == [[0, 0], [30, 50]]
    assert np.abs(np.diff(points, axis=0)).sum(1) == pytest.approx(STEP)


def test_lines_share_the_way_that_they_run_together():
    line = straight((0, 0), (100, 0))
    assert shared_length(line, line) == pytest.approx(100, abs=2 * STEP)
    assert shared_length(line, straight((40, 1), (70, 1), (70, 60))) == pytest.approx(30, abs=8)
    assert shared_length(line, straight((50, -50), (50, 50))) <= 8
    assert shared_length(line, straight((0, 20), (100, 20))) == 0


def test_a_detour_leads_from_border_to_border_around_what_is_between():
    way = detour(Edge("left", "right"), BOXES, SIZE, [])
    points = trace(way)
    assert not is_in(
        points, BOXES["middle"].adjusted(-ROOM + 1, -ROOM + 1, ROOM - 1, ROOM - 1)
    ).any()
    for name, end in (("left", 0), ("right", -1)):
        assert not is_in(points, BOXES[name]).any()
        assert is_in(points[[end]], BOXES[name].adjusted(-1, -1, 1, 1)).all()


def test_a_detour_takes_the_side_on_which_no_other_line_runs():
    for wall in (10, 190):
        walls = [straight((0, wall + shift), (400, wall + shift)) for shift in range(-30, 31, 4)]
        points = trace(detour(Edge("left", "right"), BOXES, SIZE, walls))
        assert (points[:, 1].min() < 40) == (wall == 190)


def test_a_boxed_in_target_is_not_reached():
    wall = QRectF(270, 50, 120, 100)
    boxes = BOXES | {"around": wall}
    assert detour(Edge("left", "right"), boxes, SIZE, []) is None


def test_a_label_moves_beside_its_line_where_nothing_else_stands():
    own, other = straight((0, 100), (300, 100)), straight((150, 0), (150, 200))
    labels = Labels({"box": QRectF(0, 60, 90, 38)}, SIZE, [own, other])
    wanted = label_box(40, QPointF(150, 90))
    assert not labels.take(0, wanted)
    found = labels.beside(0, wanted)
    assert abs(found.center().x() - 150) > found.width() / 2
    assert abs(found.center().y() - 100) < 20
    assert not any(is_in(line, found).any() for line in (own, other))
    assert not labels.take(0, found)
