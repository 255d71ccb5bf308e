"""Diagrams of every shipped preset, and of more games, can be read at the sizes they are shown."""

from itertools import combinations, groupby, product

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from scipy.spatial.distance import cdist

from ganstudio.engine.cards import shipped_cards
from ganstudio.engine.preset import load, loads
from ganstudio.ui.flow import FlowView
from ganstudio.ui.theme import theme
from tests.ui.test_flow import GAMES

SIZES = (
    (679, 248),
    (753, 319),
    (861, 222),
    (1233, 416),
    (1854, 981),
)
"""Of the diagram, in windows of 1280 × 720 to 2560 × 1440, and where it is shown alone."""

STEP = 2.0  # px between the points of a line that are looked at
APART = 2.5  # px: closer lines are taken for one
FEW = 12.0  # px that lines may run so, as where they cross at a slant
FORK = 14.0  # px until a branch has left its line
CLEAR = 2.0  # px between a line and a box that it does not touch


def lettered(named_flow):
    """How much is written in the boxes of a flow, the widest of which are the tightest."""
    return sum(max(len(node.title), len(node.detail)) for node in named_flow[1].nodes)


@pytest.fixture(scope="module")
def layouts(qapp):
    """Each different diagram, by a preset that has it, at each size: layout and lines."""
    theme().install("dark")
    found = {}
    presets = {card.name: load(card.path) for card in shipped_cards()}
    for game, preset in (presets | {text: loads(text) for text in GAMES}).items():
        flow = preset.system.flow(preset.data.spec(), preset.data.label)
        places = tuple((node.key, node.column, node.row) for node in flow.nodes)
        name, other = found.get((places, flow.edges), (game, flow))
        found[places, flow.edges] = max((name, other), (game, flow), key=lettered)
    view = FlowView()
    laid = []
    for size, (name, flow) in product(SIZES, found.values()):
        view.resize(*size)
        view.set_flow(flow)
        layout = view.laid_out()
        laid.append((f"{name} {size}", layout, [points_of(a) for a in layout.arrows]))
    view.deleteLater()
    return laid


def points_of(arrow):
    """Where its line runs; a branch's, once it has left the line that it begins on."""
    corners = np.array([(p.x(), p.y()) for p in arrow.path.toSubpathPolygons()[0].toList()])
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    reached = np.concatenate(([0.0], np.cumsum(lengths)))
    at = np.arange(FORK if arrow.is_branch else 0.0, reached[-1], STEP)
    return np.stack([np.interp(at, reached, corners[:, axis]) for axis in (0, 1)], 1)


def within(points, box):
    inside_x = (points[:, 0] > box.left()) & (points[:, 0] < box.right())
    return inside_x & (points[:, 1] > box.top()) & (points[:, 1] < box.bottom())


def named(edge):
    return f"{edge.source} to {edge.target}"


def test_no_line_passes_through_a_box_or_close_by_one_that_it_does_not_touch(layouts):
    faults = []
    for name, layout, traces in layouts:
        for arrow, points in zip(layout.arrows, traces, strict=True):
            for node, box in layout.boxes:
                touches = node.key in (arrow.edge.source, arrow.edge.target)
                room = -CLEAR if touches else CLEAR
                if within(points, box.adjusted(-room, -room, room, room)).any():
                    faults.append((name, named(arrow.edge), node.key))
    assert not faults


def test_no_label_covers_another_or_a_box_or_leaves_the_picture(layouts):
    faults = []
    for name, layout, _ in layouts:
        labels = [(named(a.edge), a.label) for a in layout.arrows if a.edge.label]
        boxes = [(node.key, box) for node, box in layout.boxes]
        everything = QRectF(0, 0, layout.size.width(), layout.size.height())
        pairs = [*combinations(labels, 2), *((one, box) for one in labels for box in boxes)]
        faults += [(name, a, b) for (a, one), (b, other) in pairs if one.intersects(other)]
        faults += [(name, a) for a, label in labels if not everything.contains(label)]
    assert not faults


def test_no_line_passes_through_a_label(layouts):
    faults = []
    for name, layout, traces in layouts:
        labels = [(named(a.edge), a.label) for a in layout.arrows if a.edge.label]
        for arrow, points in zip(layout.arrows, traces, strict=True):
            crossed = [a for a, label in labels if within(points, label).any()]
            faults += [(name, named(arrow.edge), label) for label in crossed]
    assert not faults


def together(first, second):
    """The longest way, in px, that the first of two lines runs along the second."""
    is_near = cdist(first, second).min(axis=1) < APART
    return max((STEP * sum(1 for _ in run) for near, run in groupby(is_near) if near), default=0)


def test_no_line_runs_along_another(layouts):
    faults = []
    for name, layout, traces in layouts:
        lines = [(a.edge, points) for a, points in zip(layout.arrows, traces, strict=True)]
        for (one, first), (other, second) in combinations(lines, 2):
            if (length := together(first, second)) > FEW:
                faults.append((name, named(one), named(other), length))
    assert not faults


def test_every_line_leaves_and_enters_its_boxes_at_their_borders(layouts):
    for name, layout, _ in layouts:
        boxes = {node.key: box for node, box in layout.boxes}
        for arrow in layout.arrows:
            end = arrow.path.pointAtPercent(1)
            assert boxes[arrow.edge.target].adjusted(-1, -1, 1, 1).contains(end), (name, arrow)
