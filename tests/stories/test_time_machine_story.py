"""As a user I go back along a run: one playhead for all, two moments compared, a film of it all."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from ganstudio.engine.run import RunFolder
from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.widgets.slider import Slider
from ganstudio.ui.window import MainWindow
from tests.ui.rings import RING

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))
DIGITS = """
title: Small digits
data: {kind: digits, size: 16}
system:
  system: latent
  generator: {kind: mlp, width: 16}
  critic: {kind: mlp, width: 16}
schedule: {steps: 30, batch: 16, snapshot_every: 10, evaluate_every: 0, checkpoint_every: 0}
"""


@pytest.fixture
def window(qtbot, tmp_path):
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=lambda window: end(qtbot, window))
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.context.set_engine_ready(FACTS)
    return made


def end(qtbot, window):
    train = window.centre.current()
    assert train.desk.shut_down(30_000)
    qtbot.waitUntil(lambda: not window.context.trainings(), timeout=30_000)
    assert window.context.tasks.shut_down()
    assert train.may_close()
    window.context.settings_store.flush()


def trained(qtbot, window, text):
    """The view of a run that was trained to its end in the window."""
    window.context.open_preset(None, text, start=True)
    window.context.navigate("train")
    train = window.centre.current()
    run = train.desk.current
    qtbot.waitUntil(lambda: run.phase == "finished" and not run.is_training, timeout=60_000)
    train.view.board.refresh()
    return train


def nearest(step, read):
    """Readings have a budget: on a busy machine not every snapshot comes with one."""
    return min(read, key=lambda one: abs(one - step))


def held(qtbot, run, step):
    """A snapshot, when it has been read: a fast run's window passes over some."""
    qtbot.waitUntil(lambda: run.snapshots.shown_at(step) is not None, timeout=30_000)
    return run.snapshots.shown_at(step)


def moments(view):
    """The snapshots' panel, the world and the losses of a run."""
    return (view.panels[f"panel-{name}"] for name in ("snapshots", "world", "losses"))


def the_keys_act_beside_sliders_and_buttons(window, view):
    rate = next(one for one in view.panels["panel-live"].findChildren(Slider) if one.isVisible())
    rate.setFocus()
    before = rate.value
    QTest.keyClick(rate, Qt.Key.Key_Home)
    assert (rate.value < before, view.board.playhead) == (True, None)  # a slider keeps its keys
    button = view.bar.fork
    button.setFocus()
    assert window.isActiveWindow()
    offered = [window.registry.keys(one).toString() for one in window.registry.all()]
    keys = [one for one in offered if one]
    assert len(set(keys)) == len(keys)
    assert {"Left", "Right", "Home", "End", "Space", "P", "B", "L", "F2", "\\"} <= set(keys)
    QTest.keyClick(button, Qt.Key.Key_Home)
    QTest.keyClick(button, Qt.Key.Key_Right)


def plots_follow_the_axis_and_keep_it(window, view, run):
    strip, _, losses = moments(view)
    window.context.settings_store.change("plots", axis="images")
    assert losses.plot.playhead == 10 * run.preset.schedule.batch
    assert strip.strip.x_of(20) == pytest.approx((strip.strip.x_of(0) + strip.strip.x_of(40)) / 2)
    column = losses.plot.widget_x(20 * run.preset.schedule.batch)
    place = losses.plot._strip.rect().center()
    place.setX(round(column))
    QTest.mouseClick(losses.plot._strip, Qt.MouseButton.LeftButton, pos=place)
    assert abs(view.board.playhead - 20) <= 1
    window.context.settings_store.change("plots", axis="time")
    at = losses.plot.playhead
    assert losses.axis.step(at) == pytest.approx(view.board.playhead)
    reopened = SettingsStore(window.context.settings_store.path)
    window.context.settings_store.save()
    reopened.load()
    assert reopened.value.plots.axis == "time"


