"""Styles of all classes as files: pix2pixHD's feature files, read without running them."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.core.errors import InputError
from ganstudio.edit.features import styles_from_rows
from ganstudio.interop.cluster_writing import write_clusters
from ganstudio.interop.clusters import read_clusters
from ganstudio.ui.context import StudioContext
from ganstudio.ui.tools.instances_bench import ObjectBench

_FILES = "Feature files (*.npy)"
_NAME = "features_clustered_010.npy"


class StyleFiles(QObject):
    """What goes wrong is told."""

    def __init__(self, bench: ObjectBench, context: StudioContext, window: QWidget) -> None:
        super().__init__(window)
        self._bench, self._context, self._window = bench, context, window

    def read_styles(self, path: Path) -> None:
        """Take the styles of all classes from a feature file; told where it is none."""
        scene = self._bench.scene
        try:
            styles = styles_from_rows(read_clusters(path))
        except InputError as error:
            self._context.tell_error(error)
            return
        size = len(scene.looks[0].values) if scene and scene.looks else 0
        if any(len(centre) != size for one in styles for centre in one.centres):
            self._context.tell_error(
                InputError(f"{path.name} has other features than this model's {size}: choose its.")
            )
        elif scene is not None:
            self._bench.change(scene.model_copy(update={"styles": styles}), "Read styles")

    def write_styles(self, path: Path) -> None:
        """Write the styles of all classes as pix2pixHD reads them."""
        scene = self._bench.scene
        if scene is None:
            return
        try:
            write_clusters(path, {one.region: one.centres for one in scene.styles})
        except OSError as error:
            self._context.tell(
                "The styles were not written",
                f"{path}: {error.strerror or error}. Choose another folder.",
                tone="error",
            )
            return
        self._context.tell_saved(f"{path.name} saved")

    def ask_read(self) -> None:
        """Ask for a feature file and read it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Read styles", "", _FILES)
        if path:
            self.read_styles(Path(path))

    def ask_write(self) -> None:
        """Ask for a place and write there."""
        path, _ = QFileDialog.getSaveFileName(self._window, "Write styles", _NAME, _FILES)
        if path:
            self.write_styles(Path(path))
