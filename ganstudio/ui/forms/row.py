"""One line of a form as data: what it edits, its bounds, what a reset returns to. Free of Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ganstudio.core.config import Config


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice: what is saved, what is read, what the tooltip says."""

    value: Any
    label: str
    tip: str = ""
    part: type[Config] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """An int or a float between bounds; a strict bound is itself not allowed."""

    is_integer: bool
    low: float | None = None
    high: float | None = None
    is_low_strict: bool = False
    is_high_strict: bool = False
    slider: tuple[float, float] | None = None
    log: bool = False
    unit: str = ""
    is_optional: bool = False
    blank: str | None = None  # what an empty field means, where it may be empty

    def problem(self, value: float | None) -> str:
        """What is wrong with `value` in one short sentence, or nothing."""
        if value is None:
            return "" if self.is_optional else "A number is needed here"
        low, high = self.low, self.high
        if low is not None and (value < low or (self.is_low_strict and value == low)):
            return f"Use more than {low:,g}" if self.is_low_strict else f"Use {low:,g} or more"
        if high is not None and (value > high or (self.is_high_strict and value == high)):
            return f"Use less than {high:,g}" if self.is_high_strict else f"Use {high:,g} or less"
        return ""


@dataclass(frozen=True, slots=True)
class Flag:
    """On or off."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, or a place on disk."""

    place: str = ""  # "folder" or "file"


@dataclass(frozen=True, slots=True)
class Words:
    """Several texts or numbers, separated by commas."""

    item: type[str] | type[int] | type[float]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of several parts: a choice of the kind, then the part's own rows."""

    options: tuple[Option, ...]
    tag: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of parts, each kind at most once; the children are its items."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: a nested configuration or one item of a list."""


Editor = Number | Flag | Choice | Text | Words | Kind | Parts | Group


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form, with the lines below it.

    Attributes:
        path: of the field in the document, such as `system.penalties.0.weight`.
        value: what it is; the tag of a Kind, the tags of Parts.
        reset: what to put at `path` to undo every change there.
        summary: the value in words, for a folded section.
    """

    path: str
    title: str
    editor: Editor
    value: Any
    default: Any
    reset: Any
    description: str = ""
    symbol: str = ""
    live: bool = False
    advanced: bool = False
    summary: str = ""
    children: tuple["Row", ...] = ()
    removed: int = 0  # parts of the reference that are no longer in the list

    @property
    def is_default(self) -> bool:
        return bool(self.value == self.default)

    @property
    def is_structural(self) -> bool:
        return isinstance(self.editor, Kind | Parts | Group)

    def walk(self) -> Iterator["Row"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def changed(self) -> int:
        """How many settings here and below differ from the reference."""
        own = self.removed if isinstance(self.editor, Parts) else int(not self.is_default)
        return own + sum(child.changed() for child in self.children)
