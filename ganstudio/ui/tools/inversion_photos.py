"""Where photos to invert come from: a file, one of the model's own pictures, a latent."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.core.errors import InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.packed import Packed
from ganstudio.edit.photos import own_photo, photo
from ganstudio.ui.drops import PICTURES
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tasks import Report

_FIRST_OWN = 1001


class PhotoSource(QObject):
    """`taken` carries (Packed of the model's own size, name); what fails is told."""

    taken = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, parent

    def choose(self) -> None:
        """Ask for a file."""
        endings = " ".join(f"*{one}" for one in PICTURES)
        filters = f"Pictures ({endings})"
        found, _ = QFileDialog.getOpenFileName(self._window, "Choose photo", "", filters)
        if found:
            self.open(Path(found))

    def open(self, path: Path) -> None:
        """Decode a file off the GUI thread."""
        chosen = self._desk.chosen
        if chosen is None:
            return
        channels, height, width = chosen.model.spec.shape

        def work(_report: Report) -> tuple[Packed, str]:
            return photo(path, (height, width, channels)), path.name

        self._desk.context.tasks.run_task(f"Read {path.name}", work, self._take)

    def draw_own(self, name: str) -> None:
        """A picture of the seed behind the one that `name` ends with."""
        chosen = self._desk.chosen
        if chosen is None:
            return
        last = name.rpartition(" ")[2]
        seed = int(last) + 1 if last.isdecimal() else _FIRST_OWN
        system = chosen.model.averaged

        def work(_report: Report) -> tuple[Packed, str]:
            return own_photo(Artist(system), seed), f"own picture, seed {seed}"

        self._desk.context.tasks.run_task("Draw a picture", work, self._take)

    def draw(self, latent: Latent, manner: Manner) -> None:
        """The picture of a latent, at once."""
        chosen = self._desk.chosen
        if chosen is None:
            return
        try:
            drawn = Artist(chosen.model.averaged).draw(latent, manner)
        except InputError as error:
            self._desk.context.tell_error(error)
            return
        self.taken.emit((Packed.of(drawn), f"board, {latent.name}"))

    def _take(self, found: object) -> None:
        self.taken.emit(found)


def photo_of(mime: QMimeData) -> Path | None:
    """The first file that is dragged, where it is a picture."""
    files = [url.toLocalFile() for url in mime.urls()]
    return Path(files[0]) if files and files[0].lower().endswith(PICTURES) else None
