"""What the page says of parts, sizes, classes and settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from ganstudio.data.batches import Region
from ganstudio.data.inspection.report import ClassCount, FolderReport
from ganstudio.data.reading import amount
from ganstudio.data.region_tables import DONT_CARE, UNKNOWN
from ganstudio.engine.intake.fitting import source_of
from ganstudio.ui.forms.annotations import spoken
from ganstudio.ui.widgets.class_bars import ClassBar

ROLES = {
    "picture": "Pictures",
    "labels": "Maps",
    "instances": "Instances",
    "a": "A",
    "b": "B",
}
_PARTS = {"": "All", "train": "Training", "val": "Validation", "test": "Test"}
_UNKNOWN = (UNKNOWN.name, "border")
MOST_SIZES = 4


def parts_table(report: FolderReport) -> list[tuple[str, ...]]:
    """Head and rows: the part, files of each kind, whole samples."""
    roles = [role for role in ROLES if any(role in part.files for part in report.parts)]
    is_plain = all(part.samples == sum(part.files.values()) for part in report.parts)
    rows = [("", *(ROLES[role] for role in roles), *(() if is_plain else ("Whole",)))]
    for part in report.parts:
        counts = (f"{part.files.get(role, 0):,}" for role in roles)
        whole = () if is_plain else (f"{part.samples:,}",)
        rows.append((_PARTS.get(part.phase, part.phase.capitalize()), *counts, *whole))
    return rows


def sizes_rows(report: FolderReport) -> list[tuple[str, ...]]:
    """Size and number of files, the most frequent first."""
    rows: list[tuple[str, ...]] = [
        (f"{one.width} × {one.height} px", f"{one.files:,}") for one in report.sizes[:MOST_SIZES]
    ]
    more = report.sizes[MOST_SIZES:]
    if more:
        rows.append((f"{len(more)} more sizes", f"{sum(one.files for one in more):,}"))
    return rows


def classes_title(report: FolderReport) -> str:
    read, total = report.maps_read
    if not total:
        return "Classes"
    return (
        f"Regions of {total:,} maps" if read == total else f"Regions of {read:,} of {total:,} maps"
    )


def class_rows(counts: Sequence[ClassCount], regions: Sequence[Region]) -> list[ClassBar]:
    """The largest first."""
    rows = []
    for count in counts:
        is_map = count.share is not None
        region = _region(count.number, regions) if is_map else None
        is_unknown = region is not None and count.number == DONT_CARE
        name = f"{region.name}, {count.number}" if region and is_unknown else count.name
        colour = "#{:02X}{:02X}{:02X}".format(*region.colour) if region else ""
        share = float(count.files) if count.share is None else count.share
        rows.append(ClassBar(name, colour, share, _share(count)))
    return sorted(rows, key=lambda row: -row.share)


def _region(number: int, regions: Sequence[Region]) -> Region | None:
    """What a number stands for; 255 for the last region, where nobody knows what is there."""
    if number == DONT_CARE and regions and regions[-1].name in _UNKNOWN:
        return regions[-1]
    return regions[number] if 0 <= number < len(regions) else None


def _share(count: ClassCount) -> str:
    if count.share is None:
        return f"{count.files:,}"
    percent = 100 * count.share
    return (
        f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %" if percent >= 0.1 else "< 0.1 %"
    )


def settings_words(settings: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """Settings as a form names them: "Unknown places on, Regions 4"."""
    fields = type(source_of({"kind": entry["kind"]})).model_fields
    said = []
    for name, value in settings.items():
        field = fields.get(name)
        title = field.title if field is not None and field.title else spoken(name)
        said.append(f"{title}: {_value(value)}")
    return ", ".join(said)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case str():
            return spoken(value)
        case [*many]:
            short = ", ".join(str(one) for one in many[:6])
            return f"{short} and {len(many) - 6} more" if len(many) > 6 else short
    return f"{value:,}" if isinstance(value, int) else str(value)


def verdict(report: FolderReport, problem: str) -> tuple[str, str]:
    """A badge's words and tone."""
    known = [one.message for one in report.findings if one.severity == "error"]
    errors = len(known) + (bool(problem) and problem not in known)
    warnings = sum(one.severity == "warning" for one in report.findings)
    if errors:
        return amount(errors, "error"), "error"
    if warnings:
        return amount(warnings, "warning"), "warn"
    return "Sound", "ok"
