"""Trains twins without a window, and says in words where and how far they part."""

from collections.abc import Callable
from typing import Any

import yaml

from ganstudio.core.control import RunControl
from ganstudio.core.errors import InputError
from ganstudio.core.events import Event, ProgressMade, RunFailed
from ganstudio.engine.run import RunFolder
from ganstudio.engine.twins import Change, Twins, are_equal, difference, parting, recorded
from ganstudio.engine.worker import Job, train

Say = Callable[[str], None]
SHOWN = ("metric/exact_w1", "metric/sliced_w1", "metric/modes", "critic/loss", "generator/loss")


def parse_change(text: str) -> Change:
    """A change from `KEY=VALUE`. Raises InputError."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise InputError(f"--set {text} names no value: write --set KEY=VALUE.")
    try:
        return Change(path.strip(), yaml.safe_load(value))
    except yaml.YAMLError as error:
        raise InputError(f"--set {path.strip()} is not valid YAML: write KEY=VALUE.") from error


def train_twins(twins: Twins, steps: int | None, say: Say) -> bool:
    """One after the other, to the end of the run or `steps`; whether both went well."""
    ends = [_trained(run, steps, say) for run in (twins.first, twins.second)]
    return all(ends)


def report_twins(twins: Twins) -> tuple[dict[str, Any], list[str]]:
    """As a document and as lines. Raises RunError."""
    ours, theirs = recorded(twins.first), recorded(twins.second)
    apart, others = parting(ours, theirs), {curve.name: curve for curve in theirs}
    rows = {}
    for curve in ours:
        if curve.name in SHOWN and curve.name in others:
            gap = difference(curve, others[curve.name])
            if len(gap.values):
                last = (float(one.values[-1]) for one in (curve, others[curve.name], gap))
                rows[curve.name] = tuple(last)
    document = {
        "first": str(twins.first.path),
        "second": str(twins.second.path),
        "step": twins.step,
        "path": twins.change.path,
        "value": twins.change.value,
        "equal_at_step": are_equal(twins.first, twins.second, twins.step),
        "parted_at": apart,
        "last": {name: dict(zip("ab", row, strict=False)) for name, row in rows.items()},
    }
    lines = [
        f"{twins.first.name} and {twins.second.name}, forked at step {twins.step:,}.",
        f"The second has {twins.change.path} = {twins.change.value}.",
        f"First difference of any curve: {'none' if apart is None else f'step {apart:,}'}.",
    ]
    lines += [f"{n}: A {a:.4g}, B {b:.4g}, B - A {gap:+.3g}" for n, (a, b, gap) in rows.items()]
    return document, lines


def _trained(run: RunFolder, steps: int | None, say: Say) -> bool:
    def tell(event: Event) -> None:
        if isinstance(event, ProgressMade):
            say(f"{run.name}: step {event.step:,} of {event.total_steps:,}")
        elif isinstance(event, RunFailed):
            say(f"{run.name}: {event.message}")

    return train(Job(run.path, steps=steps, mode="resume"), tell, RunControl())
