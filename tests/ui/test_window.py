from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from ganstudio.ui.alone import PanelAlone
from ganstudio.ui.shelf import WorkspaceEntry
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.widgets.dialog import Question
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.window import WORKSPACES, MainWindow

_PAGE = ("ganstudio.ui.workspaces.settings_page", "SettingsWorkspace")
FACTS = EngineFacts("2.13", "CPU, 2 threads", (("cpu", "CPU, 2 cores"),))

ENTRIES = (
    WorkspaceEntry("presets", "Presets", "presets", *_PAGE, needs_engine=False),
    WorkspaceEntry("design", "Design", "design", *_PAGE, needs_engine=True),
    WorkspaceEntry("train", "Train", "train", *_PAGE, needs_engine=False),
    WorkspaceEntry("nowhere", "Nowhere", "learn", "ganstudio.ui.workspaces.nowhere", "None"),
    WorkspaceEntry("settings", "Settings", "settings", *_PAGE, needs_engine=False, at_bottom=True),
)


@dataclass
class Running:
    """A run that trains until it is told to stop, as the window sees one."""

    name: str
    context: object
    stops: list = field(default_factory=list)

    def stop(self):
        self.stops.append(self.name)

    def wait(self, milliseconds):
        return True


@pytest.fixture
def window(qtbot, context):
    made = MainWindow(context, ENTRIES)
    qtbot.addWidget(made, before_close_func=_let_go)
    made.resize(1440, 900)
    context.navigate("presets")
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def _let_go(window):
    for training in window.context.trainings():
        window.context.remove_training(training)


def _drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), actions, data, buttons, none)
    window.dragEnterEvent(enter)
    words = window.drop_overlay.words
    window.dropEvent(QDropEvent(QPointF(9, 9), actions, data, buttons, none))
    return words


def test_every_listed_workspace_that_exists_can_be_named():
    keys = [entry.key for entry in WORKSPACES]
    assert len(set(keys)) == len(keys)
    assert keys[0] == "presets"
    assert WORKSPACES[-1].exists()


def test_a_workspace_without_a_module_has_no_place_in_the_rail(window):
    assert "nowhere" not in window.centre.entries
    assert [item.key for item in window.rail._items] == ["presets", "design", "train", "settings"]


def test_workspaces_are_made_when_first_shown(window, context):
    assert len(window.centre.workspaces()) == 1
    context.navigate("train")
    assert len(window.centre.workspaces()) == 2
    first = window.centre.current()
    context.navigate("presets")
    context.navigate("train")
    assert window.centre.current() is first


