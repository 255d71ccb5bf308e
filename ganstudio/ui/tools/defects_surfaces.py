"""Which surface is painted on: the run's own ones in turn, or a picture file."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.data.decode import SUFFIXES
from ganstudio.edit.defects import PaintDefects
from ganstudio.ui.tools.defects_bench import FIRST_SEED, DefectBench
from ganstudio.ui.tools.defects_export import ExportPane
from ganstudio.ui.tools.defects_samples import Sort, Surface, Surfaces, SurfaceShelf
from ganstudio.ui.tools.defects_stage import DefectsStage


class SurfaceChoice(QObject):
    """`began` tells that the first surface is there."""

    began = Signal()

    def __init__(
        self, bench: DefectBench, stage: DefectsStage, export: ExportPane, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bench, self._stage, self._export, self._window = bench, stage, export, window
        self.shelf = SurfaceShelf(bench.desk.context, self)
        self.shelf.arrived.connect(self._on_surfaces)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.failed.connect(self._on_no_surfaces)

    def _on_surfaces(self, surfaces: object) -> None:
        if not isinstance(surfaces, Surfaces):
            return
        self._export.show_pictures(len(surfaces.sound))
        if not self._bench.request.is_empty:
            return
        first = surfaces.sound[0]
        fresh = PaintDefects(image=first.picture, name=first.name, noise_seed=FIRST_SEED)
        self._bench.begin(fresh)
        self.began.emit()

    def _on_no_surfaces(self, reason: object) -> None:
        if self._bench.request.is_empty:
            self._stage.show_empty(str(reason), may_take=True)

    def show_empty(self) -> None:
        """Say what is missing or waited for."""
        if self.shelf.held is None:
            self._stage.show_empty("Surfaces of the run's data are being read.", may_take=False)
        else:
            words = "Take a surface of the run's data, or drop a picture here."
            self._stage.show_empty(words, may_take=True)

    def another_sound(self) -> None:
        """The next one without a defect."""
        self._another("sound")

    def another_damaged(self) -> None:
        """The next one with a defect."""
        self._another("damaged")

    def _another(self, sort: Sort) -> None:
        """The surface behind the one that is seen, of a sort."""
        chosen = self._bench.desk.chosen
        if chosen is None:
            return
        found = self.shelf.behind(sort, self._bench.request.name)
        if found is not None:
            self._take_surface(found, "Another surface")
        elif self.shelf.held is None:
            self.shelf.read(chosen, again=True)
        else:
            self._bench.desk.context.tell(f"The run's data have no {sort} surface", tone="warn")

    def _take_surface(self, surface: Surface, title: str) -> None:
        update: dict[str, object] = {"image": surface.picture, "name": surface.name}
        if surface.picture.shape[:2] != (self._bench.request.image or surface.picture).shape[:2]:
            update["kinds"] = None
        self._bench.change(self._bench.request.model_copy(update=update), title)

    def _on_opened(self, surface: object) -> None:
        if isinstance(surface, Surface):
            self._take_surface(surface, f"Open {surface.name}")

    def ask(self) -> None:
        """Ask for a picture file and open it."""
        kinds = " ".join(f"*{one}" for one in sorted(SUFFIXES))
        found, _ = QFileDialog.getOpenFileName(
            self._window, "Open a surface", "", f"Pictures ({kinds})"
        )
        if found:
            self.open(Path(found))

    def open(self, path: Path) -> None:
        """Paint on a picture file, scaled to the model's size."""
        chosen = self._bench.desk.chosen
        if chosen is not None:
            self.shelf.open(path, chosen.model.spec.shape)
