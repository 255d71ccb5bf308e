"""The game of a generator against a critic that names classes and knows few labels."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts.feature_matching import Distance, feature_matching
from ganstudio.parts.generators import Generator
from ganstudio.parts.label_memory import LabelMemory
from ganstudio.parts.noisy_classifier import NoisyClassifier, Opinion, evidence
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.prior import Prior
from ganstudio.parts.scores import mean_scores
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
    @property
    def unlabelled_weight(self) -> float: ...
    @property
    def distance(self) -> Distance: ...
    def lack(self, spec: DataSpec) -> str: ...


C = TypeVar("C", bound=FewLabels)


class FewLabelsGame(Generic[C]):
    """The paper's game, to whose losses others add terms.

    Offers Generates, Judges, Classifies and Perceives. Salimans et al. 2016, arXiv:1606.03498,
    sections 3.1 and 5: of k classes the critic gives k logits, and the logarithm of their summed
    exponentials says how real a sample is.
    """

    averaged = ("generator", "critic")
    lazy = NOT_LAZY
    classes = 0  # the generator takes no label

    def __init__(self, config: C, spec: DataSpec, random: RandomSource) -> None:
        if lack := config.lack(spec):
            raise InputError(lack)
        self.config = config
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

    def critic_loss(self, unlabelled: Tensor) -> Loss:
        """Of a batch without its labels."""
        known, labels = self.memory.draw(len(unlabelled), self.random)
        with torch.no_grad():
            fake = self.fakes(len(unlabelled))
        of_known, of_real, of_fake = (self.critic(x) for x in (known, unlabelled, fake))
        on_real, on_fake = evidence(of_real.logits), evidence(of_fake.logits)
        real_or_fake = NonSaturating().critic_loss(on_real, on_fake) / 2
        terms = {
            "supervised": Term(surprise(of_known.logits, labels)),
            "unlabelled": Term(real_or_fake, self.config.unlabelled_weight),
        }
        return Loss(terms | self.further_critic_terms(of_real), mean_scores(on_real, on_fake))

    def generator_loss(self, real: Tensor) -> Loss:
        """Of a batch whose features are matched."""
        wanted = self.wanted(real)
        made = self.perceive(self.fakes(len(real)))
        matching = feature_matching(wanted, made, self.config.distance)
        return Loss({"feature_matching": Term(matching)} | self.further_generator_terms(made))

    def further_critic_terms(self, of_real: Opinion) -> dict[str, Term]:  # noqa: ARG002
        """What else the critic minimises, of its opinion on unlabelled data."""
        return {}

    def further_generator_terms(self, made: Tensor) -> dict[str, Term]:  # noqa: ARG002
        """What else the generator minimises, of the features (n, d) of fakes."""
        return {}

    def fakes(self, count: int) -> Tensor:
        return self.generate(self.latents(count, self.random))

    def wanted(self, real: Tensor) -> Tensor:
        """(n, d) the critic's features of data, without a graph."""
        with torch.no_grad():
            return self.perceive(real)

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

    def perceive(self, samples: Tensor) -> Tensor:
        """(n, width): the features that feature matching compares."""
        features: Tensor = self.critic(samples).features
        return features


def surprise(logits: Tensor, labels: Tensor) -> Tensor:
    """-log of the labels' probabilities, the mean; 0 before the first label has come."""
    return F.cross_entropy(logits, labels) if len(labels) else logits.sum()
