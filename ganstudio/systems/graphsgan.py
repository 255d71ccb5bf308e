"""Naming the nodes of a graph of which a few are labelled, with a generator's help.

GraphSGAN, Ding et al. 2018, arXiv:1809.00130, section 4: a semi-supervised GAN (Salimans et al.
2016, arXiv:1606.03498) whose fakes gather in the gaps between clusters of nodes, so that classes
spread through clusters and not across gaps. The data make a node's vector of its features and its
place in the graph.
"""

from typing import Literal

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import RandomSource, Term
from ganstudio.data.batches import DataSpec
from ganstudio.parts.feature_matching import Distance
from ganstudio.parts.few_labels import scarce_class, with_few_labels
from ganstudio.parts.few_labels_game import FewLabelsGame
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.node_classes import node_classes_equation
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.noisy_classifier import NoisyClassifier, Opinion
from ganstudio.parts.prior import Prior
from ganstudio.parts.pull_away import pull_away
from ganstudio.parts.schedule import Adam, Optimizer

_CRITIC = NoisyClassifier(widths=(500, 500, 250, 250, 250), input_noise=0.05, hidden_noise=0.5)
_WEIGHT = (0.0, 2.0)


class GraphSganConfig(NoiseGame):
    """A critic that names nodes; what the generator makes shows it where clusters end."""

    system: Literal["graphsgan"] = "graphsgan"
    labels: int = Field(
        20,
        ge=1,
        le=1000,
        title="Labels a class",
        description="The first so many nodes of each class are shown with their label; no other "
        "label is used. The paper has 20 on Cora and Citeseer.",
        json_schema_extra=hints(log=True, slider=(1, 100)),
    )
    unlabelled_weight: float = Field(
        0.5,
        ge=0,
        le=100,
        title="Weight of unlabelled nodes",
        description="Of telling nodes from fakes. Notes that print this loss with its two "
        "probabilities exchanged teach the critic that nodes are fake.",
        json_schema_extra=hints(symbol="λ", live=True, slider=_WEIGHT),
    )
    entropy_weight: float = Field(
        0.15,
        ge=0,
        le=100,
        title="Weight of the entropy",
        description="Of being sure of every unlabelled node's class. The authors' code has 1 and "
        "takes the mean over classes as well: 1/7 on Cora.",
        json_schema_extra=hints(symbol="λ₁", live=True, slider=_WEIGHT),
    )
    pull_away_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of pulling nodes apart",
        description="Of the mean squared cosine of two nodes' features, in the critic's loss: "
        "clusters leave the middle to the fakes.",
        json_schema_extra=hints(symbol="λ₂", live=True, slider=_WEIGHT),
    )
    generator_pull_away_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of pulling fakes apart",
        description="Of the same of two fakes, in the generator's loss: matching mean features "
        "alone would put all of them in one place.",
        json_schema_extra=hints(symbol="λ₃", live=True, slider=_WEIGHT),
    )
    distance: Distance = "squared"
    generator: Generator = Field(MlpGenerator(depth=2, width=500, norm="batch"), title="Generator")
    critic: NoisyClassifier = Field(_CRITIC, title="Critic")
    prior: Prior = Field(Prior(distribution="uniform", size=200), title="Latent")
    generator_optimizer: Optimizer = Field(Adam(lr=3e-3), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(lr=3e-3), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "GraphSgan":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return GraphSgan(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if not spec.classes:
            return (
                "Naming nodes needs the classes of some, and these data carry none: choose a "
                "graph with classes."
            )
        wanted = self.labels * len(spec.classes)
        if spec.size is None or wanted < spec.size:
            return scarce_class(spec, self.labels)
        return (
            f"{self.labels} labels for each of {len(spec.classes)} classes leave none of the "
            f"{spec.size} nodes to be named: lower the labels a class."
        )

    def learns_classes(self) -> bool:
        return True

    def equation(self) -> Equation:
        return node_classes_equation(self.distance)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        return with_few_labels(super().flow(spec, data), self.labels, "Features, pulled apart")


class GraphSgan(FewLabelsGame[GraphSganConfig]):
    """The terms of section 4. Labelled nodes are few, and stay among the unlabelled ones too."""

    def further_critic_terms(self, of_real: Opinion) -> dict[str, Term]:
        return {
            "entropy": Term(_entropy(of_real.logits), self.config.entropy_weight),
            "pull_away": Term(pull_away(of_real.features), self.config.pull_away_weight),
        }

    def further_generator_terms(self, made: Tensor) -> dict[str, Term]:
        return {"pull_away": Term(pull_away(made), self.config.generator_pull_away_weight)}


def _entropy(logits: Tensor) -> Tensor:
    """Mean entropy in nats of the classes that logits (n, k) say, in [0, log k]."""
    logs = logits.log_softmax(1)
    return -(logs.exp() * logs).sum(1).mean()
