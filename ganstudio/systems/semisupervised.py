"""Learning classes from few labels, with a generator's help.

Semi-supervised GAN with feature matching, Salimans et al. 2016, arXiv:1606.03498, sections 3.1 and
5. Notes that print L_unl with its two probabilities exchanged teach the critic that data are fake.
"""

from typing import Literal

from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import DataSpec
from ganstudio.parts.feature_matching import Distance
from ganstudio.parts.few_labels import few_labels_equation, scarce_class, with_few_labels
from ganstudio.parts.few_labels_game import FewLabelsGame
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.noisy_classifier import NoisyClassifier
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer


class SemisupervisedConfig(NoiseGame):
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

    def lack(self, spec: DataSpec) -> str:
        if spec.classes:
            return scarce_class(spec, self.labels)
        return (
            "Semi-supervised learning needs some class labels, and these data carry none: choose "
            "data with classes."
        )

    def learns_classes(self) -> bool:
        return True

    def equation(self) -> Equation:
        return few_labels_equation(self.distance)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        return with_few_labels(super().flow(spec, data), self.labels)


class Semisupervised(FewLabelsGame[SemisupervisedConfig]):
    """The game as it is in the paper."""
