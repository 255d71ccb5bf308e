"""What a trained system can be asked: one Protocol for each tool that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from torch import Tensor

    from ganstudio.core.system import RandomSource, System

C = TypeVar("C")


@runtime_checkable
class Generates(Protocol):
    """Makes data from latents."""

    classes: int

    def latents(self, count: int, random: RandomSource) -> Tensor:
        """(count, d) draws from the prior."""
        ...

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """Fakes in the shape of the data: (n, 2) points or (n, c, h, w) images in [-1, 1]."""
        ...


@runtime_checkable
class Judges(Protocol):
    """Scores data with the critic."""

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n,) critic values, one a sample; a packing critic sees the sample repeated."""
        ...


def capability(system: System, wanted: type[C]) -> C | None:
    """Who in `system` (the system itself, then its parts) offers `wanted`; None if nobody does."""
    for candidate in (system, *system.parts()):
        if isinstance(candidate, wanted):
            return candidate
    return None
