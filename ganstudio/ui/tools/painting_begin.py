"""Where paintings begin: a blank canvas, a sample of the run's data, a label file, a photo."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Region
from ganstudio.edit.labels import read_labels
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.icons import icon
from ganstudio.ui.tasks import Report
from ganstudio.ui.tools.painting_samples import SampleMap, photo_map, sample_map

LABEL_FILES = "Label maps (*.png *.tif *.tiff *.bmp *.gif)"
PICTURE_FILES = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif)"
_DROPPED = (
    ("file", "Start from it as a label map"),
    ("image", "Read its labels as a photo"),
    ("dice", "Take its style"),
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A map for a run's model. Without a title it is what the tool shows at first."""

    run: str
    sample: SampleMap
    title: str


class Beginnings(QObject):
    """Asks for files, and reads them and the run's data.

    `found` carries a `Beginning`, `style_asked` the path of a picture whose style is wanted.
    """

    found = Signal(object)
    style_asked = Signal(object)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._sample = 0
        self._reads_first = False
        self._regions: tuple[Region, ...] = ()
        self._dropped = Path()
        self.menu = QMenu(window)  # of what may be done with a file that was dropped
        for at, (name, words) in enumerate(_DROPPED):
            self.menu.addAction(icon(name), words).setData(at)
        self.menu.triggered.connect(self._on_menu)

    def set_regions(self, regions: Sequence[Region]) -> None:
        """Those of another run's model."""
        self._regions, self._sample, self._reads_first = tuple(regions), 0, False

    def next_sample(self) -> None:
        """The next map of the run's data."""
        self._sample += 1
        self._ask_sample("Start from a sample map")

    def first_sample(self) -> None:
        """What the tool shows at first; asked for again it is the same."""
        if not self._reads_first:
            self._reads_first = True
            self._ask_sample("")

    def from_file(self, path: Path) -> None:
        """Labels of a file; a bad one is told."""
        chosen = self._desk.chosen
        if chosen is None:
            return
        try:
            _, height, width = chosen.model.spec.shape
            ids = read_labels(path, self._regions, (height, width))
        except InputError as error:
            self._desk.context.tell_error(error)
            return
        self._tell(chosen.ref.run, SampleMap(ids), f"Start from {path.name}")

    def from_photo(self, path: Path) -> None:
        """What is seen in a photo, read off the GUI thread; a bad one is told."""
        chosen = self._desk.chosen
        if chosen is None:
            return
        model, run = chosen.model, chosen.ref.run

        def work(report: Report) -> Beginning:
            return Beginning(run, photo_map(model, path, report), f"Start from {path.name}")

        self._desk.context.tasks.run_task(f"Read the labels of {path.name}", work, self._take)

    def offer(self, path: Path, at: QPoint, *, has_styles: bool) -> None:
        """Ask what a file that was dropped is wanted for.

        Args:
            path: of a label map or a photo.
            at: where the menu opens, on the screen.
            has_styles: the model can take a picture's.
        """
        self.menu.actions()[-1].setEnabled(has_styles)
        self._dropped = path
        self.menu.popup(at)

    def ask_labels(self) -> None:
        title = "Start from a label file"
        found, _ = QFileDialog.getOpenFileName(self._window, title, "", LABEL_FILES)
        if found:
            self.from_file(Path(found))

    def ask_photo(self) -> None:
        title = "Start from a photo"
        found, _ = QFileDialog.getOpenFileName(self._window, title, "", PICTURE_FILES)
        if found:
            self.from_photo(Path(found))

    def ask_style(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self._window, "Style of a picture", "", PICTURE_FILES
        )
        if found:
            self.style_asked.emit(Path(found))

    def _on_menu(self, action: QAction) -> None:
        does = (self.from_file, self.from_photo, self.style_asked.emit)[int(action.data())]
        does(self._dropped)

    def _ask_sample(self, title: str) -> None:
        chosen = self._desk.chosen
        if chosen is None:
            return
        model, number, run = chosen.model, self._sample, chosen.ref.run

        def work(report: Report) -> Beginning:
            return Beginning(run, sample_map(model, number, report), title)

        self._desk.context.tasks.run_task("Read a label map", work, self._take)

    def _take(self, found: Beginning) -> None:
        self._reads_first &= bool(found.title)
        self._tell(found.run, found.sample, found.title)

    def _tell(self, run: str, sample: SampleMap, title: str) -> None:
        if self._desk.chosen is None or self._desk.chosen.ref.run != run:
            return
        self.found.emit(Beginning(run, sample, title))
        if sample.agreement is not None:
            self._desk.context.tell(
                "The labels were read by a small network",
                f"It was fitted to this run's own pictures and names {sample.agreement:.0%} of "
                "the places of others like them; a photo of another kind is read worse.",
            )
