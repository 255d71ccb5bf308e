"""As a user I start the ring demo, watch it, change it, look back, stop it and resume it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from ganstudio.engine.cards import find_preset
from ganstudio.engine.preset import dumps, load
from ganstudio.engine.run import RunFolder
from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.widgets.buttons import PrimaryButton
from ganstudio.ui.window import MainWindow

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))


@pytest.fixture
def window(qtbot, tmp_path):
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=lambda window: end(qtbot, window))
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def end(qtbot, window):
    train = window.centre.current()
    assert train.desk.shut_down(30_000)
    qtbot.waitUntil(lambda: not window.context.trainings(), timeout=30_000)
    assert window.context.tasks.shut_down()
    assert train.may_close()
    window.context.settings_store.flush()


def press(window, keys):
    """The action that answers to these keys, as the menus would run it."""
    wanted = QKeySequence(keys)
    found = [one for one in window.registry.all() if window.registry.keys(one) == wanted]
    assert len(found) == 1, f"{keys}: {found}"
    window.registry.trigger(found[0].id)


def test_the_ring_demo_from_the_empty_state_to_a_resumed_run(qtbot, window):
    context = window.context
    context.navigate("train")
    assert "train" not in [one.key for one in window.centre.workspaces()]
    context.set_engine_ready(FACTS)
    train = window.centre.current()

    begin = next(b for b in train.empty.findChildren(PrimaryButton) if b.isVisible())
    qtbot.mouseClick(begin, Qt.MouseButton.LeftButton)
    run = train.desk.current
    assert run.phase in ("starting", "reading data")
    qtbot.waitUntil(lambda: run.step >= 8, timeout=60_000)
    assert window.windowTitle().startswith("wgan-gp-ring 01")
    assert context.trainings()[0].name == "wgan-gp-ring 01"

    press(window, "Space")
    qtbot.waitUntil(lambda: run.phase == "paused", timeout=30_000)
    at = run.step
    press(window, ".")
    qtbot.waitUntil(lambda: run.step == at + 1, timeout=30_000)

    live = train.view.panels["panel-live"]
    row = live._rows["system.critic_optimizer.lr"]
    field = row._control.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.0003")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: run.preset.system.critic_optimizer.lr == 0.0003, timeout=30_000)

    press(window, "F5")
    qtbot.waitUntil(lambda: run.snapshots.steps[-1] == at + 1, timeout=30_000)
    strip = train.view.panels["panel-snapshots"]
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert train.view.board.playhead == 0
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert train.view.board.playhead is None

    window.close()
    assert window.isVisible()
    window.closing.question.answered.emit("keep")

    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    assert not context.trainings()
    assert run.checkpoints[-1] == at + 1
    press(window, "Ctrl+R")
    qtbot.waitUntil(lambda: run.step > at + 1, timeout=60_000)
    assert run.phase == "running"


def test_a_finished_run_is_trained_longer(qtbot, window):
    context = window.context
    context.set_engine_ready(FACTS)
    preset = load(find_preset("wgan-gp-ring")).edited("schedule.steps", 6)
    context.open_preset(None, dumps(preset), start=True, name="short")
    context.navigate("train")
    train = window.centre.current()
    run, bar = train.desk.current, train.view.bar
    qtbot.waitUntil(lambda: run.phase == "finished" and not run.is_training, timeout=60_000)
    strip = train.view.panels["panel-snapshots"]
    assert (strip._viewing.text(), strip._place.text()) == ("Finished at", "step 6")
    assert not bar.resume.isVisible()
    assert window.registry.find("run.longer").enabled() is True

    qtbot.mouseClick(bar.longer, Qt.MouseButton.LeftButton)
    form = train.longer
    assert form.more == 6
    assert form.sum.text() == "12 steps in all"
    QTest.keyClicks(form.field, "nothing")
    assert not form.primary.isEnabled()
    form.field.selectAll()
    QTest.keyClicks(form.field, "4")
    assert form.sum.text() == "10 steps in all"
    qtbot.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: run.step == 10 and not run.is_training, timeout=60_000)
    assert (run.phase, run.total_steps) == ("finished", 10)
    assert RunFolder.open(run.path).info().total_steps == 10
    steps = run.curves.smoothed("critic/loss")[0].tolist()
    assert steps == list(range(1, 11))

    qtbot.mouseClick(bar.longer, Qt.MouseButton.LeftButton)
    assert train.longer.more == 10
    qtbot.mouseClick(train.longer.safe, Qt.MouseButton.LeftButton)
    assert run.phase == "finished"