def test_keys_go_to_workspaces(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.centre.current_key == "train"
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.centre.current_key == "settings"
    assert [item.isChecked() for item in window.rail._items] == [False, False, False, True]


def test_the_keyboard_follows_the_pointer_into_a_workspace_and_to_its_last_place(window, qtbot):
    presets, _, train, _ = window.rail._items
    QTest.mouseClick(train, Qt.MouseButton.LeftButton)
    page = window.centre.current()
    assert QApplication.focusWidget() is page
    page.focusNextChild()
    part = QApplication.focusWidget()
    assert page.isAncestorOf(part)
    QTest.mouseClick(presets, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is window.centre.current()
    QTest.mouseClick(train, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is part


def test_a_workspace_that_needs_the_engine_waits_for_it(window, context):
    context.navigate("design")
    assert window.centre.current() is None
    assert "Loading the engine" in window.centre._waiting["design"]._title.text()
    context.set_engine_ready(FACTS)
    assert window.centre.current() is not None
    assert window.status._torch.text() == "torch 2.13"


def test_what_is_opened_before_the_engine_stands_arrives_with_it(window, context, tmp_path):
    preset = tmp_path / "ring.yaml"
    preset.write_text("data: {kind: ring}")
    arrived = []
    context.preset_opened.connect(arrived.append)
    context.open_path(preset)
    assert arrived == []
    context.set_engine_ready(FACTS)
    assert [request.path for request in arrived] == [preset]


def test_what_is_opened_arrives_once_at_a_workspace_made_for_it(window, context, tmp_path):
    run = tmp_path / "ring 01"
    run.mkdir()
    (run / "run.json").write_text("{}")
    arrived = []
    context.run_opened.connect(arrived.append)
    context.open_path(run)
    context.navigate("presets")
    context.navigate("train")
    assert arrived == [run]


def test_a_path_that_cannot_be_opened_is_told(window, context, tmp_path):
    context.open_path(tmp_path / "gone.yaml")
    assert "does not exist" in context.log.notices()[-1].title
    assert len(window.toasts.toasts) == 1


def test_dragging_says_what_will_happen_and_dropping_does_it(window, context, tmp_path):
    run = tmp_path / "ring 01"
    run.mkdir()
    (run / "run.json").write_text("{}")
    arrived = []
    context.run_opened.connect(arrived.append)
    assert _drop(window, run) == "Open the run ring 01"
    assert arrived == [run]
    assert window.drop_overlay.isHidden()


def test_dropping_something_foreign_is_refused_with_a_reason(window, context, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("")
    assert "nothing the studio opens" in _drop(window, path)
    assert context.log.notices()[-1].tone == "warn"


def test_a_narrow_window_is_compact_for_every_workspace(window, context, qtbot):
    workspace = window.centre.current()
    assert not workspace.is_compact
    window.resize(1200, 800)
    qtbot.waitUntil(lambda: workspace.is_compact)
    context.navigate("train")
    assert window.centre.current().is_compact
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not workspace.is_compact)


def test_the_header_says_where_and_what(window, context):
    context.navigate("train")
    assert window.windowTitle() == "Settings \N{EN DASH} GAN Studio"
    assert window.header.accessibleDescription() == "Settings"


def test_actions_of_a_workspace_come_and_go_with_it(window, context):
    assert window.registry.find("settings.find") is not None
    context.navigate("design")
    assert window.registry.find("settings.find") is None


def test_closing_while_a_run_trains_asks_once(window, context, qtbot):
    run = Running("ring 07", context)
    context.add_training(run)
    assert not window.close()
    assert not window.close()
    questions = window.findChildren(Question)
    assert len(questions) == 1
    assert questions[0].box.accessibleName() == "Stop while it trains?"
    assert "ring 07" in questions[0].box.accessibleDescription()


def test_keep_training_keeps_the_window(window, context):
    run = Running("ring 07", context)
    context.add_training(run)
    window.close()
    window.closing.question.box.safe.click()
    assert window.isVisible()
    assert run.stops == []


def test_stop_and_save_closes_once_the_run_has_ended(window, context):
    run = Running("ring 07", context)
    context.add_training(run)
    window.close()
    window.closing.question.box.primary.click()
    assert run.stops == ["ring 07"]
    assert window.isVisible()
    context.remove_training(run)
    assert not window.isVisible()


def test_without_a_run_it_closes_at_once(window):
    assert window.close()


def test_f6_walks_through_the_panes(window, qtbot):
    window.rail.focus_current()
    panes = (window.rail, *window.centre.current().panes())
    visited = []
    for _ in range(len(panes)):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focused = window.focusWidget()
        visited.append(next(p for p in panes if p is focused or p.isAncestorOf(focused)))
    assert visited == [*panes[1:], panes[0]]


def test_without_a_panel_f11_says_so(window, context, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert context.log.notices()[-1].title == "No panel here can stand alone"


@pytest.mark.parametrize("kind", [QSplitter, QWidget])
def test_a_panel_alone_goes_back_to_its_place(window, kind, qtbot):
    home = kind()
    qtbot.addWidget(home)
    panels = [PanelFrame(name) for name in ("One", "Two", "Three")]
    layout = None if kind is QSplitter else QVBoxLayout(home)
    for panel in panels:
        (home if layout is None else layout).addWidget(panel)
    window.centre.stack.addWidget(home)
    window.centre.stack.setCurrentWidget(home)
    alone = PanelAlone(window.centre.stack)
    assert alone.show_alone(panels[1])
    assert window.centre.stack.currentWidget() is panels[1]
    alone.put_back()
    assert window.centre.stack.currentWidget() is home
    place = home.indexOf(panels[1]) if layout is None else layout.indexOf(panels[1])
    assert place == 1
    assert panels[1].isVisible()
    assert not alone.is_active


def test_a_panel_that_stands_nowhere_cannot_stand_alone(window, qtbot):
    panel = PanelFrame("Lost")
    qtbot.addWidget(panel)
    assert not window.centre.alone.show_alone(panel)


def test_an_error_shows_a_toast_whose_details_open(window, context):
    try:
        int("x")
    except ValueError as error:
        context.tell_error(error)
    toast = window.toasts.toasts[0]
    toast.on_link()
    sheets = [child for child in window.children() if type(child).__name__ == "Sheet"]
    assert len(sheets) == 1
    sheets[0].close_overlay()


def test_the_theme_action_changes_the_setting(window, context):
    window.registry.trigger("view.theme_light")
    assert context.settings.appearance.theme == "light"
    assert window.registry.find("view.theme_light").checked()


def test_larger_text_stops_at_the_largest(window, context):
    for _ in range(8):
        window.registry.trigger("view.larger")
    assert context.settings.appearance.scale == 150


def test_a_changed_shortcut_works_at_once(window, context, qtbot):
    context.settings_store.change("shortcuts", keys={"go.train": "Ctrl+K"})
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.centre.current_key == "train"


def test_new_keys_are_entered_in_the_list_and_a_conflict_is_told(window, context, qtbot):
    window.context.keys_asked.emit("go.train")
    editor = window.centre.current()._keys
    row = editor._rows["go.train"]
    qtbot.keyClick(row.field, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert context.settings.shortcuts.keys == {"go.train": "Ctrl+1"}
    assert row._note is not None
    row._note.action.emit("take")
    assert context.settings.shortcuts.keys == {"go.train": "Ctrl+1", "go.presets": ""}
    assert row._note is None
    row._dot.click()
    assert context.settings.shortcuts.keys == {"go.presets": ""}


def test_sheets_list_keys_help_and_notices(window, context, qtbot):
    context.tell("Checkpoint 3,000 saved", tone="ok")
    for show in (window.show_shortcuts, window.show_help, window.show_log):
        show()
        sheet = next(c for c in window.children() if type(c).__name__ == "Sheet" and c.isVisible())
        assert sheet._box.height() > 100
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert sheet.isHidden()


def test_without_an_engine_the_stand_in_says_why(window, context):
    context.navigate("design")
    window.centre.fail_engine("No module named 'torch'. Run `pip install torch`.")
    page = window.centre._waiting["design"]
    assert page._title.text() == "The engine cannot be loaded"
    assert "pip install torch" in page._text.text()
