"""Sets of pictures with defects, for training others: each with its mask and its classes."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.paths import write_atomically
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture
from ganstudio.edit.defects import DefectPainter, Kinds, PaintDefects
from ganstudio.edit.packed import Packed
from ganstudio.edit.provenance import to_png


class SetPlan(NamedTuple):
    """What a set is made of.

    Attributes:
        pictures: sound ones, each painted in turn.
        rolls: of noise for each picture.
        moves: whether the paint lies elsewhere each time.
        threshold: of the mask.
    """

    pictures: Sequence[Packed]
    rolls: int = 3
    moves: bool = True
    threshold: float = 0.5


Counted = Callable[[int, int], None]
"""Called with how many are written of how many; raises Cancelled when nobody waits."""


def write_set(
    system: System, asked: PaintDefects, plan: SetPlan, folder: Path, tell: Counted
) -> int:
    """Write pictures, masks and classes: `images/`, `masks/`, `classes/` and `set.csv`.

    A mask is white where the layer's m passes the threshold; a class map has the kind of the paint
    there and the sound kind elsewhere.

    Raises:
        Cancelled: `tell` did not want to wait. What was written stays.
        OSError: the folder cannot be written to.
    """
    painter = DefectPainter(system)
    for name in ("images", "masks", "classes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    count, rows = len(plan.pictures) * plan.rolls, []
    try:
        for number in range(count):
            one = _variant(asked, plan, number)
            rows.append(_write_pair(painter, one, plan.threshold, (folder, f"{number:05d}.png")))
            tell(number + 1, count)
    finally:
        write_atomically(folder / "set.csv", _table(rows).encode())
    return count


def _write_pair(
    painter: DefectPainter, asked: PaintDefects, threshold: float, place: tuple[Path, str]
) -> tuple[str, ...]:
    """One picture with its mask and classes, and its row of the table."""
    (folder, name), layers = place, painter.painted(asked)
    mask = layers.mask > threshold
    kinds = _painted_kinds(asked, mask, painter.paints.sound)
    write_atomically(folder / "images" / name, to_png(layers.views[0]))
    write_atomically(folder / "masks" / name, to_png(_bits(mask)))
    write_atomically(folder / "classes" / name, to_png(kinds[..., None]))
    found = sorted({painter.paints.kinds[kind] for kind in np.unique(kinds[mask])})
    return name, " ".join(found), f"{mask.mean():.4f}", str(asked.noise_seed)


def _variant(asked: PaintDefects, plan: SetPlan, number: int) -> PaintDefects:
    image = plan.pictures[number // plan.rolls]
    update: dict[str, object] = {"image": image, "noise_seed": (asked.noise_seed or 0) + number}
    if plan.moves and asked.kinds is not None:
        random = np.random.default_rng(derive(asked.noise_seed or 0, "moved paint", number))
        kinds = asked.kinds.array()
        shift = tuple(int(random.integers(side)) for side in kinds.shape)
        update["kinds"] = Packed.of(np.roll(kinds, shift, (0, 1)))
    return asked.model_copy(update=update)


def _painted_kinds(asked: PaintDefects, mask: NDArray[np.bool_], sound: int) -> Kinds:
    if asked.kinds is None:
        return np.full(mask.shape, sound, np.uint8)
    return np.where(mask, asked.kinds.array(), sound).astype(np.uint8)


def _bits(mask: NDArray[np.bool_]) -> Picture:
    return (mask[..., None] * np.uint8(255)).astype(np.uint8)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("file", "classes", "mask area", "noise"))
    writer.writerows(rows)
    return text.getvalue()
