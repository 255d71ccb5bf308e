"""From the numbers in label and instance images to ids of regions and of objects."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import DataError
from ganstudio.data.batches import Region
from ganstudio.data.files import readable
from ganstudio.data.fitting import Ids
from ganstudio.data.label_images import NumberImage
from ganstudio.data.palettes import colour_of, ids_of
from ganstudio.data.reading import MisfitError
from ganstudio.data.region_tables import DONT_CARE, Table

OBJECTS = 1000
"""An object's number is its region's id times this, plus a counter; that of stuff the id."""
_NAMED = 5  # wrong numbers that are named


def region_ids(image: NumberImage, table: Table, values: Sequence[int], name: str) -> Ids:
    """The regions of a label image.

    Args:
        image: as it was read.
        table: of the regions.
        values: the numbers that stand for regions 0, 1, ...; empty where they are the ids.
        name: of the file, for what is said of it.

    Raises:
        DataError: there is a number or a colour that stands for no region.
    """
    if image.form == "colours":
        ids = ids_of(image.numbers, table.regions)
        remedy = "add them to the palette file"
        _refuse(image, ids < 0, "colours that no region has", remedy, name)
        return ids
    ids = _places(image.numbers, values) if values else image.numbers
    if table.unknown is not None:
        ids = np.where(image.numbers == DONT_CARE, table.unknown, ids)
    count = len(table.regions)
    wrong = (ids < 0) | (ids >= count)
    if values:
        remedy = "add them to the values"
        _refuse(image, wrong, "numbers that no region is given", remedy, name)
    if (image.numbers[wrong] == DONT_CARE).all():
        remedy = "switch on Unknown places"
        _refuse(image, wrong, "255, which mostly means unknown", remedy, name)
    needed = int(image.numbers.max()) + 1
    remedy = f"set the number of regions to {needed} or list the values that count"
    _refuse(image, wrong, f"labels above {count - 1}", remedy, name)
    return ids


def _refuse(
    image: NumberImage, wrong: NDArray[np.bool_], what: str, remedy: str, name: str
) -> None:
    """Raises DataError where some places are wrong."""
    if not wrong.any():
        return
    found = np.unique(image.numbers[wrong]).tolist()
    is_colour = image.form == "colours"
    named = ", ".join(str(colour_of(n) if is_colour else n) for n in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    raise DataError(f"{readable(name)} holds {what} ({named}{more}); {remedy}.")


def _places(numbers: Ids, values: Sequence[int]) -> Ids:
    """Where each number stands in `values`; -1 where it does not."""
    order = np.argsort(values)
    ascending = np.asarray(values)[order]
    places = np.searchsorted(ascending, numbers).clip(max=len(values) - 1)
    return np.where(ascending[places] == numbers, order[places], -1)


def object_ids(
    image: NumberImage, labels: NumberImage, ids: Ids, regions: Sequence[Region], name: str
) -> Ids:
    """Numbers of objects as Cityscapes gives them, whatever convention the file has.

    A number from 1000 up is kept. Elsewhere it is a counter, unless it repeats the label: that is
    stuff, which has no objects. Where objects are told apart by colour, stuff is what the table
    does not call a thing. Counters become 999, 998, ... above their region's thousand, where no
    convention counts that far.

    Args:
        image: of instances.
        labels: the label image beside it.
        ids: (h, w) its regions.
        regions: by id.
        name: of the file of instances.

    Raises:
        MisfitError: there are more than a thousand objects of one region.
    """
    things = np.array([region.is_thing for region in regions])
    if image.form == "colours":
        is_large = np.zeros_like(ids, bool)
        is_stuff = ~things[ids] & things.any()
    else:
        is_large = image.numbers >= OBJECTS
        # Eight bits cannot hold a region's thousand: the things in them are counted from 0 up.
        is_narrow = image.form in ("8-bit", "palette")
        is_stuff = (image.numbers == labels.numbers) & ~(things[ids] & is_narrow)
    counted = ~(is_large | is_stuff)
    objects = np.where(is_large, image.numbers, ids)
    if not counted.any():
        return objects
    pairs = np.stack([ids[counted], image.numbers[counted]], axis=1)
    distinct, which = np.unique(pairs, axis=0, return_inverse=True)
    region = distinct[:, 0]
    rank = np.arange(len(region)) - np.searchsorted(region, region)
    if rank.max() >= OBJECTS - len(regions):
        raise MisfitError(name, f"holds {rank.max() + 1:,} objects of one region")
    objects[counted] = (region * OBJECTS + OBJECTS - 1 - rank)[which.reshape(-1)]
    return objects
