"""What the configurations of games between a critic and a generator of noise have in common."""

from typing import Protocol

from ganstudio.core.formula import Flow
from ganstudio.data.batches import DataSpec
from ganstudio.parts.compatibility import Facts
from ganstudio.parts.diagram import adversarial_flow
from ganstudio.parts.game import Game
from ganstudio.parts.prior import AutoPrior, Prior


class Described(Protocol):
    """A part that says itself in a few words."""

    def summary(self) -> str: ...


class NoiseSides(Protocol):
    """The fields that such a game has at least, and what its diagram is made of."""

    @property
    def generator(self) -> Described: ...
    @property
    def critic(self) -> Described: ...
    @property
    def prior(self) -> Prior | AutoPrior: ...
    def facts(self, spec: DataSpec, batch: int) -> Facts: ...
    def stake(self) -> str: ...
    def summaries(self, spec: DataSpec, data: str) -> dict[str, str]: ...


class NoiseGame(Game):
    """The base of the configuration of a system that makes data of latents drawn from `prior`."""

    def summaries(self: NoiseSides, spec: DataSpec, data: str) -> dict[str, str]:
        """Short words for the boxes of the data-flow diagram; `data` is the dataset's name."""
        prior = self.prior
        return {
            "latent": (prior.resolved(spec) if isinstance(prior, AutoPrior) else prior).summary(),
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
        }

    def flow(self: NoiseSides, spec: DataSpec, data: str) -> Flow:
        """The data-flow diagram; `data` is the dataset's name."""
        parts = self.facts(spec, batch=1)
        return adversarial_flow(
            self.summaries(spec, data),
            spec,
            [view.label for view in parts.views],
            parts.penalties,
            parts.conditioning.uses_labels(),
            parts.generator_penalties,
        )
