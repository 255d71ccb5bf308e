"""Folders of image pairs: two halves of one picture, or two folders.

As pix2pix lays them out (Isola et al. 2017, arXiv:1611.07004), and pix2pixHD (arXiv:1711.11585).
"""

from typing import ClassVar, Literal, NamedTuple

import torch
from PIL import Image
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.batches import DataSpec
from ganstudio.data.decode import open_picture, to_pixels
from ganstudio.data.files import fingerprint
from ganstudio.data.fitting import fitted, have_one_shape, window
from ganstudio.data.jitter import Jitter, JitteredStore
from ganstudio.data.layers import Layers
from ganstudio.data.layouts.filing import Layout, Matched, Role, Sample
from ganstudio.data.layouts.recognise import Place, look_at, of_folders, phase_files, side_by_side
from ganstudio.data.pictures import Flip, Pictures, Pixels, Size
from ganstudio.data.placed import (
    LEAST,
    Backdrop,
    Phase,
    SquareFit,
    need_samples,
    notices,
    subfolder,
)
from ganstudio.data.reading import MisfitError, blaming, read_all
from ganstudio.data.source import Report, Share

_CHANNELS: Literal[3] = 3
_TWO_FOLDERS = Layout("A and B", "Folders A and B", "pairs", needs=("a", "b"))


class Pairs(Config):
    """Pictures that belong together in twos: what is given, and what is wanted."""

    label: ClassVar[str] = "Image pairs"
    kind: Literal["pairs"] = "pairs"
    path: str = Field(
        "",
        title="Folder",
        description="Pictures with A in the left half and B in the right one, or folders A and B "
        "whose files have the same names.",
        json_schema_extra=hints(path="folder"),
    )
    phase: Phase = "train"
    direction: Literal["a_to_b", "b_to_a"] = Field(
        "a_to_b",
        title="Direction",
        description="Which one is given and which one is wanted.",
    )
    size: Size = 256
    fit: SquareFit = "crop"
    flip: Flip = False
    arrangement: Literal["auto", "side by side", "two folders"] = Field(
        "auto",
        title="Arrangement",
        description="Where A and B lie; auto: side by side where most pictures are exactly twice "
        "as wide as high.",
        json_schema_extra=hints(advanced=True),
    )
    folder_a: str = subfolder("Folder of A", "the pictures A")
    folder_b: str = subfolder("Folder of B", "the pictures B")
    jitter: Jitter = 0
    background: Backdrop = "white"

    def spec(self) -> DataSpec:
        """`size` counts all pairs; those that turn out unreadable are left out when opened."""
        return self._spec(len(self._matched(self._place()).samples))

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> JitteredStore:
        rows = self.rows(report)
        spec = self._spec(len(rows.images))
        return JitteredStore(rows, spec, seed, device, share, flip=self.flip)

    def rows(self, report: Report) -> Pictures:
        """All pairs as Layers packs them, from the cache where nothing has changed.

        Raises:
            DataError, Cancelled.
        """
        report(f"Looking through {self.path}", 0.0)
        place = self._place()
        matched = self._matched(place)
        origin = self.model_dump_json(exclude={"path", "flip"}) + str(place.folder.resolve())
        entry = cache.key(origin, fingerprint(place.folder, place.found))
        side = self.size + self.jitter
        shape = (Layers.of(self._spec(0)).depth, side, side)
        reader = PairReader(self, place)
        return cache.open_or_make(entry, shape, lambda writer: reader.read(matched, writer, report))

    def _spec(self, count: int) -> DataSpec:
        shape = (_CHANNELS, self.size, self.size)
        return DataSpec(shape, size=count, source=shape, is_paired=True)

    def _place(self) -> Place:
        place = look_at(self.path)
        names = [file.name for file in place.found]
        if bool(self.folder_a) != bool(self.folder_b):
            raise DataError("Only one of the folders of A and B is named; name both, or none.")
        if self.folder_a:
            folders: dict[Role, str] = {"a": self.folder_a, "b": self.folder_b}
            return place._replace(layout=of_folders(names, folders, _TWO_FOLDERS))
        if self.arrangement == "side by side":
            return place._replace(layout=side_by_side(names))
        layout = place.layout
        is_auto = self.arrangement == "auto"
        if not (layout.kind == "pairs" if is_auto else {"a", "b"} <= layout.roles):
            raise DataError(
                f"{self.path} does not look like image pairs ({layout.title}); choose the "
                "arrangement or name the folders of A and B, or choose another kind of data."
            )
        return place

    def _matched(self, place: Place) -> Matched:
        matched = phase_files(place, self.phase)
        need_samples(self.path, matched)
        return matched


class _Two(NamedTuple):
    a: Image.Image
    b: Image.Image


class PairReader:
    """Reads the pairs of a folder."""

    def __init__(self, source: Pairs, place: Place) -> None:
        self._source = source
        self._folder = place.folder
        self._side = source.size + source.jitter
        self._layers = Layers(_CHANNELS, source=_CHANNELS)

    def read(self, matched: Matched, writer: cache.Writer, report: Report) -> None:
        left_out = read_all(
            matched.samples,
            self.row,
            lambda _, rows: writer.add(rows),
            lambda sample: sample.key,
            report,
        )
        if len(matched.samples) - len(left_out) < LEAST:
            raise DataError(
                f"Of {len(matched.samples)} pairs in {self._source.path}, "
                f"{len(matched.samples) - len(left_out)} could be read ({left_out[0]}); "
                f"at least {LEAST} are needed."
            )
        writer.notices = notices(matched, left_out)

    def row(self, sample: Sample) -> Pixels:
        """(depth, h, w) bytes of a sample. Raises MisfitError, DataError."""
        two = self._halves(sample.files["picture"]) if len(sample.files) == 1 else self._two(sample)
        a, b = (self._fitted(image)[None] for image in two)
        real, source = (b, a) if self._source.direction == "a_to_b" else (a, b)
        row: Pixels = self._layers.pack(real, source)[0]
        return row

    def _open(self, name: str, halves: int = 1) -> Image.Image:
        enough = (2 * halves * self._side, 2 * self._side)
        with blaming(name):
            return open_picture(self._folder / name, _CHANNELS, self._source.background, enough)

    def _halves(self, name: str) -> _Two:
        image = self._open(name, halves=2)
        middle, height = image.width // 2, image.height
        if not middle:
            raise MisfitError(name, "is too narrow for two halves")
        right = image.width - middle
        return _Two(image.crop((0, 0, middle, height)), image.crop((right, 0, image.width, height)))

    def _two(self, sample: Sample) -> _Two:
        two = _Two(self._open(sample.files["a"]), self._open(sample.files["b"]))
        if self._source.fit != "stretch" and not have_one_shape(two.a.size, two.b.size):
            a, b = (f"{image.width} × {image.height}" for image in two)
            raise MisfitError(
                sample.files["a"],
                f"shows another part than its partner, as A is {a} px and B {b} px",
            )
        return two

    def _fitted(self, image: Image.Image) -> Pixels:
        source = self._source
        shown = window(image.size, self._side, source.fit)
        return to_pixels(fitted(image, shown, self._side, source.background))
