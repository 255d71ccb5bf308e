"""Examines a run that was not examined while it trained, at the checkpoints that it kept."""

from collections.abc import Sequence

import numpy as np

from ganstudio.core.errors import CheckpointError, RunError
from ganstudio.core.events import (
    Curve,
    DiagnosisMade,
    Event,
    HealthChecked,
    NoticeGiven,
    ScalarsRecorded,
    SnapshotTaken,
)
from ganstudio.data.source import Report, unreported
from ganstudio.engine import checkpoint, devices, preset
from ganstudio.engine.diagnosis.diagnostician import NORM, Diagnostician
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup


def examine(run: RunFolder, report: Report = unreported) -> tuple[Event, ...]:
    """What its checkpoints tell, which is kept in its record from now on.

    Raises:
        RunError: somebody trains it, or nothing of it can be examined.
        DataError: its data are gone.
        Cancelled: as `report` wishes; then nothing is kept.
    """
    run.acquire()
    try:
        history = History(run.history_path)
        try:
            found = _examined(run, _norms(history), report)
            for event in found:
                history.receive(event)
            history.flush()
        finally:
            history.close()
    finally:
        run.release()
    return found


def _examined(run: RunFolder, norms: Sequence[Curve], report: Report) -> tuple[Event, ...]:
    told: list[Event] = []
    setup, doctor, before = None, None, 0
    steps = [step for step in run.checkpoint_steps() if step]  # of the first nothing is recorded
    for place, step in enumerate(steps):
        report(f"Checkpoint {step:,}", place / len(steps))
        try:
            state = checkpoint.read(run.checkpoints / str(step))
        except CheckpointError:
            continue  # a torn one is passed over, as a resumed run does
        if setup is None or doctor is None:
            chosen = preset.from_document(state.preset, f"checkpoint {step} of {run.name}")
            setup = Setup(chosen, devices.choose("auto"), report=report)
            doctor = Diagnostician(setup, told.append, share=1.0)
        setup.restore(state)
        doctor.receive(ScalarsRecorded(step, state.seconds, _between(norms, before, step)))
        doctor.receive(SnapshotTaken(step))
        before = step
    found = tuple(event for event in told if isinstance(event, DiagnosisMade | HealthChecked))
    if not found:
        broken = [event.text for event in told if isinstance(event, NoticeGiven)]
        why = broken[0] if broken else "it recorded no gradient norms before a whole checkpoint."
        raise RunError(f"{run.name} cannot be examined: {why}")
    return found


def _norms(history: History) -> list[Curve]:
    return [history.curve(name) for name in history.names() if name.endswith(NORM)]


def _between(curves: Sequence[Curve], before: int, step: int) -> tuple[Curve, ...]:
    """The points after one step up to another."""
    parts = []
    for curve in curves:
        first, last = np.searchsorted(curve.steps, [before, step], side="right")
        if last > first:
            parts.append(Curve(curve.name, curve.steps[first:last], curve.values[first:last]))
    return tuple(parts)
