"""Which trained models can be edited with, and the one that is chosen: finished, or training."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.errors import StudioError
from ganstudio.edit.documents import ModelRef, fingerprint
from ganstudio.edit.kept_encoder import lent
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel, load_model
from ganstudio.engine.shipped import as_run
from ganstudio.ui.bridge import RunSession
from ganstudio.ui.context import StudioContext
from ganstudio.ui.tasks import Report, TaskError

LOOK_MILLISECONDS = 500
BUNDLE = ".ganpreset"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model that tools draw with, and what a script says of it."""

    path: Path
    model: TrainedModel
    ref: ModelRef
    is_training: bool = False


def model_name(path: Path) -> str:
    """What a run's folder or a shipped bundle is called in sessions and scripts."""
    return path.stem if path.suffix == BUNDLE else path.name


def read_model(path: Path, published: TrainedModel | None = None) -> Chosen:
    """A run's newest weights, or those it has `published` while it trains.

    Raises StudioError, OSError.
    """
    folder = run_folder(path)
    model = published or load_model(RunFolder.open(folder))
    weights = fingerprint(model.averaged)
    model = replace(model, averaged=lent(folder, weights, model.averaged))
    ref = ModelRef(run=model_name(path), step=model.step, weights=weights)
    return Chosen(path, model, ref, published is not None)


def run_folder(path: Path) -> Path:
    """The folder of a run, or of a shipped bundle as one. Raises PresetError, OSError."""
    return as_run(path) if path.suffix == BUNDLE else path


class _Read(NamedTuple):
    """What came of a reading."""

    mark: object
    found: Chosen | StudioError | OSError


class ModelSource(QObject):
    """Loads a run's newest weights off the GUI thread; follows a run that trains, or holds.

    `changed` carries the new `Chosen`; nothing is signalled where a file could not be read but a
    notice. A reading that another one was begun after comes to nothing.
    """

    changed = Signal(object)
    busy_changed = Signal(object)  # bool: a model is being read

    def __init__(self, context: StudioContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._awaited: object | None = None  # the mark of the newest reading
        self._seen: TrainedModel | None = None  # of the publication
        self._follows = True
        self.chosen: Chosen | None = None
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self._follow)

    @property
    def follows(self) -> bool:
        return self._follows

    @property
    def is_busy(self) -> bool:
        return self._awaited is not None

    def set_follows(self, follows: bool) -> None:
        """Whether newer weights of a training run replace those that are shown."""
        self._follows = follows
        self._follow()

    def open(self, path: Path) -> None:
        """Choose a run by its folder, or a shipped bundle; what is chosen stays meanwhile."""
        self._look.start()
        self._read(path, self._published(path))

    def stop(self) -> None:
        """Look for newer weights no more."""
        self._look.stop()

    def _read(self, path: Path, published: TrainedModel | None) -> None:
        mark = object()

        def work(_report: Report) -> _Read:
            try:
                return _Read(mark, read_model(path, published))
            except (StudioError, OSError) as error:
                return _Read(mark, error)

        self._seen = published
        self._await(mark)
        self._context.tasks.run_task(f"Read {model_name(path)}", work, self._take, self._fail)

    def _take(self, read: _Read) -> None:
        if read.mark is not self._awaited:
            return
        self._await(None)
        if isinstance(read.found, Exception):
            self._context.tell_error(read.found)
            return
        self.chosen = read.found
        self.changed.emit(read.found)

    def _fail(self, failure: TaskError) -> None:
        self._await(None)
        self._context.tell_error(failure.error)

    def _await(self, mark: object | None) -> None:
        self._awaited = mark
        self.busy_changed.emit(self.is_busy)

    def _follow(self) -> None:
        """Take what a training run has published since."""
        if self.is_busy or self.chosen is None or not self._follows:
            return
        published = self._published(self.chosen.path)
        if published is not None and published is not self._seen:
            self._read(self.chosen.path, published)

    def _published(self, path: Path) -> TrainedModel | None:
        for training in self._context.trainings():
            if isinstance(training, RunSession) and training.name == path.name:
                publication = training.publication
                return publication.latest() if publication is not None else None
        return None