def a_step_is_pinned_named_and_held(window, view, run):
    strip, world, _ = moments(view)
    rail = window.rail
    rail.setFocus()
    QTest.keyClick(rail, Qt.Key.Key_P)
    assert strip.strip.pinned == 20
    QTest.keyClick(rail, Qt.Key.Key_B)
    QTest.keyClick(rail, Qt.Key.Key_F2)
    (row,) = strip.names.rows
    QTest.keyClicks(row.field, "The best of it")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    strip.names.hide()
    assert RunFolder.open(run.path).bookmarks() == {20: "The best of it"}
    QTest.keyClick(rail, Qt.Key.Key_End)
    QTest.keyPress(rail, Qt.Key.Key_Backslash)
    assert view.board.playhead == 20
    assert world.playhead == 20
    QTest.keyRelease(strip.strip, Qt.Key.Key_Backslash)
    assert view.board.playhead is None
    QTest.mousePress(strip._other, Qt.MouseButton.LeftButton)
    assert view.board.playhead == 20
    QTest.mouseRelease(strip._other, Qt.MouseButton.LeftButton)
    assert view.board.playhead is None


def test_one_playhead_moves_curves_world_histograms_and_strip(qtbot, window):
    train = trained(qtbot, window, RING.replace("steps: 100000", "steps: 40"))
    view, run = train.view, train.desk.current
    panels = view.panels
    strip, world = panels["panel-snapshots"], panels["panel-world"]
    losses, scores, weights = (panels[f"panel-{n}"] for n in ("losses", "scores", "weights"))
    for name in ("panel-weights", "panel-scores"):
        view.docks.docks[name].show()
        view.docks.docks[name].raise_()
    assert run.snapshots.steps == (0, 10, 20, 30, 40)

    the_keys_act_beside_sliders_and_buttons(window, view)
    assert [panel.playhead for panel in view.board.panels] == [10] * len(panels)
    shown = held(qtbot, run, 10)
    qtbot.waitUntil(lambda: world.canvas._world is shown.world, timeout=30_000)
    assert losses.plot.playhead == 10
    assert scores._shown().step == nearest(10, scores._measured)
    assert weights.shown().step == nearest(10, weights._readings)

    plots_follow_the_axis_and_keep_it(window, view, run)
    a_step_is_pinned_named_and_held(window, view, run)

    losses.plot._strip.setFocus()  # for Space belongs to the button that had the keyboard
    QTest.keyClick(losses, Qt.Key.Key_Home)
    QTest.keyClick(losses, Qt.Key.Key_Space)
    assert strip.travel.is_playing
    strip.travel.set_speed(16.0)
    qtbot.waitUntil(
        lambda: view.board.playhead == 40 and not strip.travel.is_playing, timeout=30_000
    )


def test_a_sample_is_followed_compared_and_filmed(qtbot, window, tmp_path, monkeypatch):
    train = trained(qtbot, window, DIGITS)
    view, run = train.view, train.desk.current
    samples, strip = view.panels["panel-samples"], view.panels["panel-snapshots"]
    qtbot.waitUntil(lambda: samples.grid.count > 0)
    place = samples.grid.cell_rect(5).center().toPoint()
    QTest.mouseClick(samples.grid, Qt.MouseButton.LeftButton, pos=place)
    film = samples.film.row
    qtbot.waitUntil(lambda: film.shown == (0, 10, 20, 30))
    QTest.mouseClick(film, Qt.MouseButton.LeftButton, pos=film.cell(1).center().toPoint())
    assert view.board.playhead == 10
    QTest.keyClick(film, Qt.Key.Key_Right)
    assert view.board.playhead == 20

    assert not samples._difference.isVisible()
    QTest.mouseClick(strip._pin, Qt.MouseButton.LeftButton)
    assert samples._difference.isVisible()
    qtbot.waitUntil(lambda: run.snapshots.is_held(20))
    QTest.mouseClick(samples._difference, Qt.MouseButton.LeftButton)
    assert samples._note.text().startswith("Step 20 less step 20")
    QTest.keyClick(strip, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: samples._note.text().startswith("Step 0 less step 20"))
    first, later = (held(qtbot, run, step).pictures["averaged"] for step in (0, 20))
    least = np.abs(first.astype(float) - later).max()
    assert f"±{least:.0f} of 255" in samples._note.text()
    QTest.mouseClick(strip._pin, Qt.MouseButton.LeftButton)
    assert not samples._difference.isVisible()
    assert not samples._note.isVisible()

    target = tmp_path / "film.gif"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    export = next(one for one in strip.menu.actions() if one.data() == "gif")
    export.trigger()
    qtbot.waitUntil(target.exists, timeout=20_000)
    with Image.open(target) as written:
        assert written.n_frames == 4
        assert written.info["duration"] == 200
