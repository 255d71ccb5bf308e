"""As a user I drop the files of a published model on the window, and take its generator out."""

import warnings

import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow
from tests.interop import theirs

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "home"))
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=lambda _: made.context.tasks.shut_down())
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.context.set_engine_ready(FACTS)
    yield made
    made.context.settings_store.flush()


def drag_and_drop(window, paths) -> str:
    """What a hand does; gives what the window said while the files hung over it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(QPoint(400, 400), action, data, left, none))
    words = window.drop_overlay.words
    window.dropEvent(QDropEvent(QPointF(400, 400), action, data, left, none))
    return words


def settle(qtbot, window):
    qtbot.waitUntil(lambda: not window.context.tasks.tasks(), timeout=30_000)


def test_a_published_model_is_dropped_opened_and_taken_out(qtbot, window, tmp_path, monkeypatch):
    states = [(f"latest_net_G_{side}.pth", theirs.resnet()) for side in "AB"]
    files = theirs.write_all(tmp_path / "published", states)

    notices = window.context.log.notices
    words = drag_and_drop(window, files[:1])
    assert words == "Import latest_net_G_A.pth as a run"
    qtbot.waitUntil(lambda: len(notices()) > 0, timeout=60_000)
    assert "lacks the generator from B to A" in notices()[-1].title
    settle(qtbot, window)

    words = drag_and_drop(window, files)
    assert words == "Import latest_net_G_A.pth and 1 more as a run"
    qtbot.waitUntil(lambda: window.centre.current_key == "train", timeout=60_000)
    settle(qtbot, window)
    run = tmp_path / "home" / "runs" / "CycleGAN 01"
    assert window.context.current_run == str(run)
    told = next(one for one in window.context.log.notices() if "is in your runs" in one.title)
    assert "crop_size 256" in told.detail

    window.context.navigate("runs")
    workspace = window.centre.current()
    workspace.reload()
    settle(qtbot, window)
    workspace.select([run])
    target = tmp_path / "there.pt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.registry.trigger("runs.export")
    settle(qtbot, window)
    with warnings.catch_warnings(action="ignore"):
        network = torch.jit.load(target)
    assert network(torch.zeros(1, 3, 64, 64)).shape == (1, 3, 64, 64)
