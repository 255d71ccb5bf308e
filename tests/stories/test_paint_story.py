"""As a user I paint on the labels of a trained model with the mouse, and its picture follows."""

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtTest import QTest

from ganstudio import cli
from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.edit.documents import Session
from ganstudio.edit.provenance import read_script
from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.painting_samples import sample_map
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.widgets.toast import Toast
from ganstudio.ui.window import MainWindow
from tests.tiny import train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drag, drop, rest, send_move
from tests.ui.tools.lasting import alarms

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))
SKY, ROAD, TREE, CAR = 0, 2, 6, 8
SPADE = """\
data: {kind: streets, size: 32, count: 8}
system:
  system: labels2image
  generator: {kind: spade, channels: 2, style: 4, hidden: 4}
  critic: {kind: multiscale, channels: 2, halvings: 2, scales: 1}
  style_encoder: {kind: style, channels: 2, style: 4, halvings: 2}
  generator_optimizer: {kind: adam, lr: 0.01}
schedule: {steps: 10, batch: 2, snapshot_every: 0, evaluate_every: 0}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """With a trained run."""
    made = tmp_path_factory.mktemp("home")
    train(SPADE, made / "runs/painter")
    return made


@pytest.fixture(scope="module")
def shown_window(qapp, home):
    """One for all stories: its workers end with each, and begin again with the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        theme().install("dark")
        made = MainWindow(StudioContext(SettingsStore(home / "settings.json")))
        made.resize(1440, 900)
        made.show()
        made.context.set_engine_ready(FACTS)
        yield made
        rest_all(made)
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot, shown_window, home, own_home, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(home))  # in place of the test's own
    qtbot.waitExposed(shown_window)
    yield shown_window
    rest_all(shown_window)
    for toast in shown_window.findChildren(Toast):
        toast.close_toast()
    qtbot.waitUntil(lambda: not alarms(shown_window), timeout=30_000)


def rest_all(window):
    assert window.context.tasks.shut_down()
    for workspace in window.centre.workspaces():
        assert workspace.may_close()
    window.context.settings_store.flush()


@pytest.fixture
def edit(qtbot, window, home):
    """The tool with nothing painted yet."""
    window.context.open_model("edit", home / "runs/painter")
    qtbot.waitUntil(lambda: window.centre.current_key == "edit", timeout=30_000)
    workspace = window.centre.current()
    qtbot.waitUntil(lambda: workspace.tool is not None, timeout=30_000)
    qtbot.waitUntil(lambda: not window.context.tasks.tasks(), timeout=30_000)
    workspace.open_model(home / "runs/painter", Session(workspace="edit"))
    qtbot.waitUntil(lambda: not window.context.tasks.tasks(), timeout=30_000)
    workspace.tool.set_mode("stroke")
    workspace.tool.canvas.set_tool("brush")
    settled(qtbot, workspace)
    return workspace


def settled(qtbot, edit):
    rest(qtbot, edit)
    qtbot.waitUntil(lambda: edit.tool.exported() is not None, timeout=30_000)


def at(canvas, x, y, pane=0) -> QPointF:
    return canvas.viewport.to_widget((x, y), canvas.viewport.panes()[pane])


def key(canvas, name, keys=NO_KEYS):
    QTest.keyClick(canvas, name, keys)


def labels(edit):
    """What the session keeps, which is what is seen."""
    kept = edit.tool.state.regions.array()
    assert np.array_equal(kept, edit.tool.canvas.labels)
    return kept


def shown(edit):
    return edit.tool.exported()[1].pictures[0]


def test_a_stroke_changes_labels_and_picture_and_is_undone_as_one(qtbot, window, edit):
    canvas = edit.tool.canvas
    before, picture = labels(edit).copy(), shown(edit).copy()
    assert len(np.unique(before)) > 3, "a street was there to begin with"
    key(canvas, Qt.Key.Key_7)
    edit.tool.brush_bar.brush_size.slider.set_value(5)
    canvas.set_pen_size(5)
    drag(canvas, at(canvas, 4, 6), at(canvas, 28, 6))
    painted = labels(edit)
    assert (painted[6, 4:28] == TREE).all()
    assert (painted[12:] == before[12:]).all()
    assert edit.desk.history.undo_title == "Brush, Tree"
    settled(qtbot, edit)
    assert (shown(edit) != picture).any()
    assert edit.tool.view_bar.badge.text.startswith("Up to date")
    window.registry.trigger("edit.undo")
    assert (labels(edit) == before).all()
    settled(qtbot, edit)
    assert (shown(edit) == picture).all()
    window.registry.trigger("edit.redo")
    assert (labels(edit) == painted).all()


