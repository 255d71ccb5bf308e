"""What the command palette lists, and the order it is found in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from ganstudio.ui.actions import KINDS, ActionRegistry, Kind, why_disabled
from ganstudio.ui.fuzzy import Match, match

SHOWN = 300

_NOUNS: dict[Kind, str] = {"Run": "", "Open": "", "View": "view", "Setting": "setting"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the palette. `reason` says why it cannot run now."""

    text: str
    kind: Kind
    run: Callable[[], object]
    hint: str = ""  # "preset", "run, training now"
    keys: str = ""
    reason: str = ""
    icon: str = ""
    action: str = ""  # id of the registered action behind it


@dataclass(frozen=True, slots=True)
class Row:
    entry: Entry | None
    head: str = ""
    places: tuple[int, ...] = ()


Provider = Callable[[], Iterable[Entry]]


def entries_of(registry: ActionRegistry) -> list[Entry]:
    """Every registered action as an entry, those of the present workspace first."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        Entry(
            action.text,
            action.kind,
            action.run,
            action.hint or _NOUNS[action.kind],
            registry.keys(action).toString(native),
            why_disabled(action),
            action.icon,
            action.id,
        )
        for action in sorted(registry.all(), key=registry.is_lasting)
        if action.in_palette
    ]


def ranked(query: str, entries: Iterable[Entry]) -> list[Row]:
    """Matching entries under the heads of their kinds, the best kind and the best entry first.

    Without a query everything keeps its order.
    """
    found: dict[Kind, list[tuple[Match, Entry]]] = {kind: [] for kind in KINDS}
    for entry in entries:
        fit = match(query, entry.text)
        if fit is not None:
            found[entry.kind].append((fit, entry))
    for group in found.values():
        group.sort(key=lambda pair: (bool(pair[1].reason and query), -pair[0].score))
    order = [kind for kind in KINDS if found[kind]]
    if query.strip():
        order.sort(key=lambda kind: -max(fit.score for fit, _ in found[kind]))
    rows: list[Row] = []
    for kind in order:
        rows.append(Row(None, kind))
        rows += [Row(entry, "", fit.places) for fit, entry in found[kind]]
    return rows[:SHOWN]
