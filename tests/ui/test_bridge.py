import threading

import pytest
from PySide6.QtCore import QThread

from ganstudio.core.events import (
    CheckpointWritten,
    ProgressMade,
    RunFailed,
    RunFinished,
    RunPaused,
    ScalarsRecorded,
    SettingChanged,
    SnapshotTaken,
)
from ganstudio.core.paths import runs_dir
from ganstudio.engine import preset as presets
from ganstudio.engine.worker import Job
from ganstudio.ui.bridge import RunSession
from ganstudio.ui.training.inbox import Inbox, coalesced
from tests.ui.rings import RING, WILD


class Ear:
    """Keeps what it is handed, and on which thread."""

    def __init__(self, *kinds):
        self.listens = kinds
        self.heard = []
        self.threads = set()

    def receive(self, events):
        self.heard += events
        self.threads.add(threading.current_thread())

    def of(self, kind):
        return [event for event in self.heard if isinstance(event, kind)]


@pytest.fixture
def session(qtbot):
    made = RunSession(rate=30)
    yield made
    made.stop()
    assert made.wait(20_000)
    qtbot.waitUntil(lambda: made.is_over or made.state == "starting")
    qtbot.wait(1)


def job(**changes):
    preset = presets.loads(RING).edited("schedule.checkpoint_every", 0)
    for path, value in changes.items():
        preset = preset.edited(path.replace("__", "."), value)
    return Job(runs_dir() / "small 01", preset, "small")


def test_listeners_hear_only_their_kinds_on_the_gui_thread(qtbot, session):
    curves, pictures = Ear(ScalarsRecorded), Ear(SnapshotTaken)
    session.subscribe(curves)
    session.subscribe(pictures)
    session.start(job(schedule__steps=30))
    with qtbot.waitSignal(session.ended, timeout=30_000):
        pass
    assert {type(event) for event in curves.heard} == {ScalarsRecorded}
    kept = [e.step for e in pictures.heard if e.kept]
    assert (kept[0], kept[-1]) == (0, 30)
    assert set(kept) <= {0, 10, 20, 30}
    recorded = [
        s for e in curves.heard for c in e.curves if c.name == "critic/loss" for s in c.steps
    ]
    assert recorded == list(range(1, 31))
    assert curves.threads == {threading.main_thread()}
    assert session.state == "finished"


def test_a_paused_run_does_one_step_when_asked(qtbot, session):
    ear = Ear(RunPaused, ProgressMade)
    session.subscribe(ear)
    session.start(job(), paused=True)
    qtbot.waitUntil(lambda: session.state == "paused", timeout=30_000)
    assert session.step_done == 0
    session.step()
    qtbot.waitUntil(lambda: [e.step for e in ear.of(RunPaused)] == [0, 1], timeout=20_000)
    assert session.step_done == 1
    session.resume()
    qtbot.waitUntil(lambda: session.state == "running" and session.step_done > 3, timeout=20_000)


def test_a_live_edit_comes_back_as_an_event_and_a_wrong_one_is_refused(qtbot, session):
    ear = Ear(SettingChanged)
    session.subscribe(ear)
    session.start(job(), paused=True)
    session.edit("system.critic_optimizer.lr", 3e-4)
    session.edit("system.generator.width", 32)
    qtbot.waitUntil(lambda: len(ear.heard) == 2, timeout=30_000)
    done, refused = ear.heard
    assert (done.old, done.new, done.refused) == (2e-4, 3e-4, "")
    assert "change it in Design" in refused.refused


def test_stop_ends_within_a_second_and_leaves_a_checkpoint(qtbot, session):
    ear = Ear(CheckpointWritten, RunFinished)
    session.subscribe(ear)
    session.start(job())
    qtbot.waitUntil(lambda: session.step_done > 2, timeout=30_000)
    with qtbot.waitSignal(session.ended, timeout=30_000):
        session.stop()
    assert session.state == "stopped"
    assert ear.of(CheckpointWritten)[-1].step == ear.of(RunFinished)[-1].step == session.step_done
    assert session._thread.isFinished()


def test_a_missing_data_folder_becomes_one_sentence(qtbot, session):
    preset = presets.loads("data: {kind: folder, path: /nowhere/pictures, size: 16}\n"
                           "system: {system: latent, generator: {kind: dcgan},"
                           " critic: {kind: dcgan}}")  # fmt: skip
    with qtbot.waitSignal(session.ended, timeout=30_000):
        session.start(Job(runs_dir() / "lost 01", preset, "lost"))
    assert session.state == "failed"
    assert "/nowhere/pictures" in session.failure.message
    assert "Traceback" not in session.failure.message


def test_a_diverging_run_says_where_it_began(qtbot, session):
    wild = Job(runs_dir() / "wild 01", presets.loads(WILD), "wild")
    with qtbot.waitSignal(session.ended, timeout=60_000):
        session.start(wild)
    assert session.state == "failed"
    assert isinstance(session.failure, RunFailed)
    assert "not a number" in session.failure.message


def test_the_inbox_keeps_every_kept_snapshot_and_the_newest_live_one():
    events = [
        ProgressMade(1, 1, 9, 1.0, 0),
        SnapshotTaken(1, kept=False),
        SnapshotTaken(2),
        ProgressMade(2, 2, 9, 1.0, 0),
        SnapshotTaken(3, kept=False),
        SnapshotTaken(4, kept=False),
    ]
    assert [(type(e).__name__[:4], e.step) for e in coalesced(events)] == [
        ("Snap", 2),
        ("Prog", 2),
        ("Snap", 4),
    ]


def test_the_inbox_loses_nothing_between_two_threads(qtbot):
    inbox, taken = Inbox(), []

    class Sender(QThread):
        def run(self):
            for step in range(5_000):
                inbox.put(RunPaused(step))

    sender = Sender()
    sender.start()
    while not sender.isFinished():
        taken += inbox.take()
    sender.wait()
    taken += inbox.take()
    assert [event.step for event in taken] == list(range(5_000))


def test_a_session_trains_one_job_only(qtbot, session):
    session.start(job(schedule__steps=1))
    with pytest.raises(RuntimeError):
        session.start(job())
    qtbot.waitUntil(lambda: session.is_over, timeout=30_000)