def test_the_tools_of_a_painter_do_what_their_keys_say(qtbot, edit):
    canvas = edit.tool.canvas
    edit.tool.set_mode("manual")
    key(canvas, Qt.Key.Key_1)
    edit.tool.start_blank()
    assert (labels(edit) == SKY).all()
    key(canvas, Qt.Key.Key_R)
    key(canvas, Qt.Key.Key_3)
    drag(canvas, at(canvas, 4, 16), at(canvas, 20, 28))
    assert (labels(edit) == ROAD).sum() == 16 * 12
    key(canvas, Qt.Key.Key_X)
    assert canvas.value == SKY
    QTest.mouseClick(canvas, LEFT, Qt.KeyboardModifier.AltModifier, at(canvas, 6, 20).toPoint())
    assert canvas.value == ROAD
    key(canvas, Qt.Key.Key_9)
    key(canvas, Qt.Key.Key_F)
    QTest.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, 10, 20, pane=1).toPoint())
    assert (labels(edit) == CAR).sum() == 16 * 12
    key(canvas, Qt.Key.Key_M)
    drag(canvas, at(canvas, 10, 20), at(canvas, 14, 10))
    moved = labels(edit)
    assert (moved[6:18, 8:24] == CAR).all()
    assert (moved == CAR).sum() == 16 * 12
    key(canvas, Qt.Key.Key_E)
    canvas.set_pen_size(31)
    drag(canvas, at(canvas, 2, 12), at(canvas, 30, 12))
    assert (labels(edit)[6:18, 8:24] == SKY).all(), "the eraser brings back the blank canvas"
    assert edit.tool.view_bar.badge.text == "Older than the labels"
    edit.tool.paint_now()
    settled(qtbot, edit)


def test_locks_and_a_contour_of_the_right_button_hold(edit):
    canvas, tool = edit.tool.canvas, edit.tool
    tool.set_mode("manual")
    key(canvas, Qt.Key.Key_1)
    tool.start_blank()
    key(canvas, Qt.Key.Key_R)
    key(canvas, Qt.Key.Key_9)
    drag(canvas, at(canvas, 10, 10), at(canvas, 20, 20))
    key(tool.side.palette_list, Qt.Key.Key_L)  # of the row of the active class
    assert tool.state.locked == (CAR,)
    assert "Car is locked" in tool.side.lock_note._text
    key(canvas, Qt.Key.Key_3)
    corners = [at(canvas, x, y) for x, y in ((5, 5), (27, 5), (27, 27), (5, 27))]
    right = Qt.MouseButton.RightButton
    QTest.mousePress(canvas, right, NO_KEYS, corners[0].toPoint())
    for corner in corners[1:]:
        QTest.mouseMove(canvas, corner.toPoint())
    QTest.mouseRelease(canvas, right, NO_KEYS, corners[-1].toPoint())
    found = labels(edit)
    assert (found == CAR).sum() == 100
    assert (found == ROAD).sum() == 22 * 22 - 100
    tool.brush_bar.only_changed.emit(SKY)
    assert canvas.limits == (frozenset({CAR}), SKY)
    for _ in range(3):
        edit.desk.undo()
    assert canvas.limits == (frozenset(), None)
    assert tool.side.palette_list.locked == frozenset()
    for _ in range(3):
        edit.desk.redo()
    assert tool.brush_bar.over.value == SKY
    assert tool.side.palette_list.locked == {CAR}


