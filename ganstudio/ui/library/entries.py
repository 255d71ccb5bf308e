"""What the gallery shows of a preset, and which of them; free of Qt."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ganstudio.core.errors import RunError, nearest
from ganstudio.engine.cards import FAMILIES, GRAPHICS_CARD, Card
from ganstudio.engine.run import RunFolder, all_runs
from ganstudio.engine.timings import Timing, about, read_timings, remember_run, usual_timings

Order = Literal["lesson", "name", "time", "paper"]
ORDERS: tuple[tuple[Order, str, str], ...] = (
    ("lesson", "Lesson order", "lesson order"),
    ("name", "Name", "name"),
    ("time", "Shortest first", "time on this machine"),
    ("paper", "Oldest paper first", "year of the paper"),
)
MINE = "mine"
DEFAULT_STEPS = 2000
SHORT = 300.0  # seconds: "under 5 minutes"
_DURATION = re.compile(r"^(?:about )?(\d+) (s|min|h)$")
_SECONDS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Entry:
    """A preset with what this machine knows of it."""

    card: Card
    timing: Timing | None = None
    trained: Path | None = None  # the newest finished run that can be used
    picture: Path | None = None  # of a finished run, else of its data
    shows_data: bool = False  # whether the picture is of what it would learn from
    usual: Timing | None = None  # on two cores of another machine

    @property
    def steps(self) -> int:
        return steps_of(self.card.document)

    @property
    def seconds(self) -> float | None:
        """Of a whole run: measured here, as the preset's own tag says, or usual."""
        if self.timing is not None:
            return self.timing.run_seconds(self.steps)
        for tag in self.card.tags:
            if found := _DURATION.match(tag):
                return float(found[1]) * _SECONDS[found[2]]
        return None if self.usual is None else self.usual.run_seconds(self.steps)

    @property
    def time_words(self) -> str:
        """For the badge: "2 min on this machine", "about 2 min", "graphics card", or nothing."""
        if self.timing is not None:
            return f"{about(self.timing.run_seconds(self.steps))} on this machine"
        if said := next((tag for tag in self.card.tags if _DURATION.match(tag)), ""):
            return said
        if self.card.is_large:
            return GRAPHICS_CARD
        return "" if self.seconds is None else f"about {about(self.seconds)}"

    @property
    def is_claimed(self) -> bool:
        """Whether nothing but its author says how long it takes."""
        return self.timing is None and any(_DURATION.match(tag) for tag in self.card.tags)

    @property
    def paper(self) -> str:
        """The reference without its archive number: "Gulrajani et al. 2017, eq. 3"."""
        return ", ".join(part for part in self.card.paper.split(", ") if ":" not in part)

    @property
    def data(self) -> dict[str, Any]:
        """As the preset's file has them, which nobody has checked."""
        data = (self.card.document or {}).get("data")
        return data if isinstance(data, dict) else {}

    @property
    def kind(self) -> str:
        """Of the data."""
        return str(self.data.get("kind", "ring"))

    @property
    def missing_data(self) -> str:
        """A path that the preset names and that is not there."""
        path = self.data.get("path")
        return str(path) if path and not Path(str(path)).expanduser().exists() else ""

    @property
    def works_here(self) -> bool:
        return not self.card.problem and not self.missing_data


@dataclass(frozen=True, slots=True)
class Choice:
    """What the left pane asks for."""

    family: str = ""  # empty: all
    words: str = ""
    works: bool = False
    short: bool = False
    trained: bool = False
    mine: bool = False
    order: Order = "lesson"


def steps_of(document: dict[str, Any] | None) -> int:
    schedule = (document or {}).get("schedule")
    steps = schedule.get("steps", DEFAULT_STEPS) if isinstance(schedule, dict) else DEFAULT_STEPS
    return steps if isinstance(steps, int) and steps > 0 else DEFAULT_STEPS


