from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenuBar, QPushButton

from ganstudio.ui.actions import Action, ActionRegistry, sequence, why_disabled
from ganstudio.ui.menus import Menus


@pytest.fixture
def done():
    return []


@pytest.fixture
def registry(done, qapp):
    made = ActionRegistry()
    made.set_actions(
        "studio",
        (
            Action("a", "Open…", lambda: done.append("a"), "Tip", "Ctrl+O", "File", "open"),
            Action("b", "Never", lambda: done.append("b"), "", "Ctrl+B", "File", "other",
                   enabled=lambda: "No run is open"),
            Action("c", "Dark", lambda: done.append("c"), menu="View/Theme",
                   checked=lambda: True),
            Action("d", "Pause", lambda: done.append("d"), shortcut="Space", menu="Run"),
        ),
    )  # fmt: skip
    return made


@pytest.fixture
def window(qtbot, registry):
    shown = QMainWindow()
    qtbot.addWidget(shown)
    bar = QMenuBar()
    shown.setMenuWidget(bar)
    shown.bar = bar
    shown.menus = Menus(registry, bar, shown)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    return shown


def _menu(bar, *names):
    menu = bar
    for name in names:
        menu = next(one.menu() for one in menu.actions() if one.menu() and one.text() == name)
    return menu


def test_an_action_that_cannot_run_gives_its_reason(registry):
    assert why_disabled(registry.find("b")) == "No run is open"
    assert why_disabled(registry.find("a")) == ""
    assert why_disabled(Action("x", "X", print, enabled=lambda: False)) == "Not possible now"


def test_an_id_offered_twice_is_refused(registry):
    with pytest.raises(ValueError, match="the action a is offered twice"):
        registry.set_actions("workspace", (Action("a", "Again", print),))


def test_actions_of_an_owner_are_replaced_as_a_whole(registry):
    registry.set_actions("workspace", (Action("w", "Zoom", print),))
    registry.set_actions("workspace", ())
    assert registry.find("w") is None
    assert registry.find("a") is not None


def test_triggering_a_refused_action_tells_why_and_runs_nothing(registry, done, qtbot):
    with qtbot.waitSignal(registry.refused) as told:
        registry.trigger("b")
    assert told.args == ["No run is open"]
    assert done == []


def test_a_changed_shortcut_wins_over_its_own(registry):
    registry.set_changed_keys({"a": "Ctrl+K", "d": ""})
    assert registry.keys(registry.find("a")) == sequence("Ctrl+K")
    assert registry.keys(registry.find("d")).isEmpty()
    assert registry.has_changed_keys(registry.find("a"))


def test_actions_that_share_their_keys_are_found(registry):
    registry.set_changed_keys({"a": "Ctrl+B"})
    first = registry.find("a")
    assert [one.id for one in registry.sharing(first, registry.keys(first))] == ["b"]
    assert registry.sharing(first, QKeySequence()) == ()


def test_standard_keys_follow_the_system():
    assert sequence(QKeySequence.StandardKey.Open) == sequence("Ctrl+O")


def test_menus_hold_sections_and_submenus(window):
    file_menu = _menu(window.bar, "File")
    shown = [one.isSeparator() or one.text() for one in file_menu.actions()]
    assert shown == ["Open…", True, "Never"]
    assert [one.text() for one in _menu(window.bar, "View", "Theme").actions()] == ["Dark"]
    assert [one.text() for one in window.bar.actions()] == ["File", "View", "Run"]


def test_an_opened_menu_greys_what_is_refused_and_says_why(window):
    menu = _menu(window.bar, "File")
    menu.aboutToShow.emit()
    made = window.menus.qaction("b")
    assert not made.isEnabled()
    assert made.toolTip() == "No run is open"
    assert window.menus.qaction("c").isChecked()
    menu.aboutToHide.emit()
    assert made.isEnabled()


def test_keys_of_a_refused_action_say_why(window, registry, qtbot, done):
    with qtbot.waitSignal(registry.refused):
        qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert done == []


def test_keys_run_an_action(window, qtbot, done):
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert done == ["a"]


def test_changed_keys_reach_the_menu_at_once(window, registry):
    registry.set_changed_keys({"a": "Ctrl+K"})
    assert window.menus.qaction("a").shortcut() == sequence("Ctrl+K")
    assert len(_menu(window.bar, "File").actions()) == 3


def test_the_same_actions_offered_again_leave_the_menus_alone_and_do_what_is_new(
    window, registry, done
):
    made, menu = window.menus.qaction("a"), _menu(window.bar, "File")
    again = [
        replace(one, run=lambda: done.append("again"), enabled=lambda: True)
        for one in registry.all()
    ]
    registry.set_actions("studio", again)
    assert window.menus.qaction("a") is made
    assert _menu(window.bar, "File") is menu
    made.trigger()
    assert done == ["again"]
    registry.set_actions("studio", [replace(again[0], text="Look…"), *again[1:]])
    assert window.menus.qaction("a").text() == "Look…"


def test_space_presses_the_button_that_has_the_keyboard(window, qtbot, done):
    clicks = []
    button = QPushButton("Go")
    button.clicked.connect(lambda: clicks.append(1))
    window.setCentralWidget(button)
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    window.menus.qaction("d").trigger()
    assert (clicks, done) == ([1], [])
    button.clearFocus()
    window.setFocus()
    window.menus.qaction("d").trigger()
    assert done == ["d"]
