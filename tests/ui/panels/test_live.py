import pytest

from ganstudio.core.events import (
    CheckpointWritten,
    NoticeGiven,
    ProgressMade,
    RunFailed,
    RunFinished,
    RunStarted,
    SettingChanged,
)
from ganstudio.ui.panels import wording
from ganstudio.ui.panels.live import LivePanel, LiveRow
from ganstudio.ui.panels.log import LogPanel, entry_of

ROWS = (
    LiveRow("system.lr", "Learning rate", "critic", 3e-4, 1e-5, 1e-2, log=True, default=1e-4),
    LiveRow("system.critic_steps", "Steps per turn", "critic", 5, 1, 20, integer=True),
    LiveRow("schedule.batch", "Batch", "", 64, integer=True),
    LiveRow("slow_motion", "Slow motion", "", False),
)


@pytest.fixture
def live(qtbot):
    panel = LivePanel()
    qtbot.addWidget(panel)
    panel.resize(264, 400)
    panel.set_rows(ROWS)
    panel.show()
    panel.refresh()
    return panel


@pytest.fixture
def log(qtbot):
    panel = LogPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def has_dot(live, path):
    return live._rows[path]._dot.isEnabled()


def test_changed_settings_have_a_dot_that_goes_back(live, qtbot):
    assert has_dot(live, "system.lr")
    assert not has_dot(live, "system.critic_steps")
    with qtbot.waitSignal(live.edited) as edited:
        live._rows["system.lr"]._dot.click()
    assert edited.args == [("system.lr", 1e-4)]
    assert not has_dot(live, "system.lr")


@pytest.mark.parametrize(
    ("path", "value"), [("system.critic_steps", 7), ("schedule.batch", 128), ("slow_motion", True)]
)
def test_every_kind_of_control_asks_for_its_edit(live, qtbot, path, value):
    control = live._rows[path]._control
    signal = control.committed if hasattr(control, "committed") else control.changed
    with qtbot.waitSignal(live.edited) as edited:
        signal.emit(value)
    assert edited.args == [(path, value)]
    assert has_dot(live, path)


def test_applied_edit_is_told_with_its_step(live):
    live.receive([SettingChanged(1_800, "system.critic_steps", 5, 3)])
    assert live._rows["system.critic_steps"]._control.value == 3
    assert live._note.text().endswith("One change so far, at step 1,800.")
    live.receive([SettingChanged(1_900, "system.critic_steps", 3, 4)])
    assert live._note.text().endswith("Two changes so far, the last at step 1,900.")


def test_refused_edit_goes_back_and_says_why_in_place(live):
    row = live._rows["system.critic_steps"]
    row._control.committed.emit(19)
    live.receive([SettingChanged(10, "system.critic_steps", 5, 19, refused="At most 10.")])
    assert row._control.value == 5
    assert row._refusal.text() == "At most 10."
    assert not row._refusal.isHidden()
    assert "so far" not in live._note.text()
    row._control.committed.emit(6)
    assert row._refusal.isHidden()


def test_without_rows_the_panel_says_so(live):
    live.clear()
    live.refresh()
    assert live.is_empty()


def test_events_are_told_in_words():
    told = entry_of(SettingChanged(1_800, "system.critic_lr", 1e-4, 3e-4))
    assert told.text() == "1,800\tCritic lr 1e-4 to 3e-4\tyou"
    assert entry_of(CheckpointWritten(3_000, "", 84_000)).aside == "84\N{THIN SPACE}kB"
    assert entry_of(RunStarted("a", "CPU", 40, 100, {}, resumed=True)).words == "Resumed"
    assert entry_of(RunFinished(100, "stopped")).words == "Stopped"
    assert entry_of(ProgressMade(1, 1, 1, 1.0, 1)) is None


def test_failure_is_copied_with_its_details(log, qapp):
    failure = RunFailed(6_412, "The critic's loss became not a number.", details="line 3")
    log.receive([NoticeGiven(5, "A file was skipped", "warning"), failure])
    log.refresh()
    log.copy_all()
    lines = qapp.clipboard().text().split("\n")
    assert lines == [
        "6,412\tThe critic's loss became not a number.",
        "line 3",
        "5\tA file was skipped",
    ]


def test_selected_lines_are_copied_newest_first(log, qapp):
    log.receive([NoticeGiven(step, f"note {step}") for step in (1, 2, 3)])
    log.refresh()
    log._list.selectionModel().select(
        log._entries.index(0), log._list.selectionModel().SelectionFlag.Select
    )
    log.copy_selected()
    assert qapp.clipboard().text() == "3\tnote 3"


def test_entry_leads_to_its_step(log, qtbot):
    log.receive([NoticeGiven(step, f"note {step}") for step in (1, 2, 3)])
    with qtbot.waitSignal(log.playhead_moved) as moved:
        log._go(log._entries.index(2))
    assert moved.args == [1]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0.000"),
        (-0.3149, "−0.315"),
        (1.3862, "1.39"),
        (12.34, "12.3"),
        (1_234.5, "1,234"),
        (3.1e-5, "3.1e-5"),
        (float("nan"), "not a number"),
    ],
)
def test_readings_have_few_digits(value, words):
    assert wording.reading(value) == words


def test_sizes_and_times_are_rough():
    assert wording.amount(999) == "999\N{THIN SPACE}B"
    assert wording.amount(3_210_000) == "3.2\N{THIN SPACE}MB"
    assert wording.duration(50) == "50\N{THIN SPACE}s"
    assert wording.duration(130) == "about 2\N{THIN SPACE}min"
