"""What can be done with runs: open, start, resume, steer, fork, fine-tune. Draws nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ganstudio.core.errors import InputError
from ganstudio.core.events import CheckpointWritten, NoticeGiven, RunFinished
from ganstudio.engine.cards import find_preset
from ganstudio.engine.fork import fork
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder, next_run_path
from ganstudio.engine.twins import Change, fork_changed
from ganstudio.ui.bridge import RunSession
from ganstudio.ui.context import PresetRequest, StudioContext
from ganstudio.ui.leaving import Leaving
from ganstudio.ui.tasks import Report
from ganstudio.ui.training.jobs import job_of, preset_of
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.record import Record, read_record

DEMO = "wgan-gp-ring"
_WEIGHTS_ALONE = "It came as weights alone: fine-tune it"


class RunDesk(QObject):
    """One run is looked at; others may go on training beside it."""

    turned = Signal(object)  # OpenRun: another run is looked at
    changed = Signal()  # the run that is looked at stands otherwise
    stop_asked = Signal(object)  # names: whether to stop these before another run starts

    def __init__(self, context: StudioContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: OpenRun | None = None
        self._context = context
        self._training: list[OpenRun] = []
        self._next: tuple[OpenRun, int | None] | None = None  # starts once the others stopped
        self._leaving = Leaving(self)
        self._forks_soon: OpenRun | None = None  # when its checkpoint is written
        self._then: tuple[Path, Callable[[], None] | None] | None = None  # once it is read

    # opening

    def open_preset(self, request: PresetRequest) -> None:
        """Make a preset ready to train, and train it unless the request waits for the user."""
        try:
            preset, short = preset_of(request)
        except InputError as error:
            self._context.tell_error(error)
            return
        self._make_ready(preset, short, request.name)
        if not request.wait:
            self.start()

    def open_demo(self) -> None:
        """The eight Gaussians, trained at once."""
        self.open_preset(PresetRequest(find_preset(DEMO), start=True))

    def open_folder(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Show a run: the one that trains there, or its record; `then` follows once it is read."""
        self._then = (path, then)
        for run in self._training:
            if run.path == path:
                self._turn(run)
                return
        work = partial(_read, path)
        self._context.tasks.run_task(f"Open {path.name}", work, self._on_read)

    # steering

    def start(self) -> None:
        """Start the run that is ready, or resume the one that rests."""
        run = self.current
        if run is None or self.refusal("run.start"):
            return
        self._go_on(run, None)

    def train_longer(self, more: int) -> None:
        """Resume the run, which rests, for `more` steps beyond its planned end."""
        run = self.current
        if run is not None and not self.refusal("run.longer"):
            self._go_on(run, run.total_steps + more)

    def answer_stop(self, *, stop: bool) -> None:
        """What the user said to `stop_asked`."""
        if not stop:
            self._next = None
            return
        for run in self._training:
            if run.session is not None:
                run.session.stop()

    def pause_or_continue(self) -> None:
        session = self._session()
        if session is not None and self.current is not None:
            (session.resume if self.current.phase == "paused" else session.pause)()

    def step(self) -> None:
        session = self._session()
        if session is not None:
            session.step()

    def stop(self) -> None:
        session = self._session()
        if session is not None:
            session.stop()

    def take_snapshot(self) -> None:
        session = self._session()
        if session is None:
            self._context.tell(self.refusal("run.snapshot"), tone="warn")
        else:
            session.take_snapshot()

    def take_checkpoint(self) -> None:
        session = self._session()
        if session is not None:
            session.take_checkpoint()

    def edit(self, path: str, value: object) -> None:
        """Change a setting: before the next step, or before the first one of a run at rest."""
        run = self.current
        if run is None:
            return
        try:
            run.edit(path, value)
        except InputError as error:
            self._context.tell_error(error)

    def fork(self, step: int | None = None) -> None:
        """A child run from the newest checkpoint up to `step`; None means from now."""
        run = self.current
        if run is None or self.refusal("run.fork"):
            return
        if run.session is not None and step is None:
            self._forks_soon = run
            run.session.take_checkpoint()
        else:
            self._fork(run, run.step if step is None else step)

    def fork_changed(self, step: int, change: Change) -> None:
        """A child run from the newest checkpoint up to `step`, with one setting changed there."""
        run = self.current
        if run is None or self.refusal("run.fork"):
            return
        path = next_run_path(run.short or run.name, self._context.runs_folder())
        work = partial(_fork_changed, run.path, step, path, change)
        self._context.tasks.run_task(f"Fork {run.name}", work, self._on_forked)

    def fine_tune(self) -> None:
        """A new run of the same preset that begins with this run's weights."""
        parent = self.current
        if parent is None or self.refusal("run.fine_tune"):
            return
        self._make_ready(parent.preset, parent.short or "fine-tuned", "")
        if self.current is not None:
            self.current.weights_from = str(parent.path)
            self.current.parent_words = f"weights of {parent.name}"
            self.changed.emit()

    def refusal(self, action: str) -> str:
        """Why an action cannot be done now; empty where it can."""
        run = self.current
        if run is None:
            return "No run is open"
        if action == "run.start":
            return self._no_start(run)
        if action == "run.longer":
            return self._no_longer(run)
        if action in ("run.fork", "run.fine_tune", "run.measure"):
            if action == "run.fine_tune" and run.is_training:
                return "Stop the run first"
            if action == "run.fork" and run.has_weights_alone:
                return _WEIGHTS_ALONE
            return "" if run.checkpoints else "There is no checkpoint yet"
        return "" if run.session is not None else "The run does not train"

    def shut_down(self, milliseconds: int = 5000) -> bool:
        """Stop everything that trains and wait. Gives whether all of it ended."""
        sessions = [run.session for run in self._training if run.session is not None]
        for session in sessions:
            session.stop()
        ended = [session.wait(milliseconds) for session in sessions]
        return all(ended)

    def set_rate(self, rate: int) -> None:
        for run in self._training:
            if run.session is not None:
                run.session.set_rate(rate)

    # inside

    def _session(self) -> RunSession | None:
        return self.current.session if self.current is not None else None

    def _no_start(self, run: OpenRun) -> str:
        if run.is_training:
            return "The run trains already"
        if run.phase == "ready":
            return ""
        if run.is_locked:
            return "Another window trains this run: stop it there first"
        if run.has_weights_alone:
            return _WEIGHTS_ALONE
        if run.is_done:
            return "All its steps are done: train it longer, fork or fine-tune it"
        return "" if run.checkpoints else "There is no checkpoint to resume from"

    def _no_longer(self, run: OpenRun) -> str:
        if run.is_training:
            return "The run trains still"
        if run.phase == "ready":
            return "The run has not begun: change its steps in Design"
        if run.is_done and not run.is_locked:
            return "" if run.checkpoints else "There is no checkpoint to go on from"
        return self._no_start(run)

    def _make_ready(self, preset: Preset, short: str, name: str) -> None:
        folder = self._context.runs_folder()
        path = folder / name if name else next_run_path(short, folder)
        self._turn(OpenRun(path, preset, short, self))

    def _turn(self, run: OpenRun) -> None:
        before = self.current
        if before is run:
            return
        if before is not None:
            before.is_shown = False
            before.changed.disconnect(self.changed)
            if not before.is_training:
                self._leaving.let_go(before)
        self.current = run
        run.is_shown = True
        run.changed.connect(self.changed)
        self._context.current_run = "" if run.phase == "ready" else str(run.path)
        self.turned.emit(run)

    def _go_on(self, run: OpenRun, steps: int | None) -> None:
        """Train it, once the user lets go of what trains now."""
        others = [one for one in self._training if one is not run]
        if others:
            self._next = (run, steps)
            self.stop_asked.emit(", ".join(one.name for one in others))
        else:
            self._begin(run, steps)

    def _begin(self, run: OpenRun, steps: int | None) -> None:
        """Args: steps: another total than the run has."""
        settings = self._context.settings
        job = job_of(run, settings.device, steps)
        self._training.append(run)
        run.ended.connect(self._on_ended)
        run.arrived.connect(self._on_arrived)
        session = run.start(job, settings.plots.rate)
        self._context.current_run = str(run.path)
        self._context.add_training(session)
        self.changed.emit()

    def _fork(self, run: OpenRun, step: int) -> None:
        path = next_run_path(run.short or run.name, self._context.runs_folder())
        work = partial(_fork, run.path, step, path)
        self._context.tasks.run_task(f"Fork {run.name}", work, self._on_forked)

    def _on_read(self, record: Record) -> None:
        run = OpenRun.of_record(record, self)
        self._turn(run)
        path, then = self._then or (None, None)
        if path == run.path and then is not None:
            self._then = None
            then()

    def _on_forked(self, child: Path) -> None:
        self._context.runs_changed.emit()
        self.open_folder(child)

    def _on_arrived(self, events: object) -> None:
        run = self.sender()
        for event in events if isinstance(events, tuple) else ():
            match event:
                case CheckpointWritten():
                    self._context.tell_saved(f"Checkpoint {event.step:,} saved")
                    if run is self._forks_soon and isinstance(run, OpenRun):
                        self._forks_soon = None
                        self._fork(run, event.step)
                case NoticeGiven():
                    self._context.tell(
                        event.text, tone="warn" if event.tone == "warning" else "info"
                    )
                case RunFinished(reason="finished"):
                    self._context.tell(f"Finished, {event.step:,} steps", tone="ok")

    def _on_ended(self, run: OpenRun) -> None:
        run.ended.disconnect(self._on_ended)
        run.arrived.disconnect(self._on_arrived)
        self._training = [one for one in self._training if one is not run]
        if self._forks_soon is run:
            self._forks_soon = None
        for training in self._context.trainings():
            if training.name == run.name:
                self._context.remove_training(training)
        self._context.runs_changed.emit()
        if run is not self.current:
            self._leaving.let_go(run)
        if self._next is not None and not self._training:
            (waiting, steps), self._next = self._next, None
            if waiting is self.current:
                self._begin(waiting, steps)
        self.changed.emit()


def _read(path: Path, _report: Report) -> Record:
    return read_record(path)


def _fork_changed(parent: Path, step: int, path: Path, change: Change, _report: Report) -> Path:
    return fork_changed(RunFolder.open(parent), step, path, change).path


def _fork(parent: Path, step: int, path: Path, _report: Report) -> Path:
    return fork(RunFolder.open(parent), step, path).path
