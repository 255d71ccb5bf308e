import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ganstudio.ui.actions import Action, ActionRegistry
from ganstudio.ui.command_entries import Entry, ranked
from ganstudio.ui.command_palette import CommandPalette


@pytest.fixture
def done():
    return []


@pytest.fixture
def palette(qtbot, done):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.button = QPushButton("Behind", window)
    QVBoxLayout(window).addWidget(window.button)
    registry = ActionRegistry(window)
    registry.set_actions(
        "studio",
        (
            Action("diagnose", "Diagnose this run", lambda: done.append("diagnose"),
                   shortcut="Ctrl+D"),
            Action("discard", "Discard fork", lambda: done.append("discard"),
                   enabled=lambda: "This run has no parent"),
            Action("display", "Display: light theme", lambda: done.append("display"),
                   kind="View"),
            Action("hidden", "Display palette", print, in_palette=False),
        ),
    )  # fmt: skip
    made = CommandPalette(registry, window)
    made.add_provider(lambda: [Entry("DCGAN, digits", "Open", lambda: done.append("digits"),
                                     "preset")])  # fmt: skip
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.button.setFocus()
    made.open()
    return made


def _texts(palette):
    return [entry.text for entry in palette.entries()]


def test_everything_is_listed_by_kind_before_a_letter_is_typed(palette):
    assert _texts(palette) == [
        "Diagnose this run",
        "Discard fork",
        "DCGAN, digits",
        "Display: light theme",
    ]
    assert palette.chosen().text == "Diagnose this run"


def test_typing_narrows_the_list(palette, qtbot):
    qtbot.keyClicks(palette._field, "digi")
    assert _texts(palette) == ["DCGAN, digits"]
    assert palette._count.text() == "1 of 4"


def test_a_refused_action_stands_after_the_possible_ones_with_its_reason(palette):
    palette.type_in("dis")
    refused = next(entry for entry in palette.entries() if entry.action == "discard")
    assert refused.reason == "This run has no parent"


def test_enter_runs_the_chosen_and_gives_the_keyboard_back(palette, qtbot, done):
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert done == ["diagnose"]
    assert palette.isHidden()
    assert palette.window().focusWidget() is palette.window().button


def test_enter_runs_the_chosen_though_what_had_the_keyboard_is_gone(palette, qtbot, done):
    palette.window().button.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert done
    assert palette.isHidden()


def test_enter_on_a_refused_entry_does_nothing(palette, qtbot, done):
    qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    assert palette.chosen().action == "discard"
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert done == []
    assert not palette.isHidden()


def test_arrows_leave_heads_out_and_come_round(palette, qtbot):
    chosen = []
    for _ in range(5):
        qtbot.keyClick(palette._field, Qt.Key.Key_Down)
        chosen.append(palette.chosen().text)
    assert chosen == [
        "Discard fork",
        "DCGAN, digits",
        "Display: light theme",
        "Diagnose this run",
        "Discard fork",
    ]
    qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    assert palette.chosen().text == "Display: light theme"


def test_page_keys_stop_at_the_ends(palette, qtbot):
    qtbot.keyClick(palette._field, Qt.Key.Key_PageDown)
    assert palette.chosen().text == "Display: light theme"
    qtbot.keyClick(palette._field, Qt.Key.Key_PageUp)
    assert palette.chosen().text == "Diagnose this run"


def test_escape_closes_without_running(palette, qtbot, done):
    qtbot.keyClick(palette._field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert done == []


def test_it_closes_when_something_else_gets_the_keyboard(palette):
    palette.window().button.setFocus()
    assert palette.isHidden()


def test_a_click_beside_the_box_closes(palette, qtbot):
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 790))
    assert palette.isHidden()


def test_a_click_runs_an_entry(palette, qtbot, done):
    rows = palette._list
    place = rows.visualRect(palette._rows.index(4)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert done == ["digits"]


def test_control_enter_asks_for_other_keys(palette, qtbot):
    with qtbot.waitSignal(palette.assign_asked) as asked:
        qtbot.keyClick(palette._field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["diagnose"]


def test_nothing_found_is_said_in_words(palette):
    palette.type_in("stlyegan")
    assert palette.entries() == []
    assert palette.chosen() is None
    assert "stlyegan" in palette._empty.text()


def test_the_kind_with_the_best_match_comes_first():
    entries = [
        Entry("Edit live", "Run", print),
        Entry("Directions", "Open", print),
    ]
    heads = [row.head for row in ranked("di", entries) if row.entry is None]
    assert heads == ["Open", "Run"]


def test_it_is_painted_in_both_sizes(palette):
    palette.type_in("di")
    picture = palette.grab().toImage()
    assert picture.width() == 1200
    colours = {picture.pixelColor(x, 200).name() for x in range(290, 900)}
    assert len(colours) > 3
