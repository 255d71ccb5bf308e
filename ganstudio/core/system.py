"""What a system offers the engine, and what the engine hands a system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from torch import Tensor, nn


class Term(NamedTuple):
    """A named scalar of a phase's loss. The loss is the sum of weight times value."""

    value: Tensor
    weight: float = 1.0


@dataclass(slots=True)
class Loss:
    """The terms of one update, and readings that are recorded but not descended."""

    terms: dict[str, Term]
    readings: dict[str, Tensor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Phase:
    """One optimizer update of one player.

    `loss` is called by the engine, once, right before the update; `after` right behind it
    (weight clipping). All tensor work happens inside `loss` or before the first yield.
    """

    player: str
    loss: Callable[[], Loss]
    after: Callable[[], None] | None = None
    is_extra: bool = False  # for lazy penalties: not what is plotted as the player's loss


Draw = Callable[[], Any]
"""Gives the next typed batch of real data."""


class RandomSource(Protocol):
    """Every random number of a system comes from here, so that a run can be continued exactly."""

    def state(self) -> Tensor: ...
    def restore(self, state: Tensor) -> None: ...
    def normal(self, *shape: int) -> Tensor: ...
    def uniform(self, *shape: int) -> Tensor: ...
    def integers(self, high: int, count: int) -> Tensor: ...


class System(Protocol):
    """A game between players."""

    config: Any  # replaced as a whole by a live edit; read anew in every step

    @property
    def players(self) -> Mapping[str, nn.Module]: ...

    @property
    def averaged(self) -> tuple[str, ...]:
        """Players whose weights are also kept as a moving average."""
        ...

    @property
    def lazy(self) -> Mapping[str, int]:
        """Player -> updates between its extra ones for lazy penalties."""
        ...

    @property
    def random(self) -> RandomSource: ...

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """The updates of one step, in the order of the paper's algorithm."""
        ...

    def parts(self) -> Iterable[object]:
        """What else may offer capabilities: networks, conditioning, priors."""
        ...


@dataclass(frozen=True, slots=True)
class Grown:
    """Some players are another network now: their optimizers start over.

    Attributes:
        players: their names.
        stage: what they have become, in words.
    """

    players: tuple[str, ...]
    stage: str


@runtime_checkable
class Grows(Protocol):
    """A system whose networks may grow while they are trained."""

    def grow(self, seen: int) -> Grown | None:
        """Take the shape that belongs to `seen` images, before the step that follows them.

        Returns:
            What has grown; None where all networks stay as they are.
        """
        ...
