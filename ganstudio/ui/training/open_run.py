"""One run as the Train workspace shows it: ready to start, training, or at rest."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Literal, get_args

from PySide6.QtCore import QObject, Signal

from ganstudio.core.errors import DataError
from ganstudio.core.events import (
    CheckpointWritten,
    Event,
    InstrumentsRead,
    ModesCounted,
    ProgressMade,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    ScalarsRecorded,
    ScoresMeasured,
    SettingChanged,
    SnapshotTaken,
)
from ganstudio.data import description
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job
from ganstudio.ui.bridge import RunSession, State
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.training.inbox import coalesced
from ganstudio.ui.training.record import Record, edited, with_edit

Phase = State | Literal["ready"]
STREAMS = (
    ScalarsRecorded, ProgressMade, SnapshotTaken, ScoresMeasured, ModesCounted, InstrumentsRead,
)  # fmt: skip


class OpenRun(QObject):
    """Keeps what the panels need of a run, also while another one is looked at.

    While it is shown, its events go on through `arrived` and the host of the panels fills the
    curves and snapshots; while it is not, they wait in `missed`.
    """

    listens: ClassVar[tuple[type, ...]] = get_args(Event)

    changed = Signal()  # its phase, progress or settings
    arrived = Signal(object)  # a batch of events
    ended = Signal(object)  # itself: its session is over

    def __init__(
        self, path: Path, preset: Preset, short: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.short = short  # of the preset
        self.launched = preset
        self.preset = preset
        self.phase: Phase = "ready"
        self.device = ""
        self.step = 0
        self.total_steps = preset.schedule.steps
        self.speed = 0.0  # steps a second, 0 where unknown
        self.failure: RunFailed | None = None
        self.checkpoints: list[int] = []
        self.bookmarks: dict[int, str] = {}  # names by step
        self.weights_from = ""
        self.parent_words = ""  # of a fork or a fine-tuned run: where it comes from
        self.has_weights_alone = False  # it came with a bundle
        self.is_locked = False  # another window trains it
        self.problem = ""  # why its curves cannot be read
        self.curves = CurveStore()
        self.curves.clock.images_per_step = float(preset.schedule.batch)
        self.snapshots = SnapshotBook()
        self.session: RunSession | None = None
        self.is_shown = False
        self._is_images: bool | None = None
        self._edits: dict[str, object] = {}  # asked for while the run rests
        self.told: list[Event] = []  # what a panel must hear when it is turned to this run
        self.missed: list[Event] = []

    @classmethod
    def of_record(cls, record: Record, parent: QObject | None = None) -> "OpenRun":
        """A run from its folder."""
        info = record.info
        run = cls(record.path, record.launched, info.preset, parent)
        run.preset = edited(record.launched, record.events)
        run.phase = _phase_at_rest(record)
        run.device, run.step, run.total_steps = info.device, info.step, info.total_steps
        run.step = max((info.step, *record.checkpoints))
        run.checkpoints, run.bookmarks = list(record.checkpoints), dict(record.bookmarks)
        run.has_weights_alone = info.has_weights_alone
        run.is_locked, run.problem = record.is_locked, record.problem
        run.parent_words = _origin(record)
        run.curves.add(record.curves)
        run.curves.clock.extend(*record.clock)
        run.snapshots.know(record.snapshots)
        run.told = list(record.events)
        if run.phase == "failed":
            failures = [event for event in record.events if isinstance(event, RunFailed)]
            run.failure = failures[-1] if failures else RunFailed(run.step, info.message)
        return run

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def title(self) -> str:
        return self.preset.title

    @property
    def is_training(self) -> bool:
        return self.session is not None

    @property
    def is_done(self) -> bool:
        """Whether every planned step was trained."""
        ended = self.phase == "finished" and self.step >= self.total_steps
        return ended and not self.has_weights_alone

    @property
    def is_images(self) -> bool:
        if self._is_images is None:
            self._is_images = self._find_kind()
        return self._is_images

    def _find_kind(self) -> bool:
        """Of data that have gone and were never described it is known that they were files."""
        try:
            spec = description.read(self.path) or self.preset.data.spec()
        except DataError:
            return True
        return spec.is_images

    @property
    def reading(self) -> tuple[str, float] | None:
        return self.session.reading if self.session is not None else None

    @property
    def folder(self) -> Path:
        """Of the kept snapshots."""
        return self.path / "snapshots"

    def start(self, job: Job, rate: int, *, paused: bool = False) -> RunSession:
        """Train, new or resumed; gives the session."""
        self.session = session = RunSession(rate, self)
        self.failure = None
        self.phase = "starting"
        session.subscribe(self)
        session.state_changed.connect(self._on_state)
        session.ended.connect(self._on_ended)
        session.start(job, paused=paused)
        for path, value in self._edits.items():
            session.edit(path, value)
        self._edits.clear()
        return session

    def edit(self, path: str, value: object) -> None:
        """Ask for a live edit; a run at rest makes it when it goes on. Raises PresetError."""
        if self.session is not None:
            self.session.edit(path, value)
        elif self.phase == "ready":
            self.preset = self.launched = self.preset.edited(path, value)
        else:
            self.preset.edited(path, value)
            self._edits[path] = value

    def mark(self, bookmarks: Mapping[int, str]) -> None:
        """Keep bookmarks with the run. Raises RunError where they cannot be written."""
        self.bookmarks = dict(bookmarks)
        RunFolder(self.path).write_bookmarks(self.bookmarks)

    def receive(self, events: Sequence[Event]) -> None:
        """Follow a batch; hand it on, or keep it while another run is shown."""
        for event in events:
            self._follow(event)
        self.told += [event for event in events if not isinstance(event, STREAMS)]
        if self.is_shown:
            self.arrived.emit(tuple(events))
        else:
            self.missed = list(coalesced([*self.missed, *events]))
        self.changed.emit()

    def take_missed(self) -> tuple[Event, ...]:
        """What came while the run was not shown."""
        missed, self.missed = tuple(self.missed), []
        return missed

    def _follow(self, event: Event) -> None:
        match event:
            case RunStarted():
                self.device, self.total_steps = event.device, event.total_steps
                self.step = event.first_step
                if event.resumed:
                    self._rewind(event.first_step)
            case ProgressMade():
                self.step, self.speed = event.step, event.steps_per_second
            case RunPaused() | RunFinished():
                self.step = event.step
            case RunFailed():
                self.failure = event
            case SettingChanged() if not event.refused:
                self.preset = with_edit(self.preset, event)
            case SnapshotTaken() if event.kept:
                self._know_until(event.step)
            case CheckpointWritten():
                self.checkpoints = sorted({*self.checkpoints, event.step})

    def _know_until(self, step: int) -> None:
        """A fast run tells of some of its kept snapshots only; the folder holds all of them."""
        every = self.preset.schedule.snapshot_every
        if every:
            known = self.snapshots.steps
            first = (known[-1] // every + 1) * every if known else 0
            self.snapshots.know(range(first, step, every))

    def _rewind(self, step: int) -> None:
        """A resumed run records anew what came after its checkpoint."""
        self.told = [event for event in self.told if _step_of(event) <= step]
        self.told = [event for event in self.told if not isinstance(event, RunFailed | RunFinished)]
        self.checkpoints = [known for known in self.checkpoints if known <= step]

    def _on_state(self, state: State) -> None:
        self.phase = state
        self.changed.emit()

    def _on_ended(self, _session: object) -> None:
        self.session = None
        self.speed = 0.0
        self.changed.emit()
        self.ended.emit(self)


def _phase_at_rest(record: Record) -> Phase:
    status = record.info.status
    if status == "finished":
        return "finished"
    return "failed" if status == "failed" else "stopped"


def _origin(record: Record) -> str:
    info = record.info
    if info.origin == "fork":
        return f"forked from {info.parent} at step {info.parent_step:,}"
    return f"fine-tuned from {info.parent}" if info.origin else ""


def _step_of(event: Event) -> int:
    return event.first_step if isinstance(event, RunStarted) else event.step
