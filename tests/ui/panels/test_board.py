import numpy as np
import pytest

from ganstudio.core.events import RunStarted, ScalarsRecorded, SettingChanged
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.gradients import GradientsPanel
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.scores import ScoresPanel
from ganstudio.ui.panels.snapshots import SnapshotsPanel
from ganstudio.ui.panels.throughput import ThroughputPanel
from ganstudio.ui.panels.wasserstein import WassersteinPanel
from ganstudio.ui.panels.world import WorldPanel
from tests.ui.panels import feed

KINDS = (
    LossesPanel, GradientsPanel, WassersteinPanel, ScoresPanel, WorldPanel, SnapshotsPanel,
    ThroughputPanel,
)  # fmt: skip


@pytest.fixture
def board(qtbot):
    made = PanelBoard()
    panels = [kind() for kind in KINDS]
    made.add(panels)
    for panel in panels:
        qtbot.addWidget(panel)
        panel.resize(520, 300)
        panel.show()
    yield made
    made.stop()


def by_title(board, title):
    return next(panel for panel in board.panels if panel.title == title)


def test_events_become_curves_pictures_and_readings(board):
    board.receive(feed.run(400))
    board.refresh()
    assert board.curves.last_step == 399
    assert board.snapshots.steps == (0, 100, 200, 300)
    drawn = by_title(board, "Losses").plot.values_at(390)
    assert set(drawn) == {"critic/loss", "generator/loss"}
    assert np.isfinite(list(drawn.values())).all()


def test_every_panel_says_what_is_missing_before_the_first_event(board):
    for panel in board.panels:
        assert not panel.refresh()
        assert panel.is_empty()
        assert panel.empty_title
        assert panel.empty_text.endswith(".")


def test_panel_repaints_once_for_what_is_new(board):
    board.receive(feed.run(200))
    panel = by_title(board, "Losses")
    assert panel.refresh()
    assert not panel.refresh()
    board.receive([ScalarsRecorded(220, 1.0, feed.curves(200, 220))])
    assert panel.refresh()


def test_hidden_panel_waits_until_it_is_seen(board):
    panel = by_title(board, "Losses")
    panel.hide()
    board.receive(feed.run(200))
    assert not panel.refresh()
    panel.show()
    assert panel.refresh()


def test_one_playhead_moves_every_panel(board, qtbot):
    board.receive(feed.run(400))
    with qtbot.waitSignal(board.playhead_moved) as moved:
        by_title(board, "Losses").playhead_moved.emit(200)
    assert moved.args == [200]
    assert {panel.playhead for panel in board.panels} == {200}
    board.set_playhead(None)
    assert {panel.playhead for panel in board.panels} == {None}


def test_run_that_continues_forgets_what_came_after(board):
    board.receive(feed.run(400))
    board.receive([RunStarted("ring", "CPU", 200, 6_000, {}, resumed=True)])
    assert board.snapshots.steps == (0, 100, 200)
    assert board.curves.at("critic/loss").step == 200
    assert board.snapshots.latest.step == 200


def test_another_run_starts_empty(board):
    board.receive(feed.run(400))
    board.refresh()
    board.open_run()
    assert board.curves.names == ()
    for panel in board.panels:
        panel.refresh()
        assert panel.is_empty()


def test_events_of_other_kinds_make_no_work(board):
    board.receive(feed.run(100))
    board.refresh()
    board.receive([SettingChanged(90, "system.lr", 1, 2)])
    assert not by_title(board, "Critic values").refresh()


def test_timer_lets_panels_take_turns(board, qtbot):
    board.receive(feed.run(100))
    drawn = []
    for panel in board.panels:
        panel.redraw = lambda title=panel.title: drawn.append(title)
    board.start()
    qtbot.waitUntil(lambda: len(drawn) >= len(KINDS), timeout=30_000)
    assert sorted(drawn[: len(KINDS)]) == sorted(kind.title for kind in KINDS)
