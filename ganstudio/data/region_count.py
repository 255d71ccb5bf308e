"""How many regions label maps have that no table describes, and their colours."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from ganstudio.core.errors import DataError
from ganstudio.data.decode import UNREADABLE
from ganstudio.data.files import Found
from ganstudio.data.label_images import read_numbers
from ganstudio.data.palettes import Colour, ids_of
from ganstudio.data.region_tables import DONT_CARE, Table, numbered

MOST_REGIONS = 1024


def first_palette(folder: Path, names: tuple[str, ...]) -> tuple[Colour, ...]:
    """The colours of the first map that can be read; empty where it has none of its own."""
    for name in names:
        try:
            return read_numbers(folder / name).palette
        except UNREADABLE:
            continue
    return ()


@lru_cache(8)
def counted(
    folder: Path, names: tuple[str, ...], _state: tuple[Found, ...], *, by_colour: bool
) -> Table:
    """Regions from 0 to the highest number in any map; 255 stands for unknown.

    Raises:
        DataError: no map can be read, or the numbers are no labels.
    """
    voc = numbered(256, with_unknown=False).regions
    highest, has_unknown = -1, False
    colours: tuple[Colour, ...] = ()
    for name in names:
        try:
            image = read_numbers(folder / name, by_colour=by_colour)
        except UNREADABLE:
            continue
        found = np.unique(image.numbers)
        if image.form == "colours":
            found = np.unique(ids_of(found, voc))
            if found[0] < 0:
                raise DataError(
                    f"{name} is painted in colours that are not those of VOC; choose a palette "
                    "file with a colour for each region."
                )
        colours = colours or image.palette
        has_unknown |= bool((found == DONT_CARE).any())
        highest = max(highest, int(found[found != DONT_CARE].max(initial=-1)))
        if highest >= MOST_REGIONS:
            raise DataError(
                f"{name} holds the label {highest:,}, beyond {MOST_REGIONS:,} regions; choose "
                "label maps with small numbers, or list the values that count."
            )
    if highest < 0:
        raise DataError(f"No label map in {folder} can be read; save them as 8-bit PNG files.")
    return numbered(highest + 1, colours, with_unknown=has_unknown)
