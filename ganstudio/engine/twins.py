"""Twins: two forks of a run at a step that differ in one setting, and so in what follows from it.

Both continue from one checkpoint with the same data, latents and random streams: while the setting
is the same they are equal bit for bit, and from its change on every difference comes from it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ganstudio.core.config import changes
from ganstudio.core.errors import CheckpointError, InputError, PresetError, RunError
from ganstudio.core.events import Curve, SettingChanged
from ganstudio.core.paths import write_atomically
from ganstudio.engine import checkpoint, preset
from ganstudio.engine.fork import fork
from ganstudio.engine.history import History
from ganstudio.engine.live import value_at
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup

LETTERS = "ab"
LINK = "twin.json"  # in the folders of both; names the other


@dataclass(frozen=True, slots=True)
class Change:
    """One setting and its value in the second twin."""

    path: str
    value: Any


@dataclass(frozen=True, slots=True)
class Twins:
    """Two runs at rest, at the step where they part."""

    first: RunFolder
    second: RunFolder
    step: int
    change: Change


def fork_changed(parent: RunFolder, step: int, path: Path, change: Change) -> RunFolder:
    """A fork that goes on with another value of one setting, from the fork's own step on.

    Raises:
        PresetError: it is no setting, no value of it, or it does not go with the other parts.
        CheckpointError: there is nothing to fork from, or the trained networks do not fit it.
    """
    state, _ = checkpoint.read_newest(parent.checkpoints, _steps_until(parent, step))
    before = preset.from_document(state.preset, f"checkpoint {state.step} of {parent.name}")
    after = changed(before, change)
    _refuse_misfit(after, state, change)
    child = fork(parent, step, path)
    edited = replace(state, preset=after.model_dump(mode="json"))
    checkpoint.write(child.checkpoints, edited)
    _record(child, state.step, before, after, change)
    if after.schedule.steps != before.schedule.steps:
        child.update(total_steps=after.schedule.steps)
    return child


def make_twins(parent: RunFolder, step: int, change: Change, paths: Sequence[Path]) -> Twins:
    """Fork the run twice, into folders that do not exist yet; the second twin has the change.

    Raises PresetError, CheckpointError.
    """
    second = fork_changed(parent, step, paths[1], change)
    first = fork(parent, step, paths[0])
    for one, other in ((first, second), (second, first)):
        link = {
            "other": other.name,
            "is_first": one is first,
            "path": change.path,
            "value": change.value,
        }
        write_atomically(one.path / LINK, json.dumps(link).encode())
    return Twins(first, second, second.info().parent_step, change)


def twin_of(run: RunFolder) -> Twins | None:
    """The pair that a run is one of; None where it is none, or the other one was deleted."""
    try:
        link = json.loads((run.path / LINK).read_text(encoding="utf-8"))
        other = RunFolder.open(run.path.parent / Path(link["other"]).name)
        change, is_first = Change(link["path"], link["value"]), bool(link["is_first"])
    except (OSError, ValueError, KeyError, TypeError, RunError):
        return None
    first, second = (run, other) if is_first else (other, run)
    return Twins(first, second, second.info().parent_step, change)


def twin_paths(parent: RunFolder, folder: Path) -> tuple[Path, Path]:
    """Free folders of the pair: `<run> twin 01a` and `01b`."""
    number = 1
    while True:
        stem = f"{parent.name} twin {number:02}"
        first, second = (folder / f"{stem}{letter}" for letter in LETTERS)
        if not first.exists() and not second.exists():
            return first, second
        number += 1


def changed(before: Preset, change: Change) -> Preset:
    """The preset with the change. Raises PresetError."""
    value_at(before, change.path)
    after = before.edited(change.path, change.value)
    for finding in after.findings():
        if finding.severity == "error":
            raise PresetError(finding.message)
    return after


def difference(first: Curve, second: Curve) -> Curve:
    """Second less first at the steps that both recorded."""
    steps, ours, theirs = np.intersect1d(
        first.steps, second.steps, assume_unique=True, return_indices=True
    )
    return Curve(second.name, steps, second.values[theirs] - first.values[ours])


def parting(first: Sequence[Curve], second: Sequence[Curve]) -> int | None:
    """The first step at which any curve of both differs; None where none does."""
    others = {curve.name: curve for curve in second}
    parted = [
        int(gap.steps[np.flatnonzero(gap.values)[0]])
        for curve in first
        if curve.name in others
        and (gap := difference(curve, others[curve.name])).values.any()
    ]  # fmt: skip
    return min(parted, default=None)


def are_equal(first: RunFolder, second: RunFolder, step: int) -> bool:
    """Whether both hold the same weights, moments and random streams at a step, bit for bit."""
    ours, theirs = (checkpoint.read(run.checkpoints / str(step)) for run in (first, second))
    return all(
        _same(getattr(ours, part), getattr(theirs, part))
        for part in ("weights", "optimizers", "random")
    )


def recorded(run: RunFolder) -> list[Curve]:
    """All curves of a run. Raises RunError."""
    history = History(run.history_path, writable=False)
    try:
        return history.curves()
    finally:
        history.close()


def _same(ours: Mapping[str, torch.Tensor], theirs: Mapping[str, torch.Tensor]) -> bool:
    return ours.keys() == theirs.keys() and all(torch.equal(ours[k], theirs[k]) for k in ours)


def _steps_until(parent: RunFolder, step: int) -> list[int]:
    steps = [known for known in parent.checkpoint_steps() if known <= step]
    if not steps:
        raise CheckpointError(f"{parent.name} has no checkpoint up to step {step:,} to fork from.")
    return steps


def _refuse_misfit(after: Preset, state: checkpoint.TrainingState, change: Change) -> None:
    try:
        setup = Setup(after, torch.device("cpu"))
        setup.restore(state)
    except (CheckpointError, InputError, KeyError, IndexError, RuntimeError) as error:
        raise CheckpointError(
            f"{change.path} gives the run other networks than those that were trained: change it in"
            " Design and start a new run."
        ) from error


def _record(child: RunFolder, step: int, before: Preset, after: Preset, change: Change) -> None:
    """The edit is part of the record, so that a reader knows with what the fork went on."""
    history = History(child.history_path)
    old, new = (_plain(value_at(one, change.path)) for one in (before, after))
    history.receive(SettingChanged(step, change.path, old, new))
    history.flush()
    history.close()


def _plain(value: Any) -> Any:
    """As a preset's file would hold it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return changes(value) if hasattr(value, "model_dump") else value
