"""What was found in a folder, as plain values that any page or program can show."""

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know or to do.

    Attributes:
        severity: an error keeps the folder from being used.
        message: what, where, and what to do.
        file: the one it is about, relative to the folder; empty for all.
        settings: fields of the dataset that answer it; they are part of the report's entry.
    """

    severity: Severity
    message: str
    file: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartCount:
    """How many files of each kind a part holds, and how many samples are whole."""

    phase: str
    files: dict[str, int]  # by what they are: "picture", "labels", ...
    samples: int


@dataclass(frozen=True, slots=True)
class SizeCount:
    """How many pictures have a size."""

    width: int
    height: int
    files: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How much there is of a class.

    Attributes:
        number: its id, or its place where it has none.
        name: for people.
        files: of those examined, how many show it.
        share: of all pixels in [0, 1]; None where whole pictures are classed.
    """

    number: int
    name: str
    files: int
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Lonely:
    """A file whose partner is missing."""

    file: str
    missing: str  # "label map"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is torn or no picture."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class FolderReport:
    """The check of a folder.

    Attributes:
        folder: as it was given.
        layout: its short name.
        title: of the layout, for people.
        parts: counts by part.
        sizes: of the pictures, the most frequent first.
        classes: the histogram, by number.
        unpaired: every file without its partner.
        unreadable: every file that was found to be torn.
        findings: errors first.
        entry: the `data:` of a preset that reads the folder; None where no dataset can.
        files_opened: how many files were, of how many there are.
        maps_read: of how many label maps every place was looked at, of how many there are.
    """

    folder: str
    layout: str
    title: str
    parts: tuple[PartCount, ...] = ()
    sizes: tuple[SizeCount, ...] = ()
    classes: tuple[ClassCount, ...] = ()
    unpaired: tuple[Lonely, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    findings: tuple[Finding, ...] = ()
    entry: dict[str, Any] | None = None
    files_opened: tuple[int, int] = (0, 0)
    maps_read: tuple[int, int] = (0, 0)

    @property
    def is_usable(self) -> bool:
        """Whether a preset can take it as it is."""
        return self.entry is not None and all(f.severity != "error" for f in self.findings)
