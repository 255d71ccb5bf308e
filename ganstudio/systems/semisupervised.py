"""Learning classes from few labels, with a generator's help.

Semi-supervised GAN with feature matching, Salimans et al. 2016, arXiv:1606.03498, sections 3.1 and
5. Notes that print L_unl with its two probabilities exchanged teach the critic that data are fake.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts.compatibility import Facts
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.critics import MlpCritic
from ganstudio.parts.diagram import adversarial_flow
from ganstudio.parts.feature_matching import Distance, feature_matching
from ganstudio.parts.few_labels import few_labels_equation, with_few_labels
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.label_memory import LabelMemory
from ganstudio.parts.noisy_classifier import NoisyClassifier, evidence
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer


class SemisupervisedConfig(Config):
    """A critic that names classes it was shown a few times, and tells data from fakes."""

    system: Literal["semisupervised"] = "semisupervised"
    labels: int = Field(
        1,
        ge=1,
        le=1000,
        title="Labels a class",
        description="The first so many samples of each class are shown with their label; no other "
        "label is used. The paper has 2 to 20 on MNIST.",
        json_schema_extra=hints(log=True, slider=(1, 100)),
    )
    unlabelled_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of unlabelled data",
        description="Of telling data from fakes; 0 is the same classifier from its labels alone.",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0.0, 2.0)),
    )
    distance: Distance = "squared"
    generator: Generator = Field(MlpGenerator(depth=2, norm="batch"), title="Generator")
    critic: NoisyClassifier = Field(NoisyClassifier(), title="Critic")
    prior: Prior = Field(Prior(distribution="uniform", size=100), title="Latent")
    generator_optimizer: Optimizer = Field(Adam(lr=3e-3), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(lr=3e-3), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Semisupervised":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Semisupervised(self, spec, random)

    def optimizers(self) -> dict[str, Optimizer]:
        return {"generator": self.generator_optimizer, "critic": self.critic_optimizer}

    def facts(self, spec: DataSpec, batch: int) -> Facts:
        """What the compatibility table needs to know: the critic reads any shape, unnormalised."""
        return Facts(
            objective=NonSaturating(),
            penalties=(),
            constraints=(),
            views=(),
            conditioning=Unconditional(),
            generator=self.generator,
            critic=MlpCritic(),
            optimizers=self.optimizers(),
            spec=spec,
            batch=batch,
        )

    def equation(self) -> Equation:
        return few_labels_equation(self.distance)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        """The data-flow diagram; `data` is the dataset's name."""
        summaries = {
            "latent": self.prior.summary(),
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": "",
            "data": data,
        }
        plain = adversarial_flow(summaries, spec, (), (), with_labels=False)
        return with_few_labels(plain, self.labels)


class Semisupervised:
    """The game itself. Offers Generates, Judges and Classifies."""

    averaged = ("generator", "critic")
    classes = 0  # the generator takes no label

    def __init__(self, config: SemisupervisedConfig, spec: DataSpec, random: RandomSource) -> None:
        if not spec.classes:
            raise InputError(
                "Semi-supervised learning needs some class labels, and this data carries none: "
                "choose data with classes."
            )
        self.config = config
        self.random = random
        self.generator = config.generator.build(config.prior.size, spec.shape, 0)
        self.critic = config.critic.build(spec.shape, len(spec.classes), random)
        self.memory = LabelMemory(spec.shape, len(spec.classes), config.labels)
        remembering = nn.ModuleDict({"network": self.critic, "memory": self.memory})
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": remembering}

    @property
    def lazy(self) -> dict[str, int]:
        return {}

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:  # noqa: ARG002
        """The critic sees labelled data, unlabelled data and fakes; the generator matches others.

        The paper's code draws the data that the generator matches anew.
        """
        batch: Batch = draw()
        self.memory.offer(batch)
        yield Phase("critic", partial(self._critic_loss, batch.real))
        other: Batch = draw()
        yield Phase("generator", partial(self._generator_loss, other.real))

    def _critic_loss(self, unlabelled: Tensor) -> Loss:
        known, labels = self.memory.draw(len(unlabelled), self.random)
        with torch.no_grad():
            fake = self._fakes(len(unlabelled))
        named = self.critic(known).logits
        on_real = evidence(self.critic(unlabelled).logits)
        on_fake = evidence(self.critic(fake).logits)
        real_or_fake = NonSaturating().critic_loss(on_real, on_fake) / 2
        terms = {
            "supervised": Term(F.cross_entropy(named, labels)),
            "unlabelled": Term(real_or_fake, self.config.unlabelled_weight),
        }
        real, generated = on_real.detach().mean(), on_fake.detach().mean()
        return Loss(terms, {"real_score": real, "fake_score": generated})

    def _generator_loss(self, real: Tensor) -> Loss:
        with torch.no_grad():
            wanted = self.critic(real).features
        made = self.critic(self._fakes(len(real))).features
        matching = feature_matching(wanted, made, self.config.distance)
        return Loss({"feature_matching": Term(matching)})

    def _fakes(self, count: int) -> Tensor:
        return self.generate(self.latents(count, self.random))

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return self.config.prior.draw(count, random)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        made: Tensor = self.generator(latents, None)
        return made

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """(n,) log Z(x): above 0 where the sample is more likely real than fake."""
        return evidence(self.critic(samples).logits)

    def classify(self, samples: Tensor) -> Tensor:
        """(n, k) probabilities of the classes, given that the samples are real."""
        return self.critic(samples).logits.softmax(1)
