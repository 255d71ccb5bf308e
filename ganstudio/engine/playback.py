"""Films that a system paints of those of a dataset: for measurements, and to be played."""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from ganstudio.core.capabilities import PlaysFrames
from ganstudio.core.errors import InputError
from ganstudio.core.events import Pixels
from ganstudio.core.paths import write_atomically
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.pixels import to_uint8
from ganstudio.engine import snapshots
from ganstudio.engine.preview import evaluating
from ganstudio.engine.side_by_side import GIVEN, in_order, joined
from ganstudio.metrics.films import Films

AT_ONCE = 16  # films
FRAME_MILLISECONDS = 160
_CLEAR = 96  # px of a frame that can be watched; smaller ones are enlarged
_GAP = 2  # px between two films of a strip

FilmRows = Mapping[str, NDArray[np.uint8]]
"""Films (n, t, h, w, 3) by name; the first is what was painted."""


@torch.no_grad()
def played(system: System, plays: PlaysFrames, batch: Batch) -> dict[str, Tensor]:
    """All films (n, t, c, h, w) in [-1, 1] by name; the first is what is painted."""
    with evaluating(system):
        parts = [plays.play(part) for part in batch.pieces(AT_ONCE)]
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def films_of(system: System, plays: PlaysFrames, batch: Batch) -> Films:
    """What is measured of painted films, where flow and occlusion are known."""
    assert batch.frames is not None  # callers look
    assert batch.flow is not None
    assert batch.is_new is not None
    rows = played(system, plays, batch)
    made = next(iter(rows.values()))
    fresh = (rows["fresh"][:, :, 0] + 1) / 2 if "fresh" in rows else None
    return Films(made, batch.frames, batch.flow, batch.is_new, fresh, plays.past)


def shown(films: Mapping[str, Tensor]) -> dict[str, NDArray[np.uint8]]:
    """Films (n, t, c, h, w) in [-1, 1] as they are played."""
    found = {}
    for name, film in films.items():
        pixels = to_uint8(film.flatten(0, 1))
        coloured = np.broadcast_to(pixels, (*pixels.shape[:3], 3))
        found[name] = coloured.reshape(*film.shape[:2], *coloured.shape[1:])
    return found


def beside(films: FilmRows, others: FilmRows, name: str) -> dict[str, NDArray[np.uint8]]:
    """The films with what another system painted of the same scenes behind the first row.

    Raises:
        InputError: they are of other scenes, or of another size.
    """
    made, *rest = films
    other = next(iter(others.values()))
    if other.shape != films[made].shape or not np.array_equal(films[GIVEN], others[GIVEN]):
        raise InputError(
            f"{name} was trained on other films, so that there is nothing to lay beside: choose a "
            "run on the same data with the same seed."
        )
    return {made: films[made], name: other, **{row: films[row] for row in rest}}


def write_films(target: Path, films: FilmRows) -> tuple[str, ...]:
    """Films as a .gif that plays, or as a .png with all frames in a row; gives the names in order.

    Raises:
        InputError: another ending.
    """
    names = in_order(list(films))
    match target.suffix:
        case ".gif":
            write_atomically(target, _animation([films[name] for name in names]))
        case ".png":
            buffer = io.BytesIO()
            Image.fromarray(strip([films[name] for name in names])).save(buffer, "PNG")
            write_atomically(target, buffer.getvalue())
        case _:
            raise InputError(f"{target.name} must end in .gif or .png.")
    return tuple(names)


def strip(films: list[NDArray[np.uint8]]) -> Pixels:
    """Each film's frames from left to right, what belongs to a scene below each other."""
    count, frames, _, width, _ = films[0].shape
    scenes = []
    for number in range(count):
        rows = [np.concatenate(list(film[number]), axis=1) for film in films]
        scenes += [*rows, np.zeros((_GAP, frames * width, 3), np.uint8)]
    return np.concatenate(scenes[:-1], axis=0)


def _animation(films: list[NDArray[np.uint8]]) -> bytes:
    sheets = [
        snapshots.montage(joined([film[:, time] for film in films]))
        for time in range(films[0].shape[1])
    ]
    larger = max(1, -(-_CLEAR // films[0].shape[2]))
    images = [Image.fromarray(sheet.repeat(larger, 0).repeat(larger, 1)) for sheet in sheets]
    buffer = io.BytesIO()
    images[0].save(
        buffer, "GIF", save_all=True, append_images=images[1:], loop=0,
        duration=FRAME_MILLISECONDS,
    )  # fmt: skip
    return buffer.getvalue()
