"""A folder of pictures, decoded once."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import torch
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.batches import DataSpec
from ganstudio.data.decode import SUFFIXES, Frame, decode
from ganstudio.data.files import Found, find_pictures, fingerprint, readable
from ganstudio.data.fitting import Background, Fit
from ganstudio.data.pictures import Flip, Pictures, Pixels, Size
from ganstudio.data.reading import listed, read_all
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store

_LEAST = 2  # pictures; fewer are no distribution


class Folder(Config):
    """Any folder of pictures, its subfolders included."""

    label: ClassVar[str] = "Image folder"
    kind: Literal["folder"] = "folder"
    path: str = Field(
        "",
        title="Folder",
        description="All png, jpg, webp, bmp and gif files in it and below are used.",
        json_schema_extra=hints(path="folder"),
    )
    size: Size = 64
    channels: Literal[1, 3] = Field(
        3, title="Channels", description="3 for colour, 1 for shades of grey."
    )
    labels: Literal["auto", "subfolders", "none"] = Field(
        "auto",
        title="Labels",
        description="Whether each subfolder is a class; auto: where all pictures lie in two or "
        "more subfolders.",
    )
    fit: Fit = Field(
        "crop",
        title="Fit to a square",
        description="Crop the middle, pad with the background, or stretch.",
    )
    background: Background = Field(
        "white",
        title="Background",
        description="Behind transparent pixels, and beside padded pictures.",
        json_schema_extra=hints(advanced=True),
    )
    flip: Flip = False

    def spec(self) -> DataSpec:
        """`size` counts all files; those that turn out unreadable are left out when opened."""
        found = self._find()
        names = tuple(map(readable, self._classes(found)))
        return DataSpec((self.channels, self.size, self.size), names, len(found))

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> Store:
        return Store(self.pictures(report), seed, device, share, flip=self.flip)

    def pictures(self, report: Report) -> Pictures:
        """All pictures, from the cache where nothing has changed. Raises DataError, Cancelled."""
        report(f"Looking through {self.path}", 0.0)
        found = self._find()
        origin = self.model_dump_json(exclude={"path", "flip"}) + str(self._folder.resolve())
        entry = cache.key(origin, fingerprint(self._folder, found))
        shape = (self.channels, self.size, self.size)
        return cache.open_or_make(entry, shape, lambda writer: self._read(found, writer, report))

    @property
    def _folder(self) -> Path:
        return Path(self.path).expanduser()

    def _find(self) -> list[Found]:
        if not self.path:
            raise DataError("No folder of images is chosen; choose one.")
        found = find_pictures(self._folder)
        if len(found) < _LEAST:
            kinds = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
            held = "one image" if found else f"no images ({kinds})"
            raise DataError(
                f"The folder {self.path} holds {held}; choose one with at least {_LEAST}."
            )
        return found

    def _classes(self, found: Sequence[Found]) -> tuple[str, ...]:
        """The subfolders that are classes, in the order of their ids; empty for no labels."""
        tops = sorted({file.top for file in found})
        if self.labels == "none" or (self.labels == "auto" and ("" in tops or len(tops) < 2)):
            return ()
        if "" in tops:
            loose = next(file.name for file in found if not file.top)
            raise DataError(
                f"{readable(loose)} in {self.path} lies in no subfolder, so it has no class; "
                "move it into one, or set the labels to none."
            )
        return tuple(tops)

    def _read(self, found: list[Found], writer: cache.Writer, report: Report) -> None:
        tops = self._classes(found)
        writer.classes = tuple(map(readable, tops))

        def add(files: Sequence[Found], pixels: Pixels) -> None:
            ids = np.array([tops.index(file.top) for file in files]) if tops else None
            writer.add(pixels, ids)

        failed = read_all(found, self._decode, add, lambda file: file.name, report)
        skipped = [readable(one.name) for one in failed]
        self._check(len(found), skipped)
        writer.notices = _notices(len(found), skipped)

    def _decode(self, file: Found) -> Pixels:
        frame = Frame(self.size, self.channels, self.fit, self.background)
        return decode(self._folder / file.name, frame)

    def _check(self, total: int, skipped: Sequence[str]) -> None:
        if skipped and not self._folder.is_dir():
            raise DataError(
                f"The folder {self.path} vanished while it was read; bring it back and try again."
            )
        if total - len(skipped) < _LEAST:
            raise DataError(
                f"Of {total} images in {self.path}, {total - len(skipped)} could be read "
                f"({listed(skipped)} not); at least {_LEAST} are needed."
            )


def _notices(total: int, skipped: Sequence[str]) -> tuple[str, ...]:
    if not skipped:
        return ()
    verb = "file was" if len(skipped) == 1 else "files were"
    return (f"{len(skipped):,} of {total:,} {verb} unreadable and left out: {listed(skipped)}.",)