def make_entries(
    cards: Iterable[Card], timings: dict[str, Timing], trained: dict[str, RunFolder]
) -> list[Entry]:
    usual = usual_timings()
    entries = []
    for card in cards:
        run = trained.get(card.name)
        learned = card.picture or (run.thumbnail() if run is not None else None)
        data = card.data_picture if learned is None else None
        entry = Entry(
            card,
            timings.get(card.name),
            run.path if run is not None else None,
            learned or data,
            shows_data=data is not None,
        )
        entries.append(entry if card.is_own else replace(entry, usual=usual.get(card.name)))
    return entries


def machine_facts(folder: Path) -> tuple[dict[str, Timing], dict[str, RunFolder]]:
    """What the library of runs knows of presets: how long they take, and which are trained.

    A preset is measured by its newest run, where that is newer than the measurement.
    """
    timings = read_timings()
    trained: dict[str, RunFolder] = {}
    seen: set[str] = set()
    for run, info in all_runs(folder):
        name = info.preset
        if not name or info.status not in ("finished", "stopped"):
            continue
        if name not in seen and (name not in timings or timings[name].measured < info.used):
            with suppress(RunError, OSError):
                remember_run(run, info)
        seen.add(name)
        if info.status == "finished" and name not in trained and run.checkpoint_steps():
            trained[name] = run
    return read_timings(), trained


def chosen_entries(entries: Sequence[Entry], choice: Choice) -> list[Entry]:
    """Those that match, in the order asked for."""
    words = choice.words.lower().split()
    kept = [entry for entry in entries if _is_wanted(entry, choice) and _matches(entry, words)]
    match choice.order:
        case "lesson":
            kept.sort(key=_lesson)
        case "name":
            kept.sort(key=lambda entry: entry.card.title.lower())
        case "time":
            kept.sort(key=lambda entry: (entry.seconds is None, entry.seconds or 0.0))
        case "paper":
            kept.sort(key=lambda entry: _year(entry.card.paper))
    return kept


def family_counts(entries: Sequence[Entry]) -> list[tuple[str, str, int]]:
    """Rows of the left pane: key, title, number of presets."""
    mine = sum(entry.card.is_own for entry in entries)
    rows = [("", "All presets", len(entries))]
    rows += [(MINE, "Mine", mine)] if mine else []
    counted = {key: sum(entry.card.family == key for entry in entries) for key in FAMILIES}
    rows += [(key, title, counted[key]) for key, title in FAMILIES.items() if counted[key]]
    return rows


def nearest_title(words: str, entries: Sequence[Entry]) -> Entry | None:
    """The preset most like a search that found nothing."""
    titles = {entry.card.title.lower(): entry for entry in entries}
    names = {entry.card.name.lower(): entry for entry in entries}
    asked = words.strip().lower()
    for known in (names, titles):
        if near := nearest(asked, known):
            return known[near]
    by_word = {word: entry for entry in reversed(entries) for word in _words(entry)}
    for word in asked.split():
        if near := nearest(word, by_word):
            return by_word[near]
    return None


def _is_wanted(entry: Entry, choice: Choice) -> bool:
    return (
        choice.family in ("", MINE if entry.card.is_own else entry.card.family)
        and (not choice.works or entry.works_here)
        and (not choice.short or (entry.seconds is not None and entry.seconds < SHORT))
        and (not choice.trained or entry.trained is not None)
        and (not choice.mine or entry.card.is_own)
    )


def _matches(entry: Entry, words: list[str]) -> bool:
    card = entry.card
    text = " ".join((card.name, card.title, card.paper, card.shows, *card.tags)).lower()
    return all(word in text for word in words)


def _words(entry: Entry) -> set[str]:
    return {word for word in re.split(r"[^a-z0-9]+", entry.card.title.lower()) if len(word) > 2}


def _lesson(entry: Entry) -> tuple[int, int, str]:
    """Family after family, in each the oldest paper first; one's own come last."""
    families = list(FAMILIES)
    family = entry.card.family
    place = families.index(family) if family in families else len(families)
    return place, _year(entry.card.paper), entry.card.name


def _year(paper: str) -> int:
    found = re.search(r"\b(19|20)\d\d\b", paper)
    return int(found[0]) if found else 9999
