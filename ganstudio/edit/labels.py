"""Label maps of elsewhere and of nowhere: read from a file, or blank."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Region
from ganstudio.data.decode import UNREADABLE
from ganstudio.data.label_images import read_numbers
from ganstudio.data.palettes import bit_colour, colour_of, ids_of
from ganstudio.edit.raster import Extent, Ids

MOST_PIXELS = 64_000_000
_UNKNOWN = ("unknown", "unlabeled", "unlabelled", "void", "don't care", "other", "background")


def blank(extent: Extent, value: int = 0) -> Ids:
    """A map of one id."""
    return np.full(extent, value, np.uint8 if value < 256 else np.uint16)


def narrow(ids: Ids) -> Ids:
    """The same ids in the smallest type that a document keeps."""
    return ids.astype(np.uint8 if not ids.size or ids.max() < 256 else np.uint16)


def colours_of(regions: Sequence[Region], names: Sequence[str]) -> NDArray[np.uint8]:
    """(n, 3) the colours of `names` by id: the data's own, elsewhere those of VOC."""
    known = {region.name: region.colour for region in regions}
    if [region.name for region in regions] == list(names):
        return np.array([region.colour for region in regions], np.uint8)
    found = [known.get(name, bit_colour(id_ + 1)) for id_, name in enumerate(names)]
    return np.array(found, np.uint8)


def unknown_of(names: Sequence[str]) -> int | None:
    """The region that stands for nothing in particular; None where there is none."""
    found = (at for at, name in enumerate(names) if name.lower() in _UNKNOWN)
    return next(found, None)


def read_labels(path: Path, regions: Sequence[Region], extent: Extent) -> Ids:
    """The ids of a file: of its numbers, or of colours that regions have.

    A map of other size and the same shape is taken at its nearest pixels.

    Raises InputError: no picture, blurred, another shape, or ids that the model does not have.
    """
    try:
        with Image.open(path) as image:
            across, down = image.size
        if across * down > MOST_PIXELS:
            raise InputError(
                f"{path.name} is {across:,} x {down:,} px, which no label map here needs: "
                f"save it at {extent[1]} x {extent[0]} px."
            )
        found = read_numbers(path)
    except UNREADABLE as error:
        raise InputError(
            f"{path.name} cannot be read as a label map: choose a PNG whose pixels are ids."
        ) from error
    ids = ids_of(found.numbers, regions) if found.form == "colours" else found.numbers
    _check(path.name, ids, found.numbers, regions)
    return narrow(_fitted(path.name, ids, extent))


def _check(name: str, ids: Ids, numbers: Ids, regions: Sequence[Region]) -> None:
    strange = (ids < 0) | (ids >= len(regions))
    if not strange.any():
        return
    row, column = (int(at) for at in np.argwhere(strange)[0])
    value = int(ids[row, column])
    place = f"at column {column}, row {row}"
    if value < 0:
        red, green, blue = colour_of(int(numbers[row, column]))
        raise InputError(
            f"{name} has the colour {red} {green} {blue} {place}, which no class of this model "
            "has: save ids instead of colours, and not as a JPEG."
        )
    raise InputError(
        f"{name} has the id {value} {place}; this model knows 0 to {len(regions) - 1}, "
        f"{regions[0].name} to {regions[-1].name}."
    )


def _fitted(name: str, ids: Ids, extent: Extent) -> Ids:
    height, width = ids.shape
    if (height, width) == extent:
        return ids
    if height * extent[1] != width * extent[0]:
        raise InputError(
            f"{name} is {width} x {height} px and this model paints {extent[1]} x {extent[0]} px: "
            "crop it to the same shape first."
        )
    rows = (np.arange(extent[0]) * height + height // 2) // extent[0]
    columns = (np.arange(extent[1]) * width + width // 2) // extent[1]
    taken: Ids = ids[rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)[None, :]]
    return taken
