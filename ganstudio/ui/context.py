"""What the workspaces share: where to go, what is open, what trains, tasks, notices, settings."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from ganstudio.core.errors import InputError
from ganstudio.core.paths import runs_dir
from ganstudio.ui.drops import Opened, OpenedKind, classify
from ganstudio.ui.notifications import Notice, NoticeLog, Tone
from ganstudio.ui.settings import Settings, SettingsStore
from ganstudio.ui.tasks import TaskError, TaskList
from ganstudio.ui.warmup import EngineFacts

ROUTES: dict[OpenedKind, str] = {
    "preset": "design",
    "bundle": "presets",
    "run": "train",
    "images": "data",
    "table": "design",
    "weights": "runs",
    "session": "explore",
    "picture": "explore",
    "direction": "explore",
    "lesson": "learn",
}


class Training(Protocol):
    """A run that trains now, as far as the window must know it."""

    @property
    def name(self) -> str: ...

    def stop(self) -> None:
        """Ask it to write a checkpoint and end; returns at once."""
        ...

    def wait(self, milliseconds: int) -> bool:
        """Wait for its end. Gives whether it ended."""
        ...


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A run whose model is to be edited with."""

    workspace: Literal["explore", "edit"]
    path: Path  # of the run's folder; beside a session, that says which run, it is not read
    session: Path | None = None  # a .gansession, or a picture that carries its script


@dataclass(frozen=True, slots=True)
class PresetRequest:
    """A preset to work on: a file, or the edited text of one."""

    path: Path | None = None
    text: str = ""  # YAML; empty: as in the file
    start: bool = False  # train it at once
    wait: bool = False  # with `start`: have it ready in Train, begin when the user says so
    name: str = ""  # of the new run; empty: the next one that is free


