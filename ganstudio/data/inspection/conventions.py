"""Which conventions label maps follow, and the settings that answer odd ones."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ganstudio.data.batches import Region
from ganstudio.data.files import ending
from ganstudio.data.inspection.report import Finding
from ganstudio.data.inspection.tally import Tally
from ganstudio.data.layouts.filing import Layout
from ganstudio.data.palettes import bit_colour, colour_of, ids_of
from ganstudio.data.reading import amount
from ganstudio.data.region_tables import DONT_CARE, TABLES

_TRAIN_IDS = frozenset(range(19)) | {DONT_CARE}
_ADE_REGIONS = 150
_MOST_NUMBERS = 256  # distinct ones; more are shades of a photo
_SHOWN = 8  # numbers or colours that a message lists


def label_findings(found: Tally, layout: Layout, *, is_all: bool) -> Iterator[Finding]:
    """What is odd about label maps, with the settings that answer it.

    Args:
        found: what the maps hold.
        layout: of the folder.
        is_all: whether every map was read.
    """
    blurred = next((name for name in found.first.values() if _is_blurred(name)), None)
    if blurred:
        yield Finding(
            "error",
            f"{blurred} is a JPEG, which blurs the numbers of a map; save the maps as PNG.",
            blurred,
        )
    elif found.forms["colours"]:
        yield from _painted(found, layout)
    elif found.clash is not None:
        number, one, other = found.clash
        yield Finding(
            "warning",
            f"The number {number} has another colour in {other} than in {one}, so the numbers mean "
            "nothing by themselves; read the colours instead.",
            other,
            {"by_colour": True},
        )
    elif layout.names in TABLES:
        yield from _tabled(found, layout)
    else:
        yield from _numbered(found, is_all=is_all)


def _is_blurred(name: str) -> bool:
    return ending(name) in (".jpg", ".jpeg")


def _painted(found: Tally, layout: Layout) -> Iterator[Finding]:
    """Maps that are painted in colours."""
    colours = np.array(found.numbers, dtype=np.int64)
    table = TABLES[layout.names].regions if layout.names in TABLES else ()
    for whose, regions in ((layout.title, table), ("VOC", _voc())):
        if regions and (ids_of(colours, regions) >= 0).all():
            yield Finding(
                "note", f"The label maps are painted in the colours of {whose}; they are read as "
                "the numbers of their regions.",
            )  # fmt: skip
            return
    name = found.first[found.numbers[0]]
    if len(colours) > _MOST_NUMBERS:
        yield Finding(
            "error",
            f"The label maps hold {len(colours):,} colours, as photos do ({name}); choose the "
            "folder of label maps, or save them as PNG without smoothing.",
            name,
        )
        return
    lines = [
        f"{id_} {' '.join(map(str, colour_of(number)))} class {id_}"
        for id_, number in enumerate(found.numbers)
    ]
    yield Finding(
        "error",
        f"The label maps are painted in {len(colours)} colours that no table has ({name}); write "
        f"a palette file and choose it as the palette, with these lines: {'; '.join(lines)}.",
        name,
    )


def _voc() -> tuple[Region, ...]:
    return tuple(Region(str(id_), bit_colour(id_)) for id_ in range(256))


def _tabled(found: Tally, layout: Layout) -> Iterator[Finding]:
    """Maps whose numbers a known table explains."""
    numbers = set(found.numbers)
    table = TABLES[layout.names]
    if layout.names == "cityscapes" and DONT_CARE in numbers and numbers <= _TRAIN_IDS:
        yield Finding(
            "warning",
            "The label maps hold only 0 to 18 and 255, so they are train ids of Cityscapes; their "
            "names are those of the train ids.",
            settings={"names": "cityscapes train ids"},
        )
        return
    if layout.names == "ade20k" and DONT_CARE in numbers and max(numbers - {DONT_CARE}) < 150:
        yield Finding(
            "warning",
            "The label maps hold 255, so their numbers have been lowered by one; the annotations "
            "as published have 0 for unknown, and no names fit these.",
            settings={"names": "none", "regions": _ADE_REGIONS, "has_unknown": True},
        )
        return
    known = set(range(len(table.regions))) | ({DONT_CARE} if table.unknown is not None else set())
    strange = sorted(numbers - known)
    if strange == [DONT_CARE]:
        yield _dont_care(found, {"has_unknown": True})
    elif strange:
        name = found.first[strange[0]]
        yield Finding(
            "error",
            f"{name} holds {_listed(strange)}, but {layout.title} has the regions 0 to "
            f"{len(table.regions) - 1}; set the region names to none, or mend the map.",
            name,
        )
    if layout.names == "ade20k":
        yield Finding("note", "0 is the region unknown; the numbers are not shifted.")
    if layout.names == "coco-stuff" and DONT_CARE in numbers:
        yield Finding("note", "255 is unknown; it becomes the last region, 182.")


def _numbered(found: Tally, *, is_all: bool) -> Iterator[Finding]:
    """Maps of numbers that no table explains."""
    labels = [number for number in found.numbers if number != DONT_CARE]
    if found.numbers == [0, DONT_CARE]:
        yield Finding(
            "warning",
            "The label maps hold only 0 and 255, as masks do; 255 becomes the region 1.",
            settings={"values": [0, DONT_CARE]},
        )
        return
    if len(found.numbers) > _MOST_NUMBERS:
        name = found.first[found.numbers[0]]
        yield Finding(
            "error",
            f"The label maps hold {len(found.numbers):,} different numbers, as photos or instance "
            f"maps do ({name}); choose the folder of label maps.",
            name,
        )
        return
    if not labels:
        yield Finding("error", "The label maps hold nothing but 255; choose other label maps.")
        return
    settings: dict[str, object] = {"regions": labels[-1] + 1} if is_all else {}
    if len(labels) > 1 and labels[-1] >= 2 * len(labels) + 8:
        settings = {"values": labels}
        yield Finding(
            "warning",
            f"The label maps hold {len(labels)} numbers from {labels[0]} to {labels[-1]} with wide "
            f"gaps ({_listed(labels)}); each becomes a region in this order.",
            settings=settings,
        )
    elif is_all:
        yield Finding(
            "note", f"{labels[-1] + 1} regions are counted, 0 to {labels[-1]}.", "", settings
        )
    if DONT_CARE in found.numbers:
        yield _dont_care(found, {"has_unknown": True} if settings else {})


def _dont_care(found: Tally, settings: Mapping[str, object]) -> Finding:
    name = found.first[DONT_CARE]
    return Finding(
        "warning",
        f"255 occurs in {amount(found.files[DONT_CARE], 'label map')} ({name}), which mostly means "
        "that nobody knows; it becomes one more region, unknown.",
        name,
        dict(settings),
    )


def _listed(numbers: Sequence[int]) -> str:
    more = len(numbers) - _SHOWN
    text = ", ".join(map(str, numbers[:_SHOWN]))
    return f"{text} and {more} more" if more > 0 else text
