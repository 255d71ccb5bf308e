"""As a user I change a preset, keep it, launch it and send it; a colleague imports it."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from ganstudio.core.paths import own_presets_dir
from ganstudio.engine import bundle, preset
from ganstudio.engine.cards import find_preset
from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.preset_sheets import ImportForm
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_window(qtbot, tmp_path):
    """A studio with a home of its own for each user; kept until it is closed."""
    opened = []

    def make(user, monkeypatch):
        monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / user))
        theme().install("dark")
        window = MainWindow(StudioContext(SettingsStore(tmp_path / user / "settings.json")))
        opened.append(window)
        qtbot.addWidget(window, before_close_func=lambda made: end(qtbot, made))
        window.resize(1440, 900)
        window.show()
        qtbot.waitExposed(window)
        window.context.set_engine_ready(FACTS)
        return window

    return make


def end(qtbot, window):
    for training in window.context.trainings():
        training.stop()
        assert training.wait(30_000)
    qtbot.waitUntil(lambda: not window.context.trainings(), timeout=30_000)
    assert window.context.tasks.shut_down()
    window.context.settings_store.flush()


def choose(combo, value):
    """Pick an entry with the keyboard."""
    combo.setFocus()
    values = [combo.itemData(row, Qt.ItemDataRole.UserRole + 2) for row in range(combo.count())]
    step = values.index(value) - combo.currentIndex()
    for _ in range(abs(step)):
        QTest.keyClick(combo, Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up)


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), copy, data, LEFT, none))
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, LEFT, none))


def test_a_changed_preset_is_kept_launched_sent_and_imported(
    qtbot, open_window, monkeypatch, tmp_path
):
    window = open_window("author", monkeypatch)
    window.context.open_preset(find_preset("wgan-gp-ring"))
    design = window.centre.current()
    assert design.key == "design"
    measured = []
    design.runner.measured.connect(measured.append)

    choose(design.form.line("system.objective").combo, "hinge")
    parts = design.form.line("system.constraints")
    menu = next(a for a in parts.menu().actions() if a.data() == "spectral_norm")
    design.form.hub.part_added.emit(parts.row, menu.data())
    choose(design.form.line("system.critic.norm").editor.combo, "batch")
    severities = {finding.severity for finding in design.form.preset.findings()}
    assert "warning" in severities
    equation = " ".join(s.latex for s in design.form.preset.system.equation().lines[0].segments)
    assert r"\max" in equation
    qtbot.waitUntil(lambda: bool(measured), timeout=60_000)
    assert measured[-1].parameters["critic"] > 0

    qtbot.mouseClick(design.right.save, LEFT)
    words = design.saver.form
    words.title.selectAll()
    qtbot.keyClicks(words.title, "Hinge on the ring")
    qtbot.keyClick(words.title, Qt.Key.Key_Return)
    saved = list(own_presets_dir().glob("*.yaml"))
    assert [path.name for path in saved] == ["hinge-on-the-ring.yaml"]
    mine = preset.load(saved[0])
    assert mine.system.objective.kind == "hinge"
    assert [part.kind for part in mine.system.constraints] == ["spectral_norm"]

    qtbot.waitUntil(design.right.start.isEnabled, timeout=60_000)
    qtbot.mouseClick(design.right.start, LEFT)
    train = window.centre.current()
    assert train.key == "train"
    qtbot.waitUntil(lambda: train.desk.current.step >= 2, timeout=60_000)
    assert train.desk.current.preset == mine
    train.desk.stop()
    qtbot.waitUntil(lambda: not train.desk.current.is_training, timeout=30_000)

    sent = tmp_path / "mine.ganpreset"
    bundle.pack(mine, sent, notes="Have a look")

    colleague = open_window("colleague", monkeypatch)
    assert not list(own_presets_dir().glob("*.yaml"))
    drop(colleague, sent)
    shelf = colleague.centre.current()
    assert shelf.key == "presets"
    qtbot.waitUntil(lambda: shelf.desk.sheet is not None, timeout=20_000)
    form = shelf.desk.sheet.findChild(ImportForm)
    assert "preset" in form.statement.text()
    qtbot.mouseClick(form.primary, LEFT)
    qtbot.waitUntil(lambda: bool(list(own_presets_dir().glob("*.yaml"))), timeout=20_000)
    (received,) = own_presets_dir().glob("*.yaml")
    assert received.read_bytes() == saved[0].read_bytes()
