"""The world panel of single numbers: curves in the theme's colours, and its own layers."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics

from ganstudio.core.events import RunStarted, ScoresMeasured, SnapshotTaken
from ganstudio.engine.line_figure import LineLayers
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.line_painting import figure_in, pointer_words
from ganstudio.ui.panels.readings import ReadingsRow, Shown
from ganstudio.ui.panels.thumbnails import thumbnail
from ganstudio.ui.panels.world import WorldPanel
from ganstudio.ui.theme import theme
from tests.engine.test_line_world import world
from tests.ui.panels import feed

RECT = QRectF(0, 0, 500, 400)


@pytest.fixture
def board(qtbot):
    made, panel = PanelBoard(), WorldPanel("one Gaussian")
    made.add([panel])
    qtbot.addWidget(panel)
    panel.resize(520, 620)
    panel.show()
    return made


def has(image, ink):
    """Whether the ink, or what is nearly so, is anywhere in a picture."""
    wanted = QColor(theme().colour(ink)).getRgb()[:3]
    raw = image.convertToFormat(image.Format.Format_RGB888)
    rows = np.frombuffer(raw.constBits(), np.uint8).reshape(raw.height(), raw.bytesPerLine())
    pixels = rows[:, : 3 * raw.width()].reshape(-1, 3).astype(int)
    return bool((np.abs(pixels - wanted).max(axis=1) < 30).any())


def picture(board):
    board.refresh()
    return board.panels[0].canvas.to_image(2.0)


def names(board):
    board.refresh()
    return {item.name: item.value for item in board.panels[0]._readings._shown}


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_curves_have_the_roles_of_the_plane(board, mode):
    theme().install(mode)
    board.receive([SnapshotTaken(0, world=world())])
    shown = picture(board)
    assert all(has(shown, ink) for ink in ("real", "generator", "critic"))


def test_layers_of_a_line_replace_those_of_a_plane(board):
    bar = board.panels[0].layer_bar
    board.receive([SnapshotTaken(0, world=world())])
    board.refresh()
    assert bar.mapping.isVisible()
    assert not bar.arrows.isVisible()
    bar.surface.set_value("best")
    assert bar.layers().of_line() == LineLayers(best=True)
    bar.surface.set_value("none")
    assert not bar.layers().of_line().critic
    board.open_run()
    board.receive([feed.snapshot(0)])
    board.refresh()
    assert bar.arrows.isVisible()
    assert not bar.mapping.isVisible()
    assert bar.surface.value == "none"


def test_switching_the_critic_off_takes_its_colour_away(board):
    board.receive([SnapshotTaken(0, world=world())])
    panel = board.panels[0]
    panel.layer_bar.surface.set_value("none")
    panel._set_layers(panel.layer_bar.layers())
    assert not has(picture(board), "critic")


def test_the_figure_follows_the_playhead(board):
    later = replace(world(), line=replace(world().line, made=world().line.data))
    board.receive([SnapshotTaken(0, world=world()), SnapshotTaken(100, world=later)])
    newest = picture(board)
    board.set_playhead(0)
    assert picture(board) != newest
    assert board.panels[0].canvas._world.line.made[128] == pytest.approx(world().line.made[128])


def test_means_of_the_critics_probabilities_are_read_at_the_playhead(board):
    board.receive([SnapshotTaken(step, world=world()) for step in (0, 100)])
    for step, score in ((0, np.log(3)), (100, 0.0)):
        scores = np.full(4, score, np.float32)
        board.receive([ScoresMeasured(step, scores, -scores, are_logits=True)])
    assert (names(board)["D(x)"], names(board)["D(G(z))"]) == ("0.500", "0.500")
    board.set_playhead(50)
    assert (names(board)["D(x)"], names(board)["D(G(z))"]) == ("0.750", "0.250")
    board.set_playhead(None)
    board.receive([RunStarted("r", "cpu", 0, 100, {}, resumed=True)])
    assert names(board)["D(x)"] == "0.750"


def test_scores_that_are_no_logits_are_no_probabilities(board):
    scores = np.zeros(4, np.float32)
    board.receive([SnapshotTaken(0, world=world()), ScoresMeasured(0, scores, scores)])
    assert "D(x)" not in names(board)


def test_a_difference_shows_the_generator_as_it_was(board):
    moved = replace(world(), fake=world().fake + np.float32([1, 0]))
    board.receive([SnapshotTaken(0, world=world()), SnapshotTaken(100, world=moved)])
    panel = board.panels[0]
    panel.set_other(0)
    panel._difference.setChecked(True)
    board.refresh()
    assert "fakes moved 1" in panel._apart.text()
    assert "blue" not in panel._apart.text()
    texts = [one.text for one in figure_in(RECT, moved, LineLayers(), world()).words]
    assert "Before" in texts


def test_the_pointer_reads_the_curves_over_its_x():
    room = figure_in(RECT, world(), LineLayers(best=True)).room
    place = QPointF(float(room.across(np.array(1.0))), 100)
    words = pointer_words(world(), LineLayers(best=True), RECT, place)
    assert words.startswith("x 1.00 ")
    assert words.endswith("D 0.500   D* 0.500")
    raw = pointer_words(world(are_logits=False), LineLayers(), RECT, place)
    assert "critic" in raw
    assert "D*" not in raw


def test_a_thumbnail_draws_the_same_figure(qapp):
    small = thumbnail(SnapshotTaken(0, world=world()), QSize(168, 112))
    assert has(small, "generator")
    assert has(small, "critic")


def test_names_of_readings_fit_where_equal_columns_would_cut_them(qtbot):
    row = ReadingsRow()
    qtbot.addWidget(row)
    row.resize(theme().px(420), 56)
    said = ("Modes covered", "High quality", "W₁ exact", "Reverse KL", "D(x)", "D(G(z))")
    row.set_readings([Shown(name, "0.562") for name in said])
    metrics = QFontMetrics(theme().font("tick"))
    value = QFontMetrics(theme().font("object")).horizontalAdvance("0.562")
    widths = row.columns()
    assert sum(widths) == pytest.approx(row.width() - theme().px(24))
    assert all(metrics.horizontalAdvance(n) <= w for n, w in zip(said, widths, strict=True))
    assert min(widths) >= value
    row.resize(theme().px(900), 56)
    assert len(set(row.columns())) == 1
