"""What the numbers in label maps are, and how often they occur."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ganstudio.data.batches import Region
from ganstudio.data.decode import UNREADABLE
from ganstudio.data.inspection.report import ClassCount
from ganstudio.data.label_images import NumberImage, read_numbers
from ganstudio.data.palettes import Colour, colour_of, packed
from ganstudio.data.region_tables import DONT_CARE
from ganstudio.data.source import Report

_STEP = 50  # maps between two reports of progress


@dataclass
class Tally:
    """What is in the maps that were read."""

    maps: int = 0
    pixels: Counter[int] = field(default_factory=Counter)
    files: Counter[int] = field(default_factory=Counter)
    first: dict[int, str] = field(default_factory=dict)  # where a number was met
    forms: Counter[str] = field(default_factory=Counter)
    colours: dict[int, tuple[Colour, str]] = field(default_factory=dict)  # of palette numbers
    clash: tuple[int, str, str] | None = None  # a number with two colours, and the files

    @property
    def numbers(self) -> list[int]:
        return sorted(self.pixels)

    def add(self, name: str, image: NumberImage) -> None:
        self.maps += 1
        self.forms[image.form] += 1
        numbers, counts = np.unique(image.numbers, return_counts=True)
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            self.pixels[number] += count
            self.files[number] += 1
            self.first.setdefault(number, name)
            if number < len(image.palette):
                self._meet(number, image.palette[number], name)

    def _meet(self, number: int, colour: Colour, name: str) -> None:
        known, where = self.colours.setdefault(number, (colour, name))
        if known != colour and self.clash is None:
            self.clash = (number, where, name)


def tally(folder: Path, names: Sequence[str], report: Report) -> Tally:
    """The numbers in all label maps that can be read. Raises Cancelled."""
    found = Tally()
    for number, name in enumerate(names):
        if number % _STEP == 0:
            report(f"Reading {number:,} of {len(names):,} label maps", number / len(names))
        try:
            found.add(name, read_numbers(folder / name))
        except UNREADABLE:
            continue
    return found


def class_counts(
    found: Tally, regions: Sequence[Region], values: Sequence[int]
) -> list[ClassCount]:
    """The histogram of the maps by region; numbers of no region keep their number."""
    total = sum(found.pixels.values()) or 1
    is_painted = bool(found.forms["colours"])
    colours = packed(np.array([region.colour for region in regions] or [(0, 0, 0)], np.int64))
    counts = []
    for number in found.numbers:
        id_ = number
        if is_painted:
            places = np.flatnonzero(colours == number)
            id_ = int(places[0]) if len(places) and regions else -1
        elif number in values:
            id_ = list(values).index(number)
        elif number == DONT_CARE and regions and regions[-1].name in ("unknown", "border"):
            id_ = len(regions) - 1
        name = regions[id_].name if 0 <= id_ < len(regions) else f"{_named(number, is_painted)}"
        counts.append(ClassCount(id_, name, found.files[number], found.pixels[number] / total))
    return sorted(counts, key=lambda count: count.number)


def _named(number: int, is_painted: bool) -> str:
    return f"colour {colour_of(number)}" if is_painted else f"class {number}"
