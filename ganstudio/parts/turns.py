"""Who plays when: updates of the critic before one of the generator, and lazy penalties."""

from collections.abc import Iterable
from typing import Annotated, Protocol, TypeVar

from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.system import Loss, RandomSource, Term
from ganstudio.parts.critic import Judged
from ganstudio.parts.penalties import Penalty

CriticSteps = Annotated[
    int,
    Field(
        ge=1,
        le=100,
        title="Critic steps",
        description="Updates of the critic before each update of the generator",
        json_schema_extra=hints(live=True, slider=(1, 10)),
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


def penalised(
    loss: Loss, penalties: Iterable[Penalty], judged: Judged, random: RandomSource
) -> Loss:
    """The loss with penalties added; a lazy one weighs as much more as it comes less often."""
    for penalty in penalties:
        measured = penalty.measure(judged, random)
        loss.terms[penalty.term_name()] = Term(measured.value, penalty.weight * penalty.every)
        loss.readings |= measured.readings
    return loss
