"""Where films to be painted come from, and their twins: read on a worker."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ganstudio.core.errors import InputError
from ganstudio.data import description
from ganstudio.data.batches import DataSpec
from ganstudio.edit.film_reading import film_of_batch, film_of_files, with_twin
from ganstudio.edit.films import PlayFilm
from ganstudio.engine.examples import own_examples
from ganstudio.engine.run import RunFolder, all_runs
from ganstudio.engine.sampling import load_model
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tasks import Report, TaskError

Read = Callable[[Report], PlayFilm]


class FilmSource(QObject):
    """`arrived` carries (the model it was read for, the film, what was done)."""

    arrived = Signal(object)

    def __init__(self, context: StudioContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._opens: Chosen | None = None

    def open_own(self, chosen: Chosen, number: int, twin: str) -> None:
        """A film of the run's data, painted by the run `twin` as well, if one is named."""

        def read(report: Report) -> PlayFilm:
            def tell(words: str, done: float) -> None:
                report(done, words)

            batch = own_examples(chosen.model, 1, tell, number)
            film = film_of_batch(batch, chosen.model.spec, f"Film {number + 1}")
            return self._beside(film, twin, report)

        self._run(chosen, read, "Take a film")

    def open_files(self, chosen: Chosen, paths: Sequence[Path], twin: str) -> None:
        """Frames of files, or of a folder."""

        def read(report: Report) -> PlayFilm:
            film = film_of_files(paths, chosen.model.spec, report)
            return self._beside(film, twin, report)

        self._run(chosen, read, "Open frames")

    def add_twin(self, chosen: Chosen, film: PlayFilm, twin: str) -> None:
        """The same film, with what another run paints of it."""

        def read(report: Report) -> PlayFilm:
            return self._beside(film, twin, report)

        self._run(chosen, read, "Lay a twin beside")

    def twins(self, chosen: Chosen) -> tuple[str, ...]:
        """Other runs on films of the same shape and regions, the newest first."""
        return tuple(
            run.name
            for run, _ in all_runs(self._context.runs_folder())
            if run.path != chosen.path
            and run.checkpoint_steps()
            and _is_alike(description.read(run.path), chosen.model.spec)
        )

    def _beside(self, film: PlayFilm, twin: str, report: Report) -> PlayFilm:
        if not twin:
            return film
        found = {run.name: run for run, _ in all_runs(self._context.runs_folder())}.get(twin)
        if found is None:
            raise InputError(f"There is no run {twin} any more: choose another twin.")
        return with_twin(film, load_model(RunFolder.open(found.path)).averaged, twin, report)

    def _run(self, chosen: Chosen, read: Read, title: str) -> None:
        if self._opens is chosen:
            return
        self._opens = chosen

        def work(report: Report) -> tuple[Chosen, PlayFilm, str]:
            return chosen, read(report), title

        self._context.tasks.run_task(title, work, self._take, self._fail)

    def _take(self, found: object) -> None:
        self._opens = None
        self.arrived.emit(found)

    def _fail(self, failure: TaskError) -> None:
        self._opens = None
        self._context.tell_error(failure.error)


def _is_alike(spec: DataSpec | None, wanted: DataSpec) -> bool:
    return spec is not None and spec.is_film and (spec.shape, spec.regions, spec.source) == (
        wanted.shape, wanted.regions, wanted.source
    )  # fmt: skip