class StudioContext(QObject):
    """Handed to every workspace. Signals carry frozen objects; all of it is for the GUI thread.

    A workspace connects in its constructor to what concerns it. What is opened is told to it
    even if it had to be created for that, or had to wait for the engine.
    """

    preset_opened = Signal(object)  # PresetRequest, for Design (start: for Train)
    run_opened = Signal(object)  # Path of a run folder, for Train
    run_resumed = Signal(object)  # Path: opened to go on at once
    run_tuned = Signal(object)  # Path: opened to begin a new run from its weights
    model_opened = Signal(object)  # ModelRequest, for Explore or Edit
    path_opened = Signal(object)  # Opened: a bundle, a table, weights, directions
    folder_opened = Signal(object)  # Path of a folder of data, for Data
    data_chosen = Signal(object)  # dict: the `data:` of a preset, for Design
    run_started = Signal(object)  # Training
    run_ended = Signal(object)  # Training
    runs_changed = Signal()  # a run was made, renamed or moved to the trash
    presets_changed = Signal()  # an own preset was saved or removed
    saved = Signal(object)  # str, for the status bar: "Checkpoint 3,000 saved"
    notice = Signal(object)  # Notice
    navigate_asked = Signal(object)  # workspace key
    alone_asked = Signal(object)  # QWidget: a panel to show alone, or to put back
    keys_asked = Signal(object)  # id of an action that wants other keys, for Settings
    engine_ready = Signal()

    def __init__(
        self, settings: SettingsStore | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings_store = settings or SettingsStore(parent=self)
        self.tasks = TaskList(self)
        self.log = NoticeLog(self)
        self.engine: EngineFacts | None = None
        self.current_run = ""  # folder of the run that is open, for the journal
        self.current_preset = ""  # file of the preset that is open
        self._trainings: list[Training] = []
        self._created: set[str] = set()
        self._waiting: list[tuple[str, SignalInstance, object]] = []
        self.log.added.connect(self._on_notice)
        self.tasks.failed.connect(self._on_task_failed)
        self.settings_store.failed.connect(self._on_settings_failed)

    # settings

    @property
    def settings(self) -> Settings:
        return self.settings_store.value

    def runs_folder(self) -> Path:
        """Where new runs go and the library looks."""
        chosen = self.settings.storage.runs_folder
        return Path(chosen).expanduser() if chosen else runs_dir()

    # engine

    @property
    def is_engine_ready(self) -> bool:
        """Whether torch and the engine are imported, so that using them stalls nothing."""
        return self.engine is not None

    def set_engine_ready(self, facts: EngineFacts) -> None:
        self.engine = facts
        self.engine_ready.emit()

    # going and opening

    def navigate(self, workspace: str) -> None:
        """Show a workspace by its key: presets, design, train, runs, data, settings."""
        self.navigate_asked.emit(workspace)

    def toggle_alone(self, panel: QObject) -> None:
        """Show one panel alone in the window (F11), or put it back to its place.

        Connect a panel's `maximise_requested` to a method that calls this.
        """
        self.alone_asked.emit(panel)

    def open_preset(
        self,
        path: Path | None,
        text: str = "",
        *,
        start: bool = False,
        wait: bool = False,
        name: str = "",
    ) -> None:
        """Open a preset file (or edited text) in Design, or start it in Train.

        With `start`, `wait` leaves the beginning to the user and `name` names the new run.
        """
        self.current_preset = str(path or "")
        request = PresetRequest(path, text, start, wait, name)
        self._deliver("train" if start else "design", self.preset_opened, request)

    def open_run(self, path: Path) -> None:
        """Open a run folder in Train."""
        self.current_run = str(path)
        self._deliver(ROUTES["run"], self.run_opened, path)

    def resume_run(self, path: Path) -> None:
        """Open a run folder in Train and continue it exactly."""
        self.current_run = str(path)
        self._deliver(ROUTES["run"], self.run_resumed, path)

    def fine_tune_run(self, path: Path) -> None:
        """Open a run folder in Train and begin a new run from its weights."""
        self.current_run = str(path)
        self._deliver(ROUTES["run"], self.run_tuned, path)

    def open_model(
        self, workspace: Literal["explore", "edit"], path: Path, session: Path | None = None
    ) -> None:
        """Open the model of a run in Explore or Edit, where its last session is found again."""
        request = ModelRequest(workspace, path, session)
        self._deliver(workspace, self.model_opened, request)

    def open_data(self, path: Path) -> None:
        """Check a folder of data in Data."""
        self._deliver(ROUTES["images"], self.folder_opened, path)

    def use_data(self, entry: dict[str, Any]) -> None:
        """Put other data into the preset that is open in Design.

        Args:
            entry: the `data:` of a preset.
        """
        self._deliver("design", self.data_chosen, entry)

    def open_path(self, path: Path | str) -> None:
        """Open whatever the path is; what it cannot be becomes a notice."""
        try:
            opened = classify(Path(path).expanduser())
        except InputError as error:
            self.log.post_error(error)
            return
        self.open(opened)

    def open(self, opened: Opened) -> None:
        if opened.kind == "preset":
            self.open_preset(opened.path)
        elif opened.kind == "run":
            self.open_run(opened.path)
        elif opened.kind == "images":
            self.open_data(opened.path)
        elif opened.kind in ("session", "picture"):
            self.open_model(opened.editor, opened.path.parent, opened.path)
        else:
            self._deliver(ROUTES[opened.kind], self.path_opened, opened)

    def workspace_created(self, key: str) -> None:
        """Told by the window; what was waiting for this workspace arrives now."""
        self._created.add(key)
        arrived = [entry for entry in self._waiting if entry[0] == key]
        self._waiting = [entry for entry in self._waiting if entry[0] != key]
        for _, signal, payload in arrived:
            signal.emit(payload)

    def _deliver(self, key: str, signal: SignalInstance, payload: object) -> None:
        self._waiting = [entry for entry in self._waiting if entry[0] != key]
        self.navigate(key)
        if key in self._created:
            signal.emit(payload)
        else:
            self._waiting.append((key, signal, payload))

    # what trains

    def trainings(self) -> tuple[Training, ...]:
        return tuple(self._trainings)

    def add_training(self, training: Training) -> None:
        self._trainings.append(training)
        self.run_started.emit(training)

    def remove_training(self, training: Training) -> None:
        self._trainings = [one for one in self._trainings if one is not training]
        self.run_ended.emit(training)

    # telling the user

    def tell(
        self,
        title: str,
        detail: str = "",
        tone: Tone = "info",
        link: str = "",
        on_link: Callable[[], object] | None = None,
    ) -> None:
        """A toast, kept in the log."""
        self.log.post(Notice(title, detail, tone, link, on_link))

    def tell_error(self, error: BaseException) -> None:
        self.log.post_error(error)

    def tell_saved(self, what: str) -> None:
        """The last saved thing, in the status bar: "Checkpoint 3,000 saved"."""
        self.saved.emit(what)

    def _on_notice(self, notice: Notice) -> None:
        self.notice.emit(notice)

    def _on_task_failed(self, failure: TaskError) -> None:
        self.log.post_error(failure.error)

    def _on_settings_failed(self, sentence: str) -> None:
        self.tell(sentence, tone="error")
