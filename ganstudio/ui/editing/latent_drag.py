"""A picture dragged out of a widget: a latent for the board and tools, a file for the desktop."""

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QMetaType, QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from ganstudio.edit.artist import Picture
from ganstudio.edit.documents import Script
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.provenance import to_png
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.latent_mime import fill_mime
from ganstudio.ui.theme import theme

URLS = "text/uri-list"
_DRAGGED = 48  # px of the picture under the pointer


class PictureFile:
    """A picture as a PNG that carries its script: written where somebody wants a file of it."""

    def __init__(self, desk: Desk, name: str, pixels: Picture, edit: AnyRequest) -> None:
        """Args: name: of the file, without its ending."""
        self._desk, self._name = desk, name
        self._pixels, self._edit = pixels, edit
        self._path: Path | None = None

    def path(self) -> Path | None:
        """Where it lies until the studio ends; None where it cannot be written, which is told."""
        chosen = self._desk.chosen
        if self._path is None and chosen is not None:
            script = Script(workspace="explore", model=chosen.ref, edit=self._edit)
            try:
                path = Path(tempfile.mkdtemp(dir=_folder().name)) / f"{self._name}.png"
                path.write_bytes(to_png(self._pixels, script))
            except OSError as error:
                self._desk.context.tell(
                    "The picture cannot be dragged as a file",
                    f"{error.strerror or error}. Use Export picture instead.",
                    tone="error",
                )
                return None
            self._path = path
        return self._path


class PictureMime(QMimeData):
    """Data of a drag with a file that is made when it is asked for, not when the drag begins."""

    def __init__(self, file: PictureFile) -> None:
        super().__init__()
        self._file = file

    def formats(self) -> list[str]:
        return [*super().formats(), URLS]

    def hasFormat(self, kind: str) -> bool:  # noqa: N802 - Qt's name
        return kind == URLS or super().hasFormat(kind)

    def retrieveData(self, kind: str, wanted: Any) -> Any:  # noqa: N802 - Qt's name
        if kind != URLS:
            return super().retrieveData(kind, wanted)
        path = self._file.path()
        urls = [] if path is None else [QUrl.fromLocalFile(str(path))]
        if wanted.id() in (QMetaType.Type.QVariantList.value, QMetaType.Type.QUrl.value):
            return urls
        return QByteArray("".join(f"{url.toString()}\r\n" for url in urls).encode())


@dataclass(frozen=True, slots=True)
class Carried:
    """What a drag carries.

    Attributes:
        drawn: the latent and how it is drawn.
        image: what is seen under the pointer, where it is known.
        file: what the desktop and other programs get, where the picture is known.
        places: of the board it was dragged from, so that a drop there moves it.
    """

    drawn: Drawn
    image: QImage | None = None
    file: PictureFile | None = None
    places: tuple[int, ...] = ()


class LatentFiles:
    """Files of pictures that the desk has drawn already."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, drawn: Drawn) -> PictureFile | None:
        """None while its picture is not drawn, or is one of older weights."""
        pixels = self._desk.pictures.pixels(drawn.latent, drawn.manner)
        if pixels is None:
            return None
        name = f"latent {drawn.latent.name}"
        return PictureFile(self._desk, name, pixels, Draw(items=(drawn,)))


def carried_mime(carried: Carried) -> QMimeData:
    """The data of a drag: the latent as data and as words, its picture as a file."""
    mime = QMimeData() if carried.file is None else PictureMime(carried.file)
    drawn = carried.drawn
    return fill_mime(mime, drawn.latent, drawn.manner, carried.places)


def begin_drag(source: QWidget, carried: Carried, *, moves: bool = False) -> None:
    """Let the user carry it, until it is dropped; `moves`: a drop may move it, too."""
    drag = QDrag(source)
    drag.setMimeData(carried_mime(carried))
    if carried.image is not None:
        side = theme().px(_DRAGGED)
        kept = Qt.AspectRatioMode.KeepAspectRatio
        drag.setPixmap(QPixmap.fromImage(carried.image.scaled(side, side, kept)))
    actions = Qt.DropAction.CopyAction
    drag.exec(actions | Qt.DropAction.MoveAction if moves else actions, Qt.DropAction.CopyAction)


@lru_cache(maxsize=1)
def _folder() -> "tempfile.TemporaryDirectory[str]":
    """Removed with all that lies in it when the studio ends."""
    return tempfile.TemporaryDirectory(prefix="ganstudio-pictures-")