def test_a_press_beside_the_map_starts_nothing_and_escape_takes_a_stroke_back(edit):
    canvas = edit.tool.canvas
    before, steps = labels(edit).copy(), len(edit.desk.history.titles)
    drag(canvas, QPointF(2, 2), at(canvas, 16, 16))
    key(canvas, Qt.Key.Key_5)
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, 8, 8).toPoint())
    assert canvas.is_pressed
    assert (canvas.labels != before).any()
    key(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, 8, 8).toPoint())
    assert (labels(edit) == before).all()
    assert len(edit.desk.history.titles) == steps


def test_styles_are_chosen_blended_and_read_of_a_picture(qtbot, edit, tmp_path):
    cells, tool = edit.tool.styles.cells, edit.tool
    first = shown(edit).copy()
    QTest.mouseClick(cells, LEFT, NO_KEYS, cells.cell(2).center().toPoint())
    settled(qtbot, edit)
    second = shown(edit).copy()
    assert (second != first).any()
    steps = len(edit.desk.history.titles)
    for share in (0.3, 0.6, 1.0):
        tool.styles.blend.changed.emit(share)
    tool.styles.blend.committed.emit(1.0)
    assert len(edit.desk.history.titles) == steps + 1
    settled(qtbot, edit)
    assert (shown(edit) == first).all(), "the end of the slider is the style before"
    photo = np.random.default_rng(0).integers(0, 256, (50, 70, 3)).astype(np.uint8)
    Image.fromarray(photo).save(tmp_path / "photo.png")
    cells.dropped.emit(tmp_path / "photo.png")
    settled(qtbot, edit)
    assert tool.state.styles[-1].name == "photo.png"
    (tmp_path / "torn.png").write_bytes(b"torn")
    cells.dropped.emit(tmp_path / "torn.png")
    told = edit.context.log.notices()[-1]
    assert "torn.png cannot be read as a picture" in f"{told.title} {told.detail}"


def test_a_label_file_is_opened_and_a_bad_one_is_told(edit, tmp_path):
    ids = np.zeros((32, 32), np.uint8)
    ids[20:] = ROAD
    Image.fromarray(ids).save(tmp_path / "labels.png")
    edit.tool.beginnings.from_file(tmp_path / "labels.png")
    assert (labels(edit) == ids).all()
    Image.fromarray(ids + 90).save(tmp_path / "bad.png")
    edit.tool.beginnings.from_file(tmp_path / "bad.png")
    told = edit.context.log.notices()[-1]
    assert "bad.png has the id 90" in f"{told.title} {told.detail}"
    assert (labels(edit) == ids).all()


def test_a_picture_that_is_dropped_gives_labels_or_a_style(qtbot, edit, tmp_path):
    photo = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    Image.fromarray(photo).save(tmp_path / "photo.png")
    tool, mime = edit.tool, QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "photo.png"))])
    before = labels(edit).copy()

    def choose(words):
        drop(tool, mime, tool.canvas.geometry().center())
        menu = tool.beginnings.menu
        assert menu.isVisible()
        menu.setActiveAction(next(one for one in menu.actions() if words in one.text()))
        QTest.keyClick(menu, Qt.Key.Key_Return)

    choose("Read its labels")
    qtbot.waitUntil(lambda: not edit.context.tasks.tasks(), timeout=30_000)
    assert edit.desk.history.undo_title == "Start from photo.png"
    assert (labels(edit) != before).any()
    told = edit.context.log.notices()[-1]
    assert "fitted to this run's own pictures" in told.detail
    choose("Take its style")
    assert tool.state.styles[tool.state.style].name == "photo.png"
    assert "whole picture" in tool.side.style_words.text()
    settled(qtbot, edit)


def test_an_exported_picture_brings_its_labels_back(qtbot, window, edit, tmp_path):
    canvas = edit.tool.canvas
    key(canvas, Qt.Key.Key_3)
    drag(canvas, at(canvas, 5, 5), at(canvas, 25, 25))
    settled(qtbot, edit)
    kept, picture = labels(edit).copy(), shown(edit).copy()
    edit.export_to(tmp_path / "painting.png")
    assert (np.asarray(Image.open(tmp_path / "painting.png")) == picture).all()
    assert read_script(tmp_path / "painting.png").edit == edit.tool.state
    again = tmp_path / "again.png"
    arguments = ["edit", "painter", str(tmp_path / "painting.edit.yaml"), "-o", str(again)]
    assert cli.run(arguments) == 0
    assert (np.asarray(Image.open(again)) == picture).all()
    edit.tool.start_blank()
    window.context.open_path(tmp_path / "painting.png")
    qtbot.waitUntil(lambda: np.array_equal(edit.tool.canvas.labels, kept), timeout=30_000)
    settled(qtbot, edit)
    assert (shown(edit) == picture).all()


