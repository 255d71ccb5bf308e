"""Films to be painted: of a batch of data, of a folder of frames, and what another run makes."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.capabilities import PlaysFrames
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.pixels import to_uint8
from ganstudio.edit.artist import Picture
from ganstudio.edit.films import MOST_FRAMES, MOST_PIXELS, FilmPainter, PlayFilm
from ganstudio.edit.given import given_file, pictures_in
from ganstudio.edit.labels import read_labels
from ganstudio.edit.packed import Packed

Progress = Callable[[float], None]
"""Told the share that is done; raises Cancelled when nobody waits."""


def unfollowed(_share: float) -> None:
    """For those who wait for the end."""


def film_of_batch(batch: Batch, spec: DataSpec, name: str) -> PlayFilm:
    """The first film of a batch, with its real frames. Raises InputError: it holds none."""
    given = batch.frame_regions if spec.regions else batch.frame_sources
    if batch.frames is None or given is None:
        raise InputError(
            "This run's data hold no films: choose a run on films, such as vid2vid-traffic."
        )
    objects = batch.frame_instances
    return PlayFilm(
        maps=_ids(given[0]) if spec.regions else _bytes(given[0]),
        objects=None if objects is None else Packed.of(objects[0].to(torch.int32)),
        palette=palette_of(spec),
        real=_bytes(batch.frames[0]),
        name=name,
    )


def film_of_files(
    paths: Sequence[Path], spec: DataSpec, progress: Progress = unfollowed
) -> PlayFilm:
    """A film of label frames, or of the images that frames are made of, in the order of names.

    Numbers in names count as numbers. What is more than MOST_FRAMES, or too large, is left out.

    Args:
        paths: files, or a folder of them.
        spec: of the data that the model was trained on.
        progress: told after every frame.

    Raises:
        InputError: no pictures, or one that is not what the model paints of.
    """
    most = min(MOST_FRAMES, MOST_PIXELS // (spec.shape[1] * spec.shape[2]))
    files = sorted(pictures_in(paths), key=_numbered)[:most]
    if not files:
        where = paths[0].name if paths else "the folder"
        raise InputError(f"There are no frames in {where}: choose a folder of pictures.")
    frames = []
    for at, file in enumerate(files):
        if spec.regions:
            frames.append(read_labels(file, spec.regions, (spec.shape[1], spec.shape[2])))
        else:
            frames.append(given_file(file, spec.source).picture.array())
        progress((at + 1) / len(files))
    stacked = np.stack(frames)
    single = len(paths) == 1
    return PlayFilm(
        maps=Packed.of(stacked),
        palette=palette_of(spec),
        starts_real=False,
        name=paths[0].name if single else f"{files[0].stem} to {files[-1].stem}",
    )


def with_twin(
    film: PlayFilm, system: System, name: str, progress: Progress = unfollowed
) -> PlayFilm:
    """The film with what another system in evaluation mode paints of the same maps.

    Raises InputError: it paints no such films.
    """
    alone = film.model_copy(update={"views": ("made",), "twin": None})
    made: list[Picture] = []
    for frame in FilmPainter(system, alone).frames():
        made.append(frame["made"])
        progress(len(made) / film.frame_count)
    twin = Packed.of(np.stack(made))
    views = film.views if "twin" in film.views else (*film.views, "twin")
    return film.model_copy(update={"twin": twin, "twin_name": name, "views": views})


def palette_of(spec: DataSpec) -> Packed | None:
    """(k, 3) the colours of the regions; None where the data have none."""
    if not spec.regions:
        return None
    return Packed.of(np.array([region.colour for region in spec.regions], np.uint8))


def memory_in_words(plays: PlaysFrames) -> str:
    """How a painter works, for people."""
    if not plays.past:
        return "Each frame is painted by itself."
    frames = "the frame before" if plays.past == 1 else f"the {plays.past} frames before"
    how = "moved by a flow, and painted anew where that does not do" if plays.moves else "painted"
    return f"Each frame is painted of {frames}: {how}."


def _ids(maps: Tensor) -> Packed:
    kind = np.uint8 if int(maps.max()) < 256 else np.uint16
    return Packed.of(maps.cpu().numpy().astype(kind))


def _bytes(images: Tensor) -> Packed:
    return Packed.of(to_uint8(images))


def _numbered(path: Path) -> tuple[tuple[bool, int, str], ...]:
    parts = re.split(r"(\d+)", path.name.lower())
    return tuple((not one.isdecimal(), int(one) if one.isdecimal() else 0, one) for one in parts)
