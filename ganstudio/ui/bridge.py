"""The bridge to the engine: a run trains on its own thread, the interface hears of it in batches.

Nothing is signalled a step. The thread appends events to a mailbox, one timer of the GUI thread
empties it at the plot rate and hands every listener the kinds of events it listens to.
"""

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from ganstudio.core.control import RunControl
from ganstudio.core.errors import Cancelled
from ganstudio.core.events import (
    Event,
    ProgressMade,
    RunContinued,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
)
from ganstudio.engine.publication import Publication
from ganstudio.engine.rescue import explain_error
from ganstudio.engine.worker import Job, train
from ganstudio.ui.training.inbox import Inbox

State = Literal[
    "starting", "reading data", "running", "paused", "finished", "stopped", "failed"
]  # fmt: skip
OVER: tuple[State, ...] = ("finished", "stopped", "failed")
DEFAULT_RATE = 10  # batches a second


class Listener(Protocol):
    """Who is handed events: the batch holds only the kinds it listens to."""

    @property
    def listens(self) -> tuple[type, ...]: ...

    def receive(self, events: Sequence[Event]) -> None: ...


class TrainingThread(QThread):
    """Runs one job. What goes on is read from `inbox`; nothing of it emits signals."""

    def __init__(self, job: Job, control: RunControl, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inbox = Inbox()
        self.publication = Publication()
        self.reading: tuple[str, float] | None = None  # what is read, and the share done
        self._job = job
        self._control = control
        self._was_cancelled = False

    def run(self) -> None:
        try:
            train(self._job, self._emit, self._control, self._report, self.publication)
        except BaseException as error:  # noqa: BLE001 - the top of a thread: nothing may escape it
            self.inbox.put(explain_error(error, 0))

    def _emit(self, event: Event) -> None:
        if self._was_cancelled and isinstance(event, RunFailed):
            event = RunFinished(event.step, "stopped")
        self.inbox.put(event)

    def _report(self, words: str, share: float) -> None:
        self.reading = (words, share)
        if self._control.is_stopped:
            self._was_cancelled = True
            raise Cancelled("Reading the data was stopped.")


class RunSession(QObject):
    """A run that trains now. Everything of it belongs to the GUI thread.

    `state_changed` carries the new state; `ended` the session, once its thread has finished and
    every event was delivered.
    """

    state_changed = Signal(object)
    ended = Signal(object)

    def __init__(self, rate: int = DEFAULT_RATE, parent: QObject | None = None) -> None:
        """Args: rate: how many batches a second are delivered."""
        super().__init__(parent)
        self.state: State = "starting"
        self.step_done = 0
        self.failure: RunFailed | None = None
        self._job: Job | None = None
        self._control = RunControl()
        self._thread: TrainingThread | None = None
        self._listeners: list[Listener] = []
        self._timer = QTimer(self, interval=round(1000 / rate))
        self._timer.timeout.connect(self.deliver)

    @property
    def name(self) -> str:
        return self._job.path.name if self._job is not None else ""

    @property
    def publication(self) -> Publication | None:
        """Where the run's newest model can be had while it trains."""
        return self._thread.publication if self._thread is not None else None

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def reading(self) -> tuple[str, float] | None:
        """What is being read and the share of it done, while the data is read."""
        return self._thread.reading if self._thread is not None else None

    def set_rate(self, rate: int) -> None:
        """Deliver so many batches a second from now on."""
        self._timer.setInterval(round(1000 / rate))

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def start(self, job: Job, *, paused: bool = False) -> None:
        """Begin to train; `paused` builds everything and waits before the first step."""
        if self._thread is not None:
            raise RuntimeError("a session trains one job")
        self._job = job
        self._control = RunControl(paused)
        self._thread = TrainingThread(job, self._control)
        self._thread.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._thread.start()
        self._timer.start()
        self.state_changed.emit(self.state)

    def pause(self) -> None:
        self._control.pause()

    def resume(self) -> None:
        self._control.resume()

    def step(self, count: int = 1) -> None:
        """Do `count` steps and pause."""
        self._control.step(count)

    def stop(self) -> None:
        """Ask the run to write a checkpoint and end; returns at once."""
        self._control.stop()

    def edit(self, path: str, value: Any) -> None:
        """Change a live setting before the next step; a SettingChanged comes back."""
        self._control.edit(path, value)

    def take_snapshot(self) -> None:
        self._control.ask_snapshot()

    def take_checkpoint(self) -> None:
        self._control.ask_checkpoint()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the end of the thread. Gives whether it ended."""
        return self._thread is None or self._thread.wait(milliseconds)

    def deliver(self) -> None:
        """Hand on what has happened since the last time."""
        thread = self._thread
        if thread is None:
            return
        events = thread.inbox.take()
        if self.state == "starting" and thread.reading is not None:
            self._become("reading data")
        for event in events:
            self._follow(event)
        for listener in self._listeners:
            wanted = [event for event in events if isinstance(event, listener.listens)]
            if wanted:
                listener.receive(wanted)

    def _follow(self, event: Event) -> None:
        match event:
            case RunStarted():
                self.step_done = event.first_step
                self._become("running")
            case ProgressMade():
                self.step_done = event.step
            case RunPaused():
                self.step_done = event.step
                self._become("paused")
            case RunContinued():
                self._become("running")
            case RunFinished():
                self.step_done = event.step
                self._become(event.reason)
            case RunFailed():
                self.failure = event
                self._become("failed")

    def _become(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _on_finished(self) -> None:
        """The thread has ended: deliver the rest, then let go of it."""
        self._timer.stop()
        self.deliver()
        if not self.is_over:
            self._become("stopped")
        if self._thread is not None:
            self._thread.wait()
        self.ended.emit(self)
