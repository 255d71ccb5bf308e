"""What a part of each kind offers a system. Every part is a frozen Config with a `kind`."""

from typing import NamedTuple, Protocol

from torch import Tensor, nn

from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource, Term
from ganstudio.nn.features import FeatureNetwork
from ganstudio.parts.critic import Judged, Verdict


class ObjectivePart(Protocol):
    """An adversarial loss pair on unbounded critic scores (n,)."""

    def estimate(self, critic_loss: Tensor) -> dict[str, Tensor]:
        """What the loss of one critic, detached, says of how far fakes are from real data.

        By the name that it is recorded under, one that says which distance it is of; empty where
        the loss is no estimate of any.
        """
        ...

    def critic_loss(self, real: Tensor, fake: Tensor) -> Tensor:
        """What the critic minimises, a scalar."""
        ...

    def generator_loss(self, fake: Tensor) -> Tensor:
        """What the generator minimises, a scalar."""
        ...

    def critic_formula(self) -> tuple[Segment, ...]: ...
    def generator_formula(self) -> tuple[Segment, ...]: ...
    def paper(self) -> str: ...

    def are_logits(self) -> bool:
        """Whether the sigmoid of a score is D(x), at best p / (p + q)."""
        ...

    def undecided(self) -> float | None:
        """The score that is at best of samples as likely real as fake; None where all may be."""
        ...

    def equilibrium(self) -> tuple[float, float | None] | None:
        """Critic's and generator's loss where fakes equal reals and scores are constant.

        The generator's is None where it hangs on a constant that the critic is free to choose.
        """
        ...


class Measured(NamedTuple):
    """The unweighted penalty, a scalar with a graph to the critic's weights, and its readings."""

    value: Tensor
    readings: dict[str, Tensor]  # detached scalars, recorded and not descended: "slope"


class PenaltyPart(Protocol):
    """Added to the critic's loss, every step or lazily."""

    @property
    def weight(self) -> float: ...

    @property
    def every(self) -> int: ...

    def measure(self, judged: Judged, random: RandomSource) -> Measured: ...

    def value(self, judged: Judged, random: RandomSource) -> Tensor:
        """The value of `measure` alone."""
        ...

    def term_name(self) -> str: ...

    def formula(self) -> tuple[Segment, ...]:
        """With its weight, without a leading sign."""
        ...

    def paper(self) -> str: ...


class ConstraintPart(Protocol):
    """Enforced on the critic's network."""

    def prepare(self, network: nn.Module) -> None:
        """Change the freshly built network in place (spectral norm)."""
        ...

    def enforce(self, network: nn.Module) -> None:
        """Called after every update of the critic (weight clipping)."""
        ...

    def formula(self) -> tuple[Segment, ...]:
        """What becomes of a weight."""
        ...

    def paper(self) -> str: ...


class ViewPart(Protocol):
    """What the critic sees of a batch."""

    def build(self, random: RandomSource) -> nn.Module:
        """A module (n, ...) -> (n / pack, ...)."""
        ...

    def pack(self) -> int:
        """How many samples one verdict is about."""
        ...

    def formula(self) -> tuple[Segment, ...]:
        """The critic's value of a sample, in this view."""
        ...

    def paper(self) -> str: ...


class GeneratorPart(Protocol):
    """A generator network."""

    def build(self, latent: int, shape: tuple[int, ...], classes: int) -> nn.Module:
        """A module (z (n, latent), label (n,) or None) -> (n, *shape).

        The normalisation is conditioned on `classes` classes; 0 for none.

        Raises:
            InputError: the shape cannot be made by this network, in one sentence.
        """
        ...

    def can_condition(self) -> bool:
        """Whether it has normalisation layers that `classes` can condition."""
        ...


class CriticPart(Protocol):
    """A critic's body: everything before the last linear map."""

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        """A module x (n, *shape) -> (n, width) features, which also makes the heads on them.

        Raises:
            InputError: the shape cannot be judged by this network, in one sentence.
        """
        ...


class ConditioningPart(Protocol):
    """How class labels enter both networks."""

    def generator(
        self, network: GeneratorPart, latent: int, shape: tuple[int, ...], classes: int
    ) -> nn.Module:
        """A module (z, label or None) -> (n, *shape)."""
        ...

    def critic(
        self, network: CriticPart, shape: tuple[int, ...], classes: int, pack: int
    ) -> nn.Module:
        """A module (view, label or None) -> Verdict, for views of `pack` samples of `shape`."""
        ...

    def critic_terms(self, real: Verdict, fake: Verdict, label: Tensor | None) -> dict[str, Term]:
        """Further terms of the critic's loss (the auxiliary classifier's)."""
        ...

    def generator_terms(self, fake: Verdict, label: Tensor | None) -> dict[str, Term]: ...

    def critic_formula(self) -> tuple[Segment, ...]:
        """Of the critic's further terms, without a leading sign; empty where there are none."""
        ...

    def generator_formula(self) -> tuple[Segment, ...]: ...
    def uses_labels(self) -> bool: ...
    def paper(self) -> str: ...
