"""The ways out of a run on the screen: curves, plots, pictures, and the film of its snapshots."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.core.errors import InputError
from ganstudio.core.events import Pixels
from ganstudio.edit.movies import ENDINGS, Reel, ReelKind, why_not, write_reel
from ganstudio.engine.run_film import chosen_steps, frames
from ganstudio.ui.context import StudioContext
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.tasks import Report
from ganstudio.ui.widgets.plot_surface import PlotSurface

_FASTEST = 50.0  # frames a second: GIF knows none that are shorter
_KINDS: tuple[ReelKind, ...] = ("gif", "apng", "mp4", "frames")


class Saving(QObject):
    """Asks for a place and writes there; what goes wrong is told."""

    def __init__(self, context: StudioContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def save_curves(self, curves: CurveStore, names: Sequence[str]) -> None:
        """Every point of some scalars as a table."""
        chosen = self._ask("Save the curves", "curves.csv", "*.csv")[0]
        if chosen is None:
            return
        try:
            with chosen.open("w", encoding="utf-8", newline="") as stream:
                curves.write_csv(stream, names)
        except OSError as error:
            self._tell_unwritten(chosen, error)

    def save_plot(self, plot: PlotSurface) -> None:
        """As a picture of twice the size on the screen, or as a drawing, by the name's ending."""
        kinds = "Pictures (*.png);;Drawings (*.svg)"
        chosen, kind = self._ask("Save the plot", "plot.png", kinds)
        if chosen is None:
            return
        if chosen.suffix.lower() != ".svg" and "svg" not in kind:
            self._write_picture(plot.to_image(), chosen)
            return
        try:
            plot.write_svg(chosen.with_suffix(".svg"))
        except OSError as error:
            self._tell_unwritten(chosen, error)

    def save_picture(self, picture: QImage) -> None:
        chosen = self._ask("Save the picture", "picture.png", "*.png")[0]
        if chosen is not None:
            self._write_picture(picture, chosen)

    def save_film(self, film: "RunFilm", kind: object) -> None:
        """What the snapshots show when they are played."""
        found = next((one for one in _KINDS if one == kind), None)
        if found is None:
            return
        if why_not(found):
            self._context.tell_error(InputError(f"{why_not(found)}."))
            return
        ending = ENDINGS[found]
        if ending:
            chosen = self._ask("Export the film", f"{film.name}{ending}", f"*{ending}")[0]
        else:
            folder = QFileDialog.getExistingDirectory(self._window, "An empty folder for pictures")
            chosen = Path(folder) if folder else None
        if chosen is not None:
            self.write_film(film, found, chosen.with_suffix(ending) if ending else chosen)

    def write_film(self, film: "RunFilm", kind: ReelKind, target: Path) -> None:
        """In a task of its own."""

        def work(report: Report) -> Path:
            reel = Reel(film.pictures(report), len(film.steps), film.per_second)
            return write_reel(reel, kind, target)

        self._context.tasks.run_task(f"Export {target.name}", work, self._on_written)

    def _on_written(self, target: object) -> None:
        if isinstance(target, Path):
            self._context.tell_saved(f"{target.name} saved")

    def _ask(self, title: str, name: str, kinds: str) -> tuple[Path | None, str]:
        chosen, kind = QFileDialog.getSaveFileName(self._window, title, name, kinds)
        return (Path(chosen) if chosen else None), kind

    def _write_picture(self, picture: QImage, path: Path) -> None:
        if not picture.save(str(path)):
            self._context.tell_error(InputError(f"{path} cannot be written. Choose another place."))

    def _tell_unwritten(self, path: Path, error: OSError) -> None:
        sentence = f"{path} cannot be written: {error.strerror}. Choose another place."
        self._context.tell_error(InputError(sentence))


class RunFilm:
    """The snapshots of a run as they are played: of a long run, as many as fit into a film."""

    def __init__(
        self, name: str, folder: Path, known: Sequence[int], row: str, per_second: float
    ) -> None:
        """Args: row: which of the pictures; per_second: snapshots that pass in a second."""
        self.name = name
        self.steps = chosen_steps(known)
        self.per_second = min(per_second, _FASTEST)
        self._folder = folder
        self._row = row

    def pictures(self, report: Report) -> Iterator[Pixels]:
        for done, picture in enumerate(frames(self._folder, self.steps, self._row), start=1):
            report(done / len(self.steps), f"Step {self.steps[done - 1]:,}")
            yield picture
