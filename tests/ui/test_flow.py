"""The data-flow diagram."""

import math

import pytest
from PySide6.QtCore import QSizeF

from ganstudio.engine.preset import loads
from ganstudio.ui.flow import FlowView, described
from ganstudio.ui.flow_layout import lay_out
from ganstudio.ui.flow_ports import leaves_line

GAME = (
    "data: {kind: ring, labelled: true}\nsystem: {system: latent, conditioning: {kind: concat},"
    " penalties: [{kind: gradient_penalty}, {kind: drift}], views: [{kind: pack}]}"
)
GAMES = (
    "{}",
    "system: {system: latent, penalties: [{kind: r1}]}",
    "system: {system: latent, penalties: [{kind: gradient_penalty}]}",
    "system: {system: latent, penalties: [{kind: gradient_penalty}, {kind: drift}, {kind: r1}]}",
    "system: {system: latent, penalties: [{kind: gradient_penalty}], views: [{kind: pack}]}",
    "data: {kind: ring, labelled: true}\nsystem: {system: latent, conditioning: {kind: concat}}",
    "data: {kind: ring, labelled: true}\nsystem: {system: latent, conditioning: {kind: concat},"
    " penalties: [{kind: gradient_penalty}]}",
    GAME,
    "data: {kind: digits}\nsystem: {system: latent, generator: {kind: style},"
    " generator_penalties: [{kind: path_length}]}",
    "system: {system: veegan}",
    "data: {kind: captions}\nsystem: {system: text2image}",
    "data: {kind: streets}\nsystem: {system: paired}",
    "data: {kind: stripes}\nsystem: {system: unpaired}",
)
AREAS = (QSizeF(300, 150), QSizeF(714, 310), QSizeF(1600, 900))


def flow_of(text):
    preset = loads(text)
    return preset.system.flow(preset.data.spec(), preset.data.label)


def width_of(text, role):
    return (7.6 if role == "strong" else 6.2) * len(text)


def test_boxes_never_overlap_and_lie_inside():
    for text in GAMES:
        for area in AREAS:
            layout = lay_out(flow_of(text), area, width_of)
            boxes = [box for _, box in layout.boxes]
            for index, box in enumerate(boxes):
                assert box.left() >= 0
                assert box.top() >= 0
                assert box.right() <= layout.size.width()
                assert box.bottom() <= layout.size.height()
                assert not any(box.intersects(other) for other in boxes[index + 1 :])


def points_of(path):
    """A point for each 3 px of a path."""
    count = max(2, int(path.length() / 3))
    return [path.pointAtPercent(index / (count - 1)) for index in range(count)]


def distance(point, points):
    return min(math.hypot(point.x() - other.x(), point.y() - other.y()) for other in points)


@pytest.mark.parametrize("text", GAMES)
def test_arrows_end_at_the_border_of_their_boxes(text):
    layout = lay_out(flow_of(text), QSizeF(800, 400), width_of)
    boxes = {node.key: box for node, box in layout.boxes}
    for arrow in layout.arrows:
        start, end = arrow.path.pointAtPercent(0), arrow.path.pointAtPercent(1)
        assert boxes[arrow.edge.target].adjusted(-1, -1, 1, 1).contains(end)
        if not leaves_line(arrow.edge):
            assert boxes[arrow.edge.source].adjusted(-1, -1, 1, 1).contains(start)


def test_interpolates_branch_off_the_lines_of_fakes_and_data():
    layout = lay_out(flow_of(GAMES[2]), QSizeF(714, 310), width_of)
    lines = {arrow.edge.source: arrow for arrow in layout.arrows if arrow.edge.label}
    branches = {arrow.edge.source: arrow for arrow in layout.arrows if arrow.is_branch}
    assert set(branches) == {"generator", "real"}
    for source, branch in branches.items():
        line = points_of(lines[source].path)
        assert distance(branch.path.pointAtPercent(0), line) < 2
        assert lines[source].edge.target == "critic"


def test_interpolates_are_taken_behind_the_views():
    layout = lay_out(flow_of(GAMES[4]), QSizeF(714, 310), width_of)
    assert [arrow.edge.source for arrow in layout.arrows if arrow.is_branch] == ["view"]


def test_a_gradient_penalty_brings_its_interpolates():
    keys = {node.key for node in flow_of(GAME).nodes}
    assert "interpolate" in keys
    assert "interpolate" not in {node.key for node in flow_of("{}").nodes}


def test_the_picture_is_drawn_and_said_in_words(qtbot):
    view = FlowView()
    qtbot.addWidget(view)
    view.resize(700, 300)
    empty = view.grab().toImage()
    view.set_flow(flow_of(GAME))
    assert view.grab().toImage() != empty
    assert "A gradient flows from Generator's loss to Generator." in described(view.flow())
    assert view.accessibleDescription() == described(view.flow())
