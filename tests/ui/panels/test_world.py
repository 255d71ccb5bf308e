from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from ganstudio.core.events import ModesCounted, SnapshotTaken, WorldView
from ganstudio.ui.colour_tables import surface_table
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.paths import dots_path, lines_path
from ganstudio.ui.panels.world import WorldPanel
from ganstudio.ui.panels.world_canvas import WorldCanvas
from ganstudio.ui.panels.world_painting import Frame, Layers, grid_value, has_boundary
from ganstudio.ui.theme import theme
from tests.ui.panels import feed


def world_of(real=((0.0, 0.0),), fake=((0.0, 0.0),), surface=None):
    field = np.zeros((5, 5)) if surface is None else surface
    points = [np.array(part, np.float32).reshape(-1, 2) for part in (real, fake, fake)]
    return WorldView(1.0, *points, field.astype(np.float32), np.zeros((0, 4), np.float32))


@pytest.fixture
def canvas(qtbot):
    made = WorldCanvas()
    qtbot.addWidget(made)
    made.resize(420, 420)
    return made


def colour_at(canvas, x, y):
    frame = Frame(canvas._world, QRectF(canvas.rect()))
    place = frame.places(np.array([[x, y]], np.float32))[0]
    return canvas.to_image(1).pixelColor(QPointF(*place).toPoint())


def near(one, other, reach=12):
    parts = zip(QColor(one).getRgb()[:3], QColor(other).getRgb()[:3], strict=True)
    return all(abs(a - b) <= reach for a, b in parts)


@pytest.fixture
def board(qtbot):
    made, panel = PanelBoard(), WorldPanel("ring of 8")
    made.add([panel])
    qtbot.addWidget(panel)
    panel.resize(520, 620)
    panel.show()
    return made


def shown(board):
    board.refresh()
    return {item.name: item for item in board.panels[0]._readings._shown}


def test_the_critics_boundary_is_a_line_of_its_own_at_the_value_that_is_undecided(canvas):
    climbing = np.repeat(np.linspace(-1, 1, 5)[None], 5, axis=0)  # the value is x
    plain = world_of([[0.9, 0.9]], [[0.9, 0.9]], climbing)
    boundary = theme().colour("critic")
    canvas.set_world(plain)
    assert not near(colour_at(canvas, 0.5, 0.13), boundary)
    canvas.set_world(replace(plain, undecided=0.5))
    assert near(colour_at(canvas, 0.5, 0.13), boundary, 40)
    assert not near(colour_at(canvas, 0.0, 0.13), boundary, 40)
    canvas.set_layers(Layers(field="slope"))
    assert not near(colour_at(canvas, 0.5, 0.13), boundary, 40)


@pytest.mark.parametrize(
    ("undecided", "is_seen"), [(0.5, True), (-3.0, False), (1.0, False), (float("nan"), False)]
)
def test_a_boundary_has_the_critics_values_on_both_sides(undecided, is_seen):
    climbing = np.repeat(np.linspace(-1, 1, 5)[None], 5, axis=0)
    world = replace(world_of(surface=climbing), undecided=undecided)
    assert has_boundary(world, Layers()) is is_seen
    assert not has_boundary(world, Layers(field="best"))
    assert not has_boundary(world, Layers(surface=False))


def test_fake_lies_where_its_coordinates_say(canvas):
    canvas.set_world(world_of(real=[[0.9, 0.9]], fake=[[0.5, -0.5]]))
    assert near(colour_at(canvas, 0.5, -0.5), theme().colour("generator"))
    assert not near(colour_at(canvas, 0.5, 0.5), theme().colour("generator"))


def test_layers_hide_what_they_name(canvas):
    canvas.set_world(world_of(real=[[0.9, 0.9]], fake=[[0.5, -0.5]]))
    canvas.set_layers(Layers(fake=False))
    assert not near(colour_at(canvas, 0.5, -0.5), theme().colour("generator"))


def test_surface_goes_from_dark_to_bright_upwards(canvas):
    rows = np.repeat(np.linspace(0, 1, 5)[:, None], 5, axis=1)
    canvas.set_world(world_of(real=[[0.9, 0.9]], surface=rows))
    canvas.set_layers(Layers(real=False, fake=False, iso_lines=False))
    table = surface_table(dark=theme().is_dark)
    assert near(colour_at(canvas, -0.5, 0.97), QColor(*map(int, table[-1])))
    assert near(colour_at(canvas, -0.5, -0.8), QColor(*map(int, table[20])), 16)


def test_square_covers_a_wide_room_but_loses_no_real_point():
    wide = QRectF(0, 0, 300, 200)
    small = Frame(world_of(real=[[0.5, 0.0]]), wide)
    assert small.side == 300
    far = Frame(world_of(real=[[0.0, 0.85]]), wide)
    top = far.places(np.array([[0.0, 0.85]], np.float32))[0]
    assert 200 < far.side < 300
    assert 0 < top[1] < 20


def test_place_and_plane_are_inverse():
    frame = Frame(feed.world(0), QRectF(10, 20, 310, 200))
    place = frame.places(np.array([[1.2, -0.7]], np.float32))[0]
    assert frame.plane(QPointF(*place)) == pytest.approx((1.2, -0.7))


