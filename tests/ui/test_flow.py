"""The data-flow diagram."""

from PySide6.QtCore import QSizeF

from ganstudio.engine.preset import loads
from ganstudio.ui.flow import FlowView, described
from ganstudio.ui.flow_layout import lay_out

GAME = (
    "data: {kind: ring, labelled: true}\nsystem: {system: latent, conditioning: {kind: concat},"
    " penalties: [{kind: gradient_penalty}, {kind: drift}], views: [{kind: pack}]}"
)


def flow_of(text):
    preset = loads(text)
    return preset.system.flow(preset.data.spec(), preset.data.label)


def width_of(node):
    return 8.0 * max(len(node.title), len(node.detail))


def test_boxes_never_overlap_and_lie_inside():
    for text in ("{}", GAME):
        for area in (QSizeF(300, 150), QSizeF(714, 310), QSizeF(1600, 900)):
            layout = lay_out(flow_of(text), area, width_of)
            boxes = [box for _, box in layout.boxes]
            for index, box in enumerate(boxes):
                assert box.left() >= 0
                assert box.right() <= layout.size.width()
                assert box.bottom() <= layout.size.height()
                assert not any(box.intersects(other) for other in boxes[index + 1 :])


def test_arrows_end_at_the_border_of_their_boxes():
    layout = lay_out(flow_of(GAME), QSizeF(800, 400), width_of)
    boxes = {node.key: box for node, box in layout.boxes}
    for arrow in layout.arrows:
        start, end = arrow.path.pointAtPercent(0), arrow.path.pointAtPercent(1)
        assert boxes[arrow.edge.source].adjusted(-1, -1, 1, 1).contains(start)
        assert boxes[arrow.edge.target].adjusted(-1, -1, 1, 1).contains(end)


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