@pytest.fixture
def run(qtbot, window):
    """One that goes on training until the story ends."""
    preset = SPADE.replace("steps: 10", "steps: 100000").replace("every: 0", "every: 4", 1)
    window.context.open_preset(None, preset, start=True, name="own")
    window.context.navigate("train")
    training = window.centre.current().desk
    run = training.current
    qtbot.waitUntil(lambda: run.step > 4, timeout=60_000)
    yield run
    training.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)


def opened(qtbot, window, run):
    """The Edit workspace with the model of a run."""
    window.context.open_model("edit", run.path)
    qtbot.waitUntil(lambda: window.centre.current_key == "edit", timeout=30_000)
    edit = window.centre.current()
    desk = edit.desk
    qtbot.waitUntil(lambda: desk.chosen and desk.chosen.path == run.path, timeout=30_000)
    qtbot.waitUntil(lambda: edit.tool is not None, timeout=30_000)
    return edit


@pytest.fixture
def held_sample(window, monkeypatch):
    """Set, the first sample map comes; a test that ends before keeps no task waiting."""
    may_come = Event()

    def late(*given):
        assert may_come.wait(60)
        return sample_map(*given)

    monkeypatch.setattr("ganstudio.ui.tools.painting_begin.sample_map", late)
    yield may_come
    may_come.set()


def test_painting_goes_on_while_the_same_run_trains(qtbot, window, run, held_sample):
    """Its newest weights are followed or held; a live picture comes before the stroke ends."""
    edit = opened(qtbot, window, run)
    canvas, bar = edit.tool.canvas, edit.bar
    assert bar.weights.text.startswith("training now, step ")
    assert bar.newer.isVisible()
    key(canvas, Qt.Key.Key_8)
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, 6, 4).toPoint())
    send_move(canvas, at(canvas, 26, 4))
    held, painted = edit.desk.chosen.model.step, canvas.labels.copy()
    qtbot.waitUntil(lambda: edit.desk.chosen.model.step > held, timeout=30_000)
    assert canvas.is_pressed, "newer weights leave a stroke alone"
    at_work = [task.title for task in window.context.tasks.tasks()]
    assert at_work.count("Read a label map") == 1, "the first sample is read once"
    held_sample.set()
    qtbot.waitUntil(lambda: not window.context.tasks.tasks(), timeout=30_000)
    assert canvas.is_pressed, "the first sample leaves a stroke alone"
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, 26, 4).toPoint())
    assert np.array_equal(labels(edit), painted)

    QTest.keyClick(bar.newer, Qt.Key.Key_Right)
    assert bar.newer.value is False
    qtbot.waitUntil(lambda: not window.context.tasks.tasks(), timeout=30_000)
    settled(qtbot, edit)
    held, step, picture = edit.desk.chosen.model.step, run.step, shown(edit).copy()

    edit.tool.set_mode("live")
    key(canvas, Qt.Key.Key_7)
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, 6, 8).toPoint())
    send_move(canvas, at(canvas, 26, 8))
    qtbot.waitUntil(lambda: edit.tool._made[0].regions != edit.tool.state.regions, timeout=30_000)
    assert canvas.is_pressed
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, 26, 8).toPoint())
    settled(qtbot, edit)
    assert (shown(edit) != picture).any()
    assert edit.desk.history.undo_title == "Brush, Tree"
    edit.desk.undo()
    settled(qtbot, edit)
    qtbot.waitUntil(lambda: run.step > step + 5, timeout=30_000)
    assert edit.desk.chosen.model.step == held
    assert (shown(edit) == picture).all(), "what is held does not learn"

    QTest.keyClick(bar.newer, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: edit.desk.chosen.model.step > held, timeout=30_000)
    settled(qtbot, edit)
