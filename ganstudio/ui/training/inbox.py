"""A mailbox between the training thread and the interface: appended to there, emptied here."""

from collections import deque
from collections.abc import Sequence

from ganstudio.core.events import (
    Event,
    HealthChecked,
    InstrumentsRead,
    ModesCounted,
    ProgressMade,
    ScoresMeasured,
    SnapshotTaken,
)

NEWEST_WINS = (ProgressMade, ScoresMeasured, ModesCounted, InstrumentsRead, HealthChecked)


class Inbox:
    """Any thread may `put`; the GUI thread takes everything at once. Free of Qt."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()

    def put(self, event: Event) -> None:
        self._events.append(event)

    def take(self) -> tuple[Event, ...]:
        """What has arrived, in order, without what newer events make stale."""
        taken = []
        while self._events:
            taken.append(self._events.popleft())
        return coalesced(taken)


def coalesced(events: Sequence[Event]) -> tuple[Event, ...]:
    """Keep the newest of every kind that only says how things are now.

    Snapshots that are kept in the run folder all stay, since the strip shows each of them.
    """
    seen: set[str] = set()
    kept: list[Event] = []
    for event in reversed(events):
        name = type(event).__name__
        if isinstance(event, NEWEST_WINS):
            if name in seen:
                continue
            seen.add(name)
        elif isinstance(event, SnapshotTaken):
            if name in seen and not event.kept:
                continue
            seen.add(name)
        kept.append(event)
    return tuple(reversed(kept))
