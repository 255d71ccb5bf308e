"""The game of a generator against a critic that names classes and knows few labels."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.system import Draw, Loss, Phase, RandomSource
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts.generators import Generator
from ganstudio.parts.label_memory import LabelMemory
from ganstudio.parts.noisy_classifier import NoisyClassifier, evidence
from ganstudio.parts.prior import Prior
from ganstudio.parts.turns import NOT_LAZY


class FewLabels(Protocol):
    """The fields that the game asks of its configuration."""

    @property
    def generator(self) -> Generator: ...
    @property
    def critic(self) -> NoisyClassifier: ...
    @property
    def prior(self) -> Prior: ...
    @property
    def labels(self) -> int: ...
    def lack(self, spec: DataSpec) -> str: ...


class FewLabelsGame(ABC):
    """Its players and turns; subclasses have the losses. Offers Generates, Judges and Classifies.

    Salimans et al. 2016, arXiv:1606.03498, section 5: of k classes the critic gives k logits, and
    the logarithm of their summed exponentials says how real a sample is.
    """

    averaged = ("generator", "critic")
    lazy = NOT_LAZY
    classes = 0  # the generator takes no label

    def __init__(self, config: FewLabels, spec: DataSpec, random: RandomSource) -> None:
        if lack := config.lack(spec):
            raise InputError(lack)
        self.random = random
        self._prior = config.prior
        self.generator = config.generator.build(config.prior.size, spec.shape, 0)
        self.critic = config.critic.build(spec.shape, len(spec.classes), random)
        self.memory = LabelMemory(spec.shape, len(spec.classes), config.labels)
        remembering = nn.ModuleDict({"network": self.critic, "memory": self.memory})
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": remembering}

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:  # noqa: ARG002
        """The critic sees labelled data, unlabelled data and fakes; the generator matches others.

        The paper's code draws the data that the generator matches anew.
        """
        batch: Batch = draw()
        self.memory.offer(batch)
        yield Phase("critic", partial(self.critic_loss, batch.real))
        other: Batch = draw()
        yield Phase("generator", partial(self.generator_loss, other.real))

    @abstractmethod
    def critic_loss(self, unlabelled: Tensor) -> Loss:
        """Of a batch without its labels."""

    @abstractmethod
    def generator_loss(self, real: Tensor) -> Loss:
        """Of a batch whose features are matched."""

    def fakes(self, count: int) -> Tensor:
        return self.generate(self.latents(count, self.random))

    def wanted(self, real: Tensor) -> Tensor:
        """(n, d) the critic's features of data, without a graph."""
        with torch.no_grad():
            features: Tensor = self.critic(real).features
        return features

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return self._prior.draw(count, random)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        made: Tensor = self.generator(latents, None)
        return made

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """(n,) log Z(x): above 0 where the sample is more likely real than fake."""
        return evidence(self.critic(samples).logits)

    def classify(self, samples: Tensor) -> Tensor:
        """(n, k) probabilities of the classes, given that the samples are real."""
        return self.critic(samples).logits.softmax(1)
