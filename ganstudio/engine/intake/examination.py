"""The two looks at a folder: what lies in it, and how its samples come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.data.inspection.report import FolderReport
from ganstudio.data.layouts.recognise import look_at
from ganstudio.data.source import Report
from ganstudio.engine.intake.few import read_few
from ganstudio.engine.intake.fitting import Fitting, fitting, source_of
from ganstudio.engine.intake.readings import Reading, subfolders
from ganstudio.engine.intake.rereading import check_as
from ganstudio.engine.intake.specimens import Band, bands


@dataclass(frozen=True, slots=True)
class Examination:
    """What lies in a folder: the report, the reading it is of, the folders inside."""

    report: FolderReport
    reading: Reading
    folders: tuple[str, ...]
    is_thorough: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How samples come out with the settings of an entry.

    Attributes:
        bands: pictures of a few samples.
        spec: of the data; None where they cannot be read.
        presets: those that play on them.
        problem: why they cannot be read, as one sentence; empty where they can.
    """

    bands: tuple[Band, ...] = ()
    spec: DataSpec | None = None
    presets: tuple[Fitting, ...] = ()
    problem: str = ""


def examine(path: str, reading: Reading, report: Report, *, thorough: bool = False) -> Examination:
    """Raises DataError where there is no such folder, and Cancelled."""
    found = check_as(path, reading, report, thorough=thorough)
    names = [file.name for file in look_at(path).found]
    return Examination(found, reading, subfolders(names), thorough)


def try_out(entry: Mapping[str, Any], report: Report) -> Outcome:
    """Read a few samples as a run would. Raises Cancelled."""
    try:
        source = source_of(entry)
        spec = source.spec()
        few = read_few(source, report)
    except InputError as error:
        return Outcome(problem=str(error))
    is_turned = getattr(source, "direction", "a_to_b") == "b_to_a"
    return Outcome(bands(few, spec, is_turned=is_turned), spec, fitting(spec))


def entry_without(
    report: FolderReport, refused: frozenset[int], changed: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The `data:` of a preset: the report's, less what is refused, and what the user changed.

    Args:
        report: of the folder.
        refused: places of the findings whose settings are not taken.
        changed: settings by name.
    """
    if report.entry is None:
        return None
    dropped = {name for place in refused for name in report.findings[place].settings}
    taken: set[str] = set()
    for place, finding in enumerate(report.findings):
        taken |= set() if place in refused else set(finding.settings)
    kept = {name: value for name, value in report.entry.items() if name not in dropped - taken}
    return kept | dict(changed)


def size_of(entry: Mapping[str, Any]) -> int:
    """The image size of an entry, written out or not."""
    return int(source_of(entry).size)


def at_most(entry: Mapping[str, Any], size: int) -> dict[str, Any]:
    """What must be changed of an entry so that its images are no larger."""
    return {"size": size} if size_of(entry) > size else {}