def test_value_under_the_pointer_is_the_grids():
    rows = np.arange(25, dtype=float).reshape(5, 5)
    world = world_of(surface=rows)
    assert grid_value(world.surface, world.extent, -1.0, -1.0) == 0
    assert grid_value(world.surface, world.extent, 1.0, 0.0) == 14
    assert grid_value(world.surface, world.extent, 1.5, 0.0) is None


def test_points_that_are_not_finite_are_left_out(canvas):
    canvas.set_world(world_of(fake=[[np.nan, 0.0], [0.5, 0.5]]))
    assert near(colour_at(canvas, 0.5, 0.5), theme().colour("generator"))


def test_constant_critic_has_no_surface_and_no_lines(canvas):
    canvas.set_world(world_of(real=[[0.9, 0.9]], fake=[[0.5, -0.5]]))
    assert near(colour_at(canvas, -0.5, 0.5), theme().colour("well"))


def test_a_critic_of_pairs_has_no_scale_that_would_say_it_values_all_samples_0(canvas):
    brightest = surface_table(dark=theme().is_dark)[-1][:3]

    def has_scale(surface):
        canvas.set_world(world_of(surface=surface))
        image = canvas.to_image(1)
        row = [image.pixelColor(x, 398).getRgb()[:3] for x in range(200, 420)]
        return any(
            max(abs(a - int(b)) for a, b in zip(one, brightest, strict=True)) < 3 for one in row
        )

    assert has_scale(np.tile(np.arange(5.0), (5, 1)) - 9)
    assert not has_scale(None)


def test_picture_is_painted_once_for_a_world(canvas, qtbot):
    canvas.set_world(feed.world(100))
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.repaint()
    picture = canvas._picture
    assert picture is not None
    canvas.repaint()
    assert canvas._picture is picture
    canvas.set_world(feed.world(200))
    canvas.repaint()
    assert canvas._picture not in (None, picture)


def test_paths_hold_what_they_were_given():
    path = lines_path(np.array([[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]))
    points = [(path.elementAt(i).x, path.elementAt(i).y) for i in range(path.elementCount())]
    assert points == [(0, 1), (2, 3), (4, 5), (6, 7)]
    assert [path.elementAt(i).isMoveTo() for i in range(4)] == [True, False, True, False]
    dots = dots_path(np.array([[10.0, 20.0]]), 3.0).boundingRect()
    assert dots.center().x() == pytest.approx(10)
    assert dots.width() == pytest.approx(6, abs=0.2)
    assert lines_path(np.zeros((0, 4))).isEmpty()


def test_readings_follow_the_playhead_with_their_verdict(board):
    board.receive(feed.run(3_412))
    now = shown(board)
    assert now["Modes covered"].value == "8 of 8"
    assert now["Modes covered"].tone == "text"
    board.set_playhead(1_000)
    past = shown(board)
    assert past["Modes covered"].value == "3 of 8"
    assert past["Modes covered"].tone == "warn"
    assert past["High quality"].tone == "error"
    assert board.panels[0].canvas._world is board.snapshots.get(1_000).world


def test_before_the_first_measurement_every_reading_keeps_its_place(board):
    panel = board.panels[0]
    board.open_run()
    board.receive([feed.snapshot(0)])
    board.refresh()
    assert [shown.value for shown in panel._shown_readings()] == ["–"] * 4


def test_counts_are_those_at_the_playhead(board):
    board.receive([feed.snapshot(0), ModesCounted(0, (1, 2), 2_500)])
    board.receive([feed.snapshot(100), ModesCounted(100, (30, 40), 2_500)])
    board.refresh()
    assert board.panels[0]._bars._counts == (30, 40)
    board.set_playhead(60)
    assert board.panels[0]._bars._counts == (1, 2)


def test_panel_without_the_link_stays_where_it_is(board):
    board.receive(feed.run(400))
    panel = board.panels[0]
    panel._set_linked(False)
    board.set_playhead(100)
    assert panel.playhead is None


def test_run_of_images_leaves_the_world_empty(board):
    board.receive([SnapshotTaken(0, feed.pictures(0))])
    board.refresh()
    assert board.panels[0].is_empty()


def test_layers_of_theory_are_drawn_where_they_are_chosen(canvas):
    cloud = np.random.default_rng(0).normal((0.3, 0.0), 0.1, (300, 2))
    field = np.repeat(np.linspace(-3, 3, 57)[None], 57, axis=0)
    world = replace(
        world_of(cloud, cloud, field),
        manifold=np.array([[[-0.8, 0.6], [0.8, 0.6]]], np.float32),
    )
    canvas.set_world(world)
    nothing = Layers(surface=False, real=False, fake=False, arrows=False)
    canvas.set_layers(nothing)
    plain = canvas.to_image(1)
    for layers in (
        replace(nothing, contours=True),
        replace(nothing, manifold=True),
        replace(nothing, surface=True, field="best"),
        replace(nothing, surface=True),
    ):
        canvas.set_layers(layers)
        assert canvas.to_image(1) != plain
    canvas.set_layers(replace(nothing, manifold=True))
    assert canvas.to_image(1).pixelColor(210, 210) == plain.pixelColor(210, 210)


def test_the_bar_says_which_layers_are_on(board):
    panel, told = board.panels[0], []
    panel.layer_bar.changed.connect(told.append)
    panel.layer_bar.manifold.click()
    panel.layer_bar.surface.set_value("slope")
    panel.layer_bar.contours.click()
    assert told[-1] == Layers(field="slope", contours=True, manifold=True)
    assert panel.canvas.layers == told[-1]
