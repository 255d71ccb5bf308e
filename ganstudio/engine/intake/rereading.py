"""The check of a folder that is read as the user says, not as it was recognised."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ganstudio.core.errors import DataError
from ganstudio.data.decode import SUFFIXES
from ganstudio.data.files import ending, readable
from ganstudio.data.inspection.check import check_folder
from ganstudio.data.inspection.conventions import label_findings
from ganstudio.data.inspection.entry import propose
from ganstudio.data.inspection.objects import instance_findings
from ganstudio.data.inspection.pictures import (
    Looked,
    direction_findings,
    look,
    proposed_size,
    shape_findings,
    size_counts,
    size_findings,
)
from ganstudio.data.inspection.report import ClassCount, Finding, FolderReport, Lonely, PartCount
from ganstudio.data.inspection.tally import class_counts, tally
from ganstudio.data.layouts.filing import Filed, Layout, Matched, Sample
from ganstudio.data.layouts.recognise import (
    Place,
    look_at,
    of_folders,
    phase_files,
    side_by_side,
)
from ganstudio.data.placed import missing_word
from ganstudio.data.reading import amount, listed
from ganstudio.data.source import Report
from ganstudio.engine.intake.few import evenly
from ganstudio.engine.intake.readings import FIELDS, Reading

_MOST_OPENED = 5000  # files, unless all are asked for
_MOST_PROBED = 200  # samples whose instance maps are looked at


def check_as(
    path: str, reading: Reading, report: Report, *, thorough: bool = False
) -> FolderReport:
    """Look through a folder that is read in a certain way.

    Raises:
        DataError: there is no such folder.
        Cancelled: the user asked for it.
    """
    if reading.way == "recognised":
        return check_folder(path, report, thorough=thorough)
    report(f"Looking through {path}", 0.0)
    place = look_at(path)
    try:
        layout = _laid_out(place, reading)
    except DataError as error:
        how = reading.how
        return FolderReport(path, how.way, how.title, findings=(Finding("error", str(error)),))
    return _Reread(place._replace(layout=layout), path, reading, report, thorough).run()


def _laid_out(place: Place, reading: Reading) -> Layout:
    """The files by what they are in this reading. Raises DataError."""
    how, names = reading.how, [file.name for file in place.found]
    if how.asks:
        given = {role: reading.folders.get(role, "") for role in (*how.asks, *how.optional)}
        chosen = {role: folder for role, folder in given.items() if folder}
        if any(role not in chosen for role in how.asks):
            raise DataError(f"{how.title} need {len(how.asks)} folders; choose each of them.")
        if len(set(chosen.values())) < len(chosen):
            raise DataError("One folder is chosen twice; choose another one for each part.")
        return of_folders(names, chosen, how.layout)
    if how.way == "side by side":
        return side_by_side(names)
    pictures = [name for name in names if ending(name) in SUFFIXES]
    filed = tuple(Filed("picture", "", name, name) for name in pictures)
    return Layout(how.way, how.title, how.kind, filed)


class _Reread:
    """One check of a folder in a chosen way."""

    def __init__(
        self, place: Place, path: str, reading: Reading, report: Report, thorough: bool
    ) -> None:
        self._folder, self._layout, self._path = place.folder, place.layout, path
        self._reading = reading
        self._report, self._thorough = report, thorough
        self._matched: Matched = phase_files(place, "all")
        self._findings: list[Finding] = []
        self._settings: dict[str, Any] = {}
        self._maps_read = 0

    def run(self) -> FolderReport:
        names = [file.name for file in self._layout.filed]
        chosen = names if self._thorough else evenly(names, _MOST_OPENED)
        looked = look(self._folder, chosen, self._report, decode=self._thorough)
        maps = {f.name for f in self._layout.filed if f.role in ("labels", "instances")}
        extents = [found for name, found in looked.extents.items() if name not in maps]
        halves = 2 if self._layout.name == "aligned" else 1
        size = proposed_size(extents, halves)
        self._note(*self._left_out(looked))
        classes = self._contents(looked)
        self._note(*size_findings(extents, size, halves))
        is_sound = all(one.severity != "error" for one in self._findings)
        fields = {"size": size, **self._fields(), **self._settings}
        proposal = propose(self._folder, self._layout, fields, is_sound=is_sound)
        self._note(*proposal.findings)
        order = {"error": 0, "warning": 1, "note": 2}
        unpaired = (Lonely(name, missing_word(role)) for name, role in self._matched.unpaired)
        return FolderReport(
            folder=self._path,
            layout=self._layout.name,
            title=self._reading.how.title,
            parts=tuple(self._parts()),
            sizes=size_counts(extents),
            classes=tuple(classes),
            unpaired=tuple(unpaired),
            unreadable=looked.torn,
            findings=tuple(sorted(self._findings, key=lambda one: order[one.severity])),
            entry=proposal.entry if self._matched.samples else None,
            files_opened=(len(chosen), len(names)),
            maps_read=(self._maps_read, self._maps_read),
        )

    def _note(self, *findings: Finding) -> None:
        for finding in findings:
            self._findings.append(finding)
            self._settings |= finding.settings

    def _parts(self) -> Iterator[PartCount]:
        for phase in self._layout.phases:
            counts = Counter(str(f.role) for f in self._layout.filed if f.phase == phase)
            yield PartCount(phase, dict(counts), len(self._layout.matched(phase).samples))

    def _fields(self) -> dict[str, Any]:
        """What tells the dataset to read the folder this way."""
        way = self._reading.way
        named = {FIELDS[way][role]: folder for role, folder in self._reading.folders.items()
                 if way in FIELDS and folder}  # fmt: skip
        extra = {
            "side by side": {"arrangement": "side by side"},
            "classes": {"labels": "subfolders"},
            "loose": {"labels": "none"},
        }
        return named | extra.get(way, {})

    def _left_out(self, looked: Looked) -> Iterator[Finding]:
        if looked.torn:
            named = [f"{readable(one.file)} {one.reason}" for one in looked.torn]
            yield Finding(
                "warning",
                f"{_files(named)} unreadable and left out: {listed(named)}; copy or download them "
                "again.",
                looked.torn[0].file,
            )
        lonely = self._matched.unpaired
        if lonely and not self._matched.samples:
            first, missing = readable(lonely[0][0]), missing_word(lonely[0][1])
            yield Finding(
                "error",
                f"No sample is whole, as {first} has no {missing}; choose other folders, or give "
                "files that belong together the same name.",
                lonely[0][0],
            )
        elif lonely:
            named = [f"{readable(name)} (no {missing_word(role)})" for name, role in lonely]
            yield Finding(
                "warning",
                f"{_files(named)} without a partner and left out: {listed(named)}; give files that "
                "belong together the same name.",
                lonely[0][0],
            )

    def _contents(self, looked: Looked) -> Sequence[ClassCount]:
        samples, layout = self._matched.samples, self._layout
        if layout.kind == "label_maps":
            self._note(*shape_findings(samples, looked.extents, "picture"))
            return self._regions(samples)
        if layout.kind == "pairs":
            if layout.name != "aligned":
                self._note(*shape_findings(samples, looked.extents, "a"))
            self._note(*direction_findings(self._folder, samples))
        if layout.name == "classes":
            counts = Counter(file.name.split("/")[0] for file in layout.filed if "/" in file.name)
            return [ClassCount(n, name, counts[name]) for n, name in enumerate(sorted(counts))]
        return ()

    def _regions(self, samples: Sequence[Sample]) -> Sequence[ClassCount]:
        found = tally(self._folder, [one.files["labels"] for one in samples], self._report)
        self._maps_read = found.maps
        if not found.maps:
            return ()
        self._note(*label_findings(found, self._layout, is_all=True))
        few = [one for one in evenly(samples, _MOST_PROBED) if "instances" in one.files]
        self._note(*instance_findings(self._folder, few, self._layout))
        return class_counts(found, (), self._settings.get("values", ()))


def _files(items: Sequence[object]) -> str:
    return f"{amount(len(items), 'file')} {'is' if len(items) == 1 else 'are'}"
