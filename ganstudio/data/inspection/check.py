"""The check of a folder: its layout, its contents, and the entry of a preset that reads it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ganstudio.data.batches import Region
from ganstudio.data.decode import SUFFIXES
from ganstudio.data.files import ending, readable
from ganstudio.data.inspection.conventions import label_findings
from ganstudio.data.inspection.entry import Proposal, propose
from ganstudio.data.inspection.lists import Listed, attributes, defects, frame_findings
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
from ganstudio.data.inspection.report import (
    ClassCount,
    Finding,
    FolderReport,
    Lonely,
    PartCount,
)
from ganstudio.data.inspection.tally import class_counts, tally
from ganstudio.data.label_images import MAP_SUFFIXES
from ganstudio.data.layouts.recognise import Place, look_at
from ganstudio.data.placed import missing_word
from ganstudio.data.reading import amount, listed
from ganstudio.data.region_tables import TABLES
from ganstudio.data.source import Report, unreported

_MOST_OPENED = 5000  # files, unless all are asked for
_MOST_MAPS = 200  # likewise, where a table says how many regions there are
T = TypeVar("T")
_IMAGES = SUFFIXES | MAP_SUFFIXES | {".heic", ".avif", ".exr", ".npy", ".mat"}


def check_folder(path: str, report: Report = unreported, *, thorough: bool = False) -> FolderReport:
    """Look through a folder. Raises DataError where there is none, and Cancelled.

    Args:
        path: of the folder.
        report: is told the progress.
        thorough: decode every picture and map, however long that takes.
    """
    report(f"Looking through {path}", 0.0)
    place = look_at(path)
    return _Check(place, path, report, thorough).run()


class _Check:
    """One check; its findings and the settings that answer them gather as it goes on."""

    def __init__(self, place: Place, path: str, report: Report, thorough: bool) -> None:
        self.folder, _, self.layout = place
        self.path = path
        self.names = [file.name for file in place.found]
        self.report = report
        self.thorough = thorough
        self.matched = {phase: self.layout.matched(phase) for phase in self.layout.phases}
        self.samples = [s for one in self.matched.values() for s in one.samples]
        self.unpaired = [
            Lonely(name, missing_word(role))
            for one in self.matched.values()
            for name, role in one.unpaired
        ]
        self.findings: list[Finding] = []
        self.settings: dict[str, Any] = {}
        self.maps_read = 0

    def run(self) -> FolderReport:
        layout = self.layout
        maps = frozenset(f.name for f in layout.filed if f.role in ("labels", "instances"))
        looked = self._look()
        pictures = [found for name, found in looked.extents.items() if name not in maps]
        halves = 2 if layout.name == "aligned" else 1
        size = proposed_size(pictures, halves)
        self._note(self._strays())
        classes = self._contents(looked)
        self._note(size_findings(pictures, size, halves))
        proposal = self._proposal(size)
        self._note(proposal.findings)
        order = {"error": 0, "warning": 1, "note": 2}
        return FolderReport(
            folder=self.path,
            layout=layout.name,
            title=layout.title,
            parts=tuple(self._parts()),
            sizes=size_counts(pictures),
            classes=tuple(classes),
            unpaired=tuple(self.unpaired),
            unreadable=looked.torn,
            findings=tuple(sorted(self.findings, key=lambda one: order[one.severity])),
            entry=proposal.entry,
            files_opened=(len(looked.extents) + len(looked.torn), len(self._needed())),
            maps_read=(self.maps_read, sum(f.role == "labels" for f in layout.filed)),
        )

    def _note(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.findings.append(finding)
            self.settings |= finding.settings

    def _needed(self) -> list[str]:
        return [file.name for file in self.layout.filed if file.role != "spare"]

    def _look(self) -> Looked:
        """Open the files that the layout needs, or an even share of them."""
        names = self._needed()
        chosen = names if self.thorough else _spread(names, _MOST_OPENED)
        looked = look(self.folder, chosen, self.report, decode=self.thorough)
        if looked.torn:
            named = [f"{readable(one.file)} {one.reason}" for one in looked.torn]
            self._note([_torn(named, looked.torn[0].file)])
        return looked

    def _strays(self) -> Iterator[Finding]:
        """Files that belong to no part of the layout, and those whose partner is missing."""
        if not self.samples:
            yield _nothing(self.path, self.unpaired)
        known = {file.name for file in self.layout.filed}
        strays = [
            readable(name) for name in self.names if ending(name) in _IMAGES and name not in known
        ]
        if strays:
            yield Finding(
                "warning",
                f"{_files(strays)} no part of this layout and not used: {listed(strays)}; move or "
                "rename what belongs to it.",
                strays[0],
            )
        if self.unpaired and self.samples:
            lonely = [f"{readable(one.file)} (no {one.missing})" for one in self.unpaired]
            yield Finding(
                "warning",
                f"{_files(lonely)} without a partner and left out: {listed(lonely)}; give files "
                "that belong together the same name.",
                self.unpaired[0].file,
            )

        doubles = [pair for one in self.matched.values() for pair in one.doubles]
        if doubles:
            named = [f"{readable(name)} (beside {readable(used)})" for name, used in doubles]
            yield Finding(
                "warning",
                f"{_files(doubles)} left out, as another has the same name: {listed(named)}; "
                "rename or remove one of them.",
                doubles[0][0],
            )

    def _contents(self, looked: Looked) -> Sequence[ClassCount]:
        """The histogram; what is odd is noted."""
        match self.layout.kind:
            case "label_maps":
                self._note(shape_findings(self.samples, looked.extents, "picture"))
                return self._regions()
            case "pairs":
                if self.layout.name != "aligned":
                    self._note(shape_findings(self.samples, looked.extents, "a"))
                self._note(direction_findings(self.folder, self.samples))
                return ()
            case "sequences":
                self._note(shape_findings(self.samples, looked.extents, "b"))
                self._note(frame_findings(self._needed()))
                return ()
            case "folder":
                return self._pictured()
        return ()

    def _regions(self) -> Sequence[ClassCount]:
        layout = self.layout
        # Where no table says how many regions there are, every map has to be read.
        is_all = self.thorough or layout.names not in TABLES
        chosen = self.samples if is_all else _spread(self.samples, _MOST_MAPS)
        names = [sample.files["labels"] for sample in chosen]
        found = tally(self.folder, names, self.report)
        self.maps_read = found.maps
        if not found.maps:
            return ()
        self._note(label_findings(found, layout, is_all=is_all))
        few = [s for s in _spread(chosen, _MOST_MAPS) if "instances" in s.files]
        self._note(instance_findings(self.folder, few, layout))
        return class_counts(found, self._known_regions(), self.settings.get("values", ()))

    def _known_regions(self) -> Sequence[Region]:
        names = self.settings.get("names", self.layout.names)
        return TABLES[names].regions if names in TABLES else ()

    def _pictured(self) -> Sequence[ClassCount]:
        """The classes of whole pictures."""
        pictures = self._needed()
        match self.layout.name:
            case "celeba":
                told = attributes(self.folder, self.names, pictures)
            case "codebrim":
                told = defects(self.folder, self.names, pictures)
            case "class folders":
                counts = Counter(file.key.split("/")[0] for file in self.layout.filed)
                return [ClassCount(n, name, counts[name]) for n, name in enumerate(sorted(counts))]
            case "sequences":
                told = Listed(findings=tuple(frame_findings(pictures)))
            case _:
                return ()
        self._note(told.findings)
        return told.classes

    def _proposal(self, size: int) -> Proposal:
        if not self.samples:
            return Proposal(None)
        is_sound = all(finding.severity != "error" for finding in self.findings)
        settings = {"size": size, **self.settings}
        return propose(self.folder, self.layout, settings, is_sound=is_sound)

    def _parts(self) -> Iterator[PartCount]:
        counts = Counter((f.phase, f.role) for f in self.layout.filed if f.role != "spare")
        for phase, matched in self.matched.items():
            files = {str(role): n for (part, role), n in counts.items() if part == phase}
            yield PartCount(phase, files, len(matched.samples))


def _torn(named: Sequence[str], first: str) -> Finding:
    return Finding(
        "warning",
        f"{_files(named)} unreadable and left out: {listed(named)}; "
        f"copy or download {'it' if len(named) == 1 else 'them'} again.",
        first,
    )


def _nothing(path: str, unpaired: Sequence[Lonely]) -> Finding:
    if unpaired:
        name, missing = readable(unpaired[0].file), unpaired[0].missing
        return Finding(
            "error",
            f"No sample in {path} is whole, as {name} has no {missing}; give files that belong "
            "together the same name.",
            unpaired[0].file,
        )
    kinds = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
    return Finding("error", f"{path} holds no pictures ({kinds}); choose another folder.")


def _files(items: Sequence[object]) -> str:
    return f"{amount(len(items), 'file')} {'is' if len(items) == 1 else 'are'}"


def _spread(items: Sequence[T], most: int) -> Sequence[T]:
    """At most so many of them, from first to last."""
    if len(items) <= most:
        return items
    return [items[round(n * (len(items) - 1) / (most - 1))] for n in range(most)]
