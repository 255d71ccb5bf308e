"""Who plays when: updates of the critic before one of the generator, and lazy penalties."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Protocol, TypeVar

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import hints
from ganstudio.core.system import Loss, RandomSource, Term
from ganstudio.parts.contracts import Measured, ObjectivePart
from ganstudio.parts.critic import Critic, Judged
from ganstudio.parts.penalties import Penalty
from ganstudio.parts.scores import mean_scores

CriticSteps = Annotated[
    int,
    Field(
        ge=1,
        le=100,
        title="Critic steps",
        description="Updates of the critic before each update of the generator. Listings that "
        "count from 0 to n_critic do one more than they mean",
        json_schema_extra=hints(live=True, slider=(1, 10)),
    ),
]

FIRST_STEPS, WARM_EVERY = 25, 500

WarmUp = Annotated[
    int,
    Field(
        ge=0,
        le=1000,
        title="Warm-up",
        description=f"Updates of the critic in each of the first {FIRST_STEPS} steps and in every "
        f"{WARM_EVERY}th, where that is more than its usual ones: 100 in the authors' program of "
        "WGAN (Arjovsky 2017); 0 for none.",
        json_schema_extra=hints(advanced=True, slider=(0, 200)),
    ),
]

ShareFakes = Annotated[
    bool,
    Field(
        title="Share fakes",
        description="The generator learns from the very fakes the critic just saw, which saves one"
        " pass; otherwise it draws fresh latents",
        json_schema_extra=hints(advanced=True),
    ),
]


NOT_LAZY: Mapping[str, int] = MappingProxyType({})
"""Of a game in which no player has updates of its own for penalties."""


def critic_turns(usual: int, warm_up: int, step: int) -> int:
    """Updates of the critic in a step, counted from 0."""
    is_warm = step < FIRST_STEPS or step % WARM_EVERY == 0
    return max(usual, warm_up) if is_warm else usual


class Recurring(Protocol):
    """What comes every so many steps."""

    @property
    def every(self) -> int: ...


R = TypeVar("R", bound=Recurring)


def of_every_update(penalties: Iterable[R]) -> list[R]:
    return [penalty for penalty in penalties if penalty.every == 1]


def due_lazily(penalties: Iterable[R], step: int) -> list[R]:
    """Those that have an update of their own at this step (StyleGAN2, arXiv:1912.04958, B)."""
    return [penalty for penalty in penalties if penalty.every > 1 and step % penalty.every == 0]


def lazy_interval(penalties: Iterable[Recurring], updates: int) -> int:
    """Updates of a player, of which a step has `updates`, between lazy ones; 0 without any."""
    every = [penalty.every for penalty in penalties if penalty.every > 1]
    return min(every, default=0) * updates


def lazy_intervals(
    critic: Iterable[Recurring], critic_steps: int, generator: Iterable[Recurring]
) -> dict[str, int]:
    """By player, of those that have penalties with updates of their own."""
    intervals = {
        "critic": lazy_interval(critic, critic_steps),
        "generator": lazy_interval(generator, 1),
    }
    return {player: interval for player, interval in intervals.items() if interval}


Judge = Callable[[], Judged]
"""Lets the critic see what it is to learn from, when its turn has come."""


def judged(critic: Critic, real: Tensor, fake: Tensor, label: Tensor | None) -> Judged:
    """What a critic says of raw samples (n, ...) and of detached fakes, both in its view."""
    real_view, fake_view = critic.view(real), critic.view(fake)
    on_real, on_fake = critic.score(real_view, label), critic.score(fake_view, label)
    return Judged(critic, real, fake, real_view, fake_view, on_real, on_fake, label)


def contest(objective: ObjectivePart, seen: Judged, share: float = 1.0) -> Loss:
    """What a critic learns of its scores, and how they stand; `share` is the objective's weight."""
    on_real, on_fake = seen.on_real.score, seen.on_fake.score
    adversarial = objective.critic_loss(on_real, on_fake)
    readings = mean_scores(on_real, on_fake) | objective.estimate(adversarial.detach())
    return Loss({"adversarial": Term(adversarial, share)}, readings)


class Weighted(Recurring, Protocol):
    """What is added to a loss."""

    @property
    def weight(self) -> float: ...
    def term_name(self) -> str: ...


W = TypeVar("W", bound=Weighted)


def added(loss: Loss, costs: Iterable[W], measure: Callable[[W], Measured]) -> Loss:
    """The loss with costs added; a lazy one weighs as much more as it comes less often."""
    for cost in costs:
        measured = measure(cost)
        loss.terms[cost.term_name()] = Term(measured.value, cost.weight * cost.every)
        loss.readings |= measured.readings
    return loss


def penalised(loss: Loss, penalties: Iterable[Penalty], seen: Judged, random: RandomSource) -> Loss:
    """The critic's loss with penalties added."""
    return added(loss, penalties, lambda penalty: penalty.measure(seen, random))
