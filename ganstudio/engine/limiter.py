"""At most some 25 events a second to whoever watches, however fast a run is."""

import math
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from ganstudio.core.events import (
    CheckpointWritten,
    Curve,
    Event,
    HealthChecked,
    InstrumentsRead,
    ModesCounted,
    ProgressMade,
    ScalarsRecorded,
    ScoresMeasured,
    SnapshotTaken,
)
from ganstudio.engine.listener import Emit

SECONDS: dict[type, float] = {  # least time between two of a kind
    ScalarsRecorded: 0.125,
    ProgressMade: 0.2,
    SnapshotTaken: 0.25,  # kept and passing ones each for themselves
    ScoresMeasured: 0.25,
    ModesCounted: 0.5,
    InstrumentsRead: 1.0,
    HealthChecked: 1.0,
    CheckpointWritten: 1.0,
}


class _Kind(NamedTuple):
    type: type
    is_kept: bool = False


class Limiter:
    """Holds back what comes too often: scalars are joined, of other kinds the newest is kept.

    Anything rarer first lets out what is held, so that the order stays true.
    """

    def __init__(self, emit: Emit, clock: Callable[[], float] = time.monotonic) -> None:
        self._emit = emit
        self._clock = clock
        self._held: dict[_Kind, Event] = {}
        self._let_out: dict[_Kind, float] = {}

    def receive(self, event: Event) -> None:
        if type(event) not in SECONDS:
            self.flush()
            self._emit(event)
            return
        kind = _Kind(type(event), isinstance(event, SnapshotTaken) and event.kept)
        before = self._held.pop(kind, None)
        if isinstance(event, ScalarsRecorded) and isinstance(before, ScalarsRecorded):
            curves = join_curves(before.curves + event.curves)
            event = ScalarsRecorded(event.step, event.seconds, curves)
        self._held[kind] = event
        now = self._clock()
        for waiting in [held for held in self._held if self._is_due(held, now)]:
            self._let_out[waiting] = now
            self._emit(self._held.pop(waiting))

    def _is_due(self, kind: _Kind, now: float) -> bool:
        return now - self._let_out.get(kind, -math.inf) >= SECONDS[kind.type]

    def flush(self) -> None:
        """Let out everything that is held."""
        held, self._held = self._held, {}
        self._let_out |= dict.fromkeys(held, self._clock())
        for event in held.values():
            self._emit(event)


def join_curves(curves: Iterable[Curve]) -> tuple[Curve, ...]:
    """The points of each name as one curve, in the order they came."""
    grouped: dict[str, list[Curve]] = {}
    for curve in curves:
        grouped.setdefault(curve.name, []).append(curve)
    return tuple(
        Curve(
            name,
            np.concatenate([part.steps for part in parts]),
            np.concatenate([part.values for part in parts]),
        )
        for name, parts in grouped.items()
    )
