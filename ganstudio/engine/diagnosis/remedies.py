"""What is tried against a finding: one edit of the preset that the trained networks still fit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ganstudio.core.config import changes
from ganstudio.core.errors import StudioError
from ganstudio.engine.live import value_at
from ganstudio.engine.preset import Preset
from ganstudio.parts.constraints import WeightClip
from ganstudio.parts.objectives import Minimax, Wasserstein
from ganstudio.parts.penalties import R1, GradientPenalty
from ganstudio.parts.views import DiffAugment

CRITIC_STEPS = 5  # of Arjovsky 2017, algorithm 1


@dataclass(frozen=True, slots=True)
class Remedy:
    """An edit, with words that follow "Try"."""

    words: str
    path: str
    value: Any


Remedies = Callable[[Preset], Iterator[Remedy]]
"""In the order they are thought of; the first that the preset takes is offered."""


def first_possible(preset: Preset, remedies: Remedies) -> Remedy | None:
    """One that changes something, is valid, and does not break a rule of the table."""
    return next((remedy for remedy in remedies(preset) if _is_possible(preset, remedy)), None)


def _is_possible(preset: Preset, remedy: Remedy) -> bool:
    try:
        value_at(preset, remedy.path)
        edited = preset.edited(remedy.path, remedy.value)
        errors = [finding for finding in edited.findings() if finding.severity == "error"]
    except StudioError:
        return False
    return edited != preset and not errors


def calm_critic(preset: Preset) -> Iterator[Remedy]:
    """A penalty on its slope, more of its steps where it measures a distance, or smaller ones."""
    objective = _field(preset, "objective")
    if isinstance(objective, Wasserstein):
        if not _field(preset, "penalties") and not _field(preset, "constraints"):
            yield from _hold_slope(preset)
        if (_field(preset, "critic_steps") or CRITIC_STEPS) < CRITIC_STEPS:
            yield Remedy(f"{CRITIC_STEPS} critic steps", "system.critic_steps", CRITIC_STEPS)
    elif objective is not None:
        yield from _added(preset, "penalties", R1(weight=0.1), "R1 of weight 0.1")
    yield from slower("critic")(preset)


def against_chasing(preset: Preset) -> Iterator[Remedy]:
    """Against players that run round each other."""
    yield from calm_critic(preset)
    yield from slower("generator")(preset)


def revive_gradient(preset: Preset) -> Iterator[Remedy]:
    """A loss that does not saturate, a wider box, or a critic with less of a lead."""
    if isinstance(_field(preset, "objective"), Minimax):
        yield Remedy("the non-saturating loss", "system.objective", {"kind": "non_saturating"})
    for place, part in enumerate(_field(preset, "constraints") or ()):
        if isinstance(part, WeightClip):
            limit = min(part.limit * 10, 0.1)
            yield Remedy(f"clipping at {limit:g}", f"system.constraints.{place}.limit", limit)
    yield from calm_critic(preset)


def bound_gradient(preset: Preset) -> Iterator[Remedy]:
    """What bounds the critic's slope, or else every gradient."""
    if isinstance(_field(preset, "objective"), Wasserstein) and not _field(preset, "constraints"):
        yield from _hold_slope(preset)
    if preset.schedule.clip is None:
        yield Remedy("gradients cut at 1", "schedule.clip", 1.0)
    yield from slower("critic")(preset)


def hold_slope(preset: Preset) -> Iterator[Remedy]:
    """A stronger penalty, or one where there is none."""
    yield from _hold_slope(preset)
    yield from slower("critic")(preset)


def augment(preset: Preset) -> Iterator[Remedy]:
    """What the critic sees is varied, so that samples cannot be learned by heart."""
    yield from _added(preset, "views", DiffAugment(), "augmented views")


def leaky(player: str) -> Remedies:
    """Units that pass a slope below zero too come back to life."""

    def remedies(preset: Preset) -> Iterator[Remedy]:
        yield Remedy("leaky units", f"system.{player}.activation", "leaky_relu")
        yield from slower(player)(preset)

    return remedies


def steady(player: str) -> Remedies:
    """Against weights that race away: what bounds the critic's slope, and smaller steps."""

    def remedies(preset: Preset) -> Iterator[Remedy]:
        if player == "critic":
            yield from bound_gradient(preset)
        else:
            yield from slower(player)(preset)

    return remedies


def slower(player: str, by: float = 5.0) -> Remedies:
    def remedies(preset: Preset) -> Iterator[Remedy]:
        optimizer = _field(preset, f"{player}_optimizer")
        if optimizer is not None:
            rate = float(f"{optimizer.lr / by:.2g}")
            yield Remedy(f"learning rate {rate:g}", f"system.{player}_optimizer.lr", rate)

    return remedies


def _hold_slope(preset: Preset) -> Iterator[Remedy]:
    for place, part in enumerate(_field(preset, "penalties") or ()):
        if isinstance(part, GradientPenalty):
            weight = min(max(part.weight * 10, 0.1), 1000.0)
            yield Remedy(f"λ {weight:g}", f"system.penalties.{place}.weight", weight)
            return
    weight = 10.0 if preset.data.spec().is_images else 0.1
    part = GradientPenalty(weight=weight)
    yield from _added(preset, "penalties", part, f"a gradient penalty of {weight:g}")


def _added(preset: Preset, name: str, part: Any, words: str) -> Iterator[Remedy]:
    held = _field(preset, name)
    if isinstance(held, tuple) and not any(type(one) is type(part) for one in held):
        yield Remedy(words, f"system.{name}", [changes(one) for one in (*held, part)])


def _field(preset: Preset, name: str) -> Any:
    """A field of the system, where it has one of this name."""
    return getattr(preset.system, name, None)
