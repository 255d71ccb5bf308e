import numpy as np
import pytest
from PySide6.QtCore import QSize

from ganstudio.core.events import ScoresMeasured, SnapshotTaken
from ganstudio.ui.colour_tables import diverging_table
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.samples import SamplesPanel, difference, sheet
from ganstudio.ui.panels.scores import ScoresPanel, density, score_edges
from ganstudio.ui.panels.throughput import ThroughputPanel
from ganstudio.ui.panels.thumbnails import thumbnail
from tests.ui.panels import feed


@pytest.fixture
def board(qtbot):
    made = PanelBoard()
    made.add([SamplesPanel(), ScoresPanel(), ThroughputPanel()])
    for panel in made.panels:
        qtbot.addWidget(panel)
        panel.resize(400, 400)
        panel.show()
    return made


def test_rows_are_those_that_the_system_shows(board):
    board.receive([SnapshotTaken(0, {"to_b": np.zeros((4, 8, 8, 3), np.uint8)})])
    board.refresh()
    panel = board.panels[0]
    assert panel.row == "to_b"
    assert [word for _, word in panel._choice._options] == ["To b"]


def test_images_to_translate_stand_side_by_side_and_have_no_latents(board):
    panel = board.panels[0]
    board.receive([feed.snapshot(0, of_images=True)])
    board.refresh()
    assert panel._dice.isVisible()
    pictures = {name: np.zeros((4, 8, 8, 3), np.uint8) for name in ("averaged", "raw", "source")}
    board.receive([SnapshotTaken(10, pictures)])
    board.refresh()
    assert panel.row == "together"
    assert panel.bar.qualifier.text() == "4 fixed sources, step 10"
    assert ("together", "Side by side") in panel._choice._options
    assert not panel._dice.isVisible()


def test_many_rows_do_not_widen_the_panel(board):
    panel = board.panels[0]
    names = ("averaged", "raw", "source", "back_again", "target", "target_translated",
             "and_back_again")  # fmt: skip
    board.receive([SnapshotTaken(10, {name: np.zeros((4, 8, 8, 3), np.uint8) for name in names})])
    board.refresh()
    assert panel._choice.value == "together"
    assert panel.bar.minimumSizeHint().width() < 420
    panel._choice.changed.emit("back_again")
    assert panel.row == "back_again"


def test_a_row_that_was_chosen_stays(board):
    panel = board.panels[0]
    panel.show_row("raw")
    pictures = {name: np.zeros((4, 8, 8, 3), np.uint8) for name in ("averaged", "raw", "source")}
    board.receive([SnapshotTaken(10, pictures)])
    board.refresh()
    assert panel.row == "raw"


def test_the_strip_shows_sources_beside_their_translations(qapp):
    shades = {"averaged": 10, "raw": 20, "source": 30}
    pictures = {n: np.full((4, 8, 8, 3), shade, np.uint8) for n, shade in shades.items()}
    image = thumbnail(SnapshotTaken(0, pictures), QSize(84, 56))
    assert {image.pixelColor(x, 1).red() for x in (1, 12)} == {30, 10}


def test_chosen_cell_names_row_index_and_step(board, qtbot):
    board.receive([feed.snapshot(40, of_images=True)])
    board.refresh()
    panel = board.panels[0]
    panel.show_row("raw")
    board.refresh()
    with qtbot.waitSignal(panel.cell_selected) as chosen:
        panel.grid.selected.emit(7)
    assert chosen.args == [("raw", 7, 40)]


def test_pictures_are_those_at_the_playhead(board):
    board.receive([feed.snapshot(step, of_images=True) for step in (0, 100, 200)])
    board.refresh()
    panel = board.panels[0]
    assert panel.bar.qualifier.text() == "64 fixed latents, step 200"
    board.set_playhead(90)
    assert panel.bar.qualifier.text() == "64 fixed latents, step 100"


def test_sheet_puts_pictures_side_by_side():
    pictures = np.stack([np.full((2, 2, 1), n, np.uint8) for n in range(1, 4)])
    made = sheet(pictures, columns=2, gap=1)[..., 0]
    assert made.tolist() == [
        [1, 1, 0, 2, 2],
        [1, 1, 0, 2, 2],
        [0, 0, 0, 0, 0],
        [3, 3, 0, 0, 0],
        [3, 3, 0, 0, 0],
    ]


def test_histograms_share_their_edges_and_count_everything():
    real, fake = np.array([0.0, 1.0], np.float32), np.array([2.0, np.nan], np.float32)
    edges = score_edges(real, fake)
    assert edges[0] < 0
    assert edges[-1] > 2
    assert density(real, edges).sum() == pytest.approx(1)
    assert density(fake, edges).sum() == pytest.approx(0.5)
    assert len(score_edges(fake[1:], fake[1:])) == len(edges)


def test_scores_are_those_nearest_to_the_playhead(board):
    board.receive([feed.scores(100), feed.scores(200)])
    board.set_playhead(120)
    panel = board.panels[1]
    assert panel.bar.qualifier.text() == "at step 100, 100 % of pairs ranked right"
    mean = float(feed.scores(100).real.mean())
    assert f"Real {mean:.2f}" in panel.bar.legend.accessibleName()


def test_constant_scores_are_drawn(board):
    ones = np.ones(8, np.float32)
    board.receive([ScoresMeasured(0, ones, ones)])
    board.refresh()
    assert not board.panels[1].is_empty()


def test_throughput_says_what_is_left(board):
    board.receive([feed.progress(3_000)])
    board.refresh()
    words = board.panels[2]._readings.accessibleName()
    assert "Images seen 768,000" in words
    assert "Memory 1.1\N{THIN SPACE}GB" in words
    speed = feed.progress(3_000).steps_per_second
    assert f"Left {3_000 / speed:.0f}\N{THIN SPACE}s" in words


def test_differences_are_signed_and_their_scale_is_the_largest():
    before = np.full((2, 4, 4, 1), 100, np.uint8)
    now = before.copy()
    now[0, 0, 0], now[1, 2, 3] = 160, 70
    pictures, most = difference(now, before, dark=True)
    assert most == 60
    middle, brighter, darker = pictures[0, 3, 3], pictures[0, 0, 0], pictures[1, 2, 3]
    table = diverging_table(dark=True)
    assert brighter.tolist() == table[255].tolist()
    assert darker.tolist() == table[64].tolist()
    assert middle.tolist() == table[128].tolist()
    assert difference(before, before, dark=False)[1] == 1
