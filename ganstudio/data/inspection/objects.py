"""What instance maps hold, and which convention they follow."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ganstudio.data.decode import UNREADABLE
from ganstudio.data.inspection.report import Finding
from ganstudio.data.label_images import read_numbers
from ganstudio.data.layouts.filing import Layout, Sample
from ganstudio.data.meaning import OBJECTS

_COUNTERS = ("coco-stuff", "voc")
"""Names of tables whose instance maps count from 0 by convention."""


def instance_findings(folder: Path, samples: Sequence[Sample], layout: Layout) -> Iterator[Finding]:
    """What is odd about instance maps."""
    narrow, repeats, strange, seen = "", 0, "", 0
    for sample in samples:
        try:
            objects = read_numbers(folder / sample.files["instances"])
            labels = read_numbers(folder / sample.files["labels"])
        except UNREADABLE:
            continue
        seen += 1
        if objects.form in ("8-bit", "palette"):
            narrow = narrow or sample.files["instances"]
        if objects.extent != labels.extent:
            continue
        repeats += bool((objects.numbers == labels.numbers).all())
        large = objects.numbers >= OBJECTS
        if objects.form != "colours" and (
            (objects.numbers[large] // OBJECTS != labels.numbers[large]).any()
        ):
            strange = strange or sample.files["instances"]
    if narrow and layout.names not in _COUNTERS:
        yield Finding(
            "warning",
            f"{narrow} has 8 bits, which cannot hold region × 1000 + counter; its numbers are "
            "taken as counters within a region; save 16-bit PNG files if larger ones were cut off.",
            narrow,
        )
    if strange:
        yield Finding(
            "warning",
            f"{strange} holds objects whose number divided by 1000 is not the label of their "
            "place; make both maps from the same annotation.",
            strange,
        )
    if seen and repeats == seen:
        yield Finding(
            "warning",
            "The instance maps repeat the label maps, so no objects are told apart; leave them "
            "aside, or give each object a number.",
            settings={"instances": False},
        )
