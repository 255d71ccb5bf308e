"""Folders of numbered frames: films of maps or images, and the films to be made of them.

As vid2vid lays them out (Wang et al. 2018, arXiv:1808.06601): train_A, train_B and train_inst with
a folder for each film.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import torch
from PIL import Image
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.batches import DataSpec
from ganstudio.data.decode import UNREADABLE
from ganstudio.data.files import fingerprint, readable
from ganstudio.data.films import FilmStore, Footage, frame_layers, starts_of
from ganstudio.data.label_images import read_numbers
from ganstudio.data.labels_folder import LabelMaps, MapReader
from ganstudio.data.layers import Layers
from ganstudio.data.layouts.filing import Layout, Matched, Role, Sample
from ganstudio.data.layouts.recognise import Place, look_at, of_folders, phase_files
from ganstudio.data.layouts.videos import films_of, gaps
from ganstudio.data.pairs_folder import PairReader, Pairs
from ganstudio.data.pictures import Flip, Pictures, Pixels, Size
from ganstudio.data.placed import (
    Backdrop,
    Phase,
    SquareFit,
    missing_word,
    need_samples,
    notices,
    subfolder,
)
from ganstudio.data.reading import amount, listed, read_all
from ganstudio.data.region_count import MOST_REGIONS, counted
from ganstudio.data.region_tables import TABLES, Names, Table, numbered
from ganstudio.data.source import Report, Share

_CHANNELS: Literal[3] = 3
_NAMED_FOLDERS = Layout("film folders", "Named folders", "sequences", needs=("a", "b"))
_MOST_NUMBERS = 256  # of a label map; more are shades of a picture


class Sequences(Config):
    """Films frame by frame: what each frame is to be made of, and the frame."""

    label: ClassVar[str] = "Frame sequences"
    kind: Literal["sequences"] = "sequences"
    path: str = Field(
        "",
        title="Folder",
        description="train_A and train_B (and train_inst for objects) with a folder of numbered "
        "frames for each film, named alike in all of them.",
        json_schema_extra=hints(path="folder"),
    )
    phase: Phase = "train"
    size: Size = 256
    frames: int = Field(
        9,
        ge=2,
        le=64,
        title="Frames",
        description="Of each sample: so many in a row from anywhere in a film.",
        json_schema_extra=hints(slider=(3, 24)),
    )
    given: Literal["auto", "label maps", "images"] = Field(
        "auto",
        title="A holds",
        description="Maps whose numbers stand for regions, or images such as edges; auto: maps "
        "where the first file has one channel and few numbers other than black and white.",
    )
    names: Names = Field(
        "auto",
        title="Region names",
        description="What the numbers in label maps mean; auto: they are counted.",
    )
    regions: int = Field(
        0,
        ge=0,
        le=MOST_REGIONS,
        title="Regions",
        description="How many there are where no table names them; 0 counts them in all maps.",
    )
    fit: SquareFit = "crop"
    flip: Flip = False
    folder_a: str = subfolder("Folder of A", "the frames A")
    folder_b: str = subfolder("Folder of B", "the frames B")
    background: Backdrop = "white"

    def spec(self) -> DataSpec:
        """`size` counts the windows of so many frames in all films."""
        shot = self._shot()
        return self._spec(shot, len(starts_of(shot.lengths, self.frames)))

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> FilmStore:
        rows = self.rows(report)
        shot = self._shot()
        starts = starts_of(shot.lengths, self.frames)
        spec = self._spec(shot, len(starts))
        return FilmStore(Footage(rows, starts), spec, seed, device, share, flip=self.flip)

    def rows(self, report: Report) -> Pictures:
        """All frames, film by film, from the cache where nothing has changed.

        Raises:
            DataError, Cancelled.
        """
        report(f"Looking through {self.path}", 0.0)
        shot = self._shot()
        layers = frame_layers(self._spec(shot, 0))
        origin = self.model_dump_json(exclude={"path", "flip"}) + str(shot.place.folder.resolve())
        entry = cache.key(origin, fingerprint(shot.place.folder, shot.place.found))
        shape = (layers.depth, self.size, self.size)
        return cache.open_or_make(entry, shape, lambda writer: self._read(shot, writer, report))

    def _spec(self, shot: "_Shot", count: int) -> DataSpec:
        shape = (_CHANNELS, self.size, self.size)
        return DataSpec(
            shape,
            size=count,
            source=shape,
            is_paired=True,
            regions=shot.table.regions if shot.table else (),
            has_instances=shot.table is not None and "instances" in shot.samples[0].files,
            frames=self.frames,
        )

    def _shot(self) -> "_Shot":
        """Raises DataError: there are no films, or one is not whole."""
        place = self._place()
        matched = phase_files(place, self.phase)
        need_samples(self.path, matched)
        films = films_of(sample.key for sample in matched.samples)
        _refuse_gaps(matched, films)
        long_enough = {k: v for k, v in films.items() if len(v) >= self.frames}
        if not long_enough:
            longest = max(films, key=lambda film: len(films[film]))
            raise DataError(
                f"Samples of {self.frames} frames are wanted, and the longest film in {self.path}, "
                f"{readable(longest)}, has {len(films[longest])}: set fewer frames."
            )
        by_key = {sample.key: sample for sample in matched.samples}
        samples = tuple(by_key[key] for film in long_enough.values() for key in film)
        lengths = np.array([len(film) for film in long_enough.values()])
        short = tuple(film for film in films if film not in long_enough)
        notes = (*notices(matched, ()), *_left_out(short, self.frames))
        return _Shot(place, samples, lengths, self._table(place, samples), notes)

    def _place(self) -> Place:
        place = look_at(self.path)
        if bool(self.folder_a) != bool(self.folder_b):
            raise DataError("Only one of the folders of A and B is named; name both, or none.")
        if self.folder_a:
            names = [file.name for file in place.found]
            folders: dict[Role, str] = {"a": self.folder_a, "b": self.folder_b}
            return place._replace(layout=of_folders(names, folders, _NAMED_FOLDERS))
        if place.layout.kind != "sequences":
            raise DataError(
                f"{self.path} does not look like films of numbered frames ({place.layout.title}); "
                "name the folders of A and B, or choose another kind of data."
            )
        return place

    def _table(self, place: Place, samples: Sequence[Sample]) -> Table | None:
        """The regions of the maps; None where A holds images."""
        names = tuple(sample.files["a"] for sample in samples)
        if self.given == "images" or (self.given == "auto" and not _is_map(place, names[0])):
            return None
        if self.names in TABLES:
            return TABLES[self.names]
        if self.regions:
            return numbered(self.regions, with_unknown=False)
        return counted(place.folder, names, place.found, by_colour=False)

    def _read(self, shot: "_Shot", writer: cache.Writer, report: Report) -> None:
        reader = _MapFrames(self, shot) if shot.table else _ImageFrames(self, shot)
        left_out = read_all(
            shot.samples, reader.row, lambda _, rows: writer.add(rows), lambda s: s.key, report
        )
        if left_out:
            raise DataError(
                f"{left_out[0]}, and a film needs every frame: restore it, or take the whole film "
                "out of the folder."
            )
        writer.notices = shot.notices


class _Shot(NamedTuple):
    """Films that are long enough.

    Attributes:
        place: where they lie.
        samples: all frames, film by film in order.
        lengths: of the films.
        table: of the regions, or None.
        notices: what is left out of the folder.
    """

    place: Place
    samples: tuple[Sample, ...]
    lengths: np.ndarray
    table: Table | None
    notices: tuple[str, ...]


class _MapFrames:
    """Reads frames with label maps, and with instance maps where there are any."""

    def __init__(self, source: Sequences, shot: _Shot) -> None:
        assert shot.table is not None  # callers look
        has_objects = "instances" in shot.samples[0].files
        maps = LabelMaps(
            path=source.path, size=source.size, fit=source.fit, background=source.background
        )
        layers = Layers(_CHANNELS, _CHANNELS, regions=True, instances=has_objects)
        self._reader = MapReader(maps, shot.place.folder, shot.table, layers)

    def row(self, sample: Sample) -> Pixels:
        files: dict[Role, str] = {"picture": sample.files["b"], "labels": sample.files["a"]}
        if "instances" in sample.files:
            files["instances"] = sample.files["instances"]
        # The map in colours is painted again whenever it is drawn.
        return np.delete(self._reader.row(Sample(sample.key, files)), slice(3, 6), axis=0)


class _ImageFrames:
    """Reads frames with the images that they are made of."""

    def __init__(self, source: Sequences, shot: _Shot) -> None:
        pairs = Pairs(
            path=source.path, size=source.size, fit=source.fit, background=source.background
        )
        self._reader = PairReader(pairs, shot.place)

    def row(self, sample: Sample) -> Pixels:
        return self._reader.row(sample)


def _left_out(short: Sequence[str], frames: int) -> tuple[str, ...]:
    if not short:
        return ()
    films = f"{amount(len(short), 'film')} {'was' if len(short) == 1 else 'were'} left out"
    return (f"{films}, with fewer than {frames} frames: {listed([*map(readable, short)])}.",)


def _refuse_gaps(matched: Matched, films: dict[str, list[str]]) -> None:
    """Raises DataError where a film lacks a frame, in A and B or in one of them."""
    whole = {key.rpartition("/")[0] for frames in films.values() for key in frames}
    for name, role in matched.unpaired:
        if name.rpartition("/")[0].endswith(tuple(whole)):
            raise DataError(
                f"{readable(name)} has no {missing_word(role)} of the same name, and a film needs "
                "every frame: add it, or take the frame out at both ends of the film."
            )
    for frames in films.values():
        for gap in gaps(frames):
            raise DataError(
                f"Frame {gap.number} is missing between {readable(gap.before)} and "
                f"{readable(gap.behind)}: add it, or make two folders of what comes before and "
                "after."
            )


def _is_map(place: Place, name: str) -> bool:
    """Whether a file holds numbers of regions rather than shades."""
    try:
        with Image.open(place.folder / name) as image:
            is_plain = image.mode not in ("RGB", "RGBA")
        numbers = set(np.unique(read_numbers(place.folder / name).numbers).tolist())
    except UNREADABLE:
        return False
    return is_plain and len(numbers) <= _MOST_NUMBERS and not numbers <= {0, 255}
