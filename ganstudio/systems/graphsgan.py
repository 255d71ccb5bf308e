"""Naming the nodes of a graph of which a few are labelled, with a generator's help.

GraphSGAN, Ding et al. 2018, arXiv:1809.00130, section 4: a semi-supervised GAN (Salimans et al.
2016, arXiv:1606.03498) whose fakes gather in the gaps between clusters of nodes, so that classes
spread through clusters and not across gaps. The data make a node's vector of its features and its
place in the graph.
"""

from typing import Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Loss, RandomSource, Term
from ganstudio.data.batches import DataSpec
from ganstudio.parts.feature_matching import Distance, feature_matching
from ganstudio.parts.few_labels_game import FewLabelsGame
from ganstudio.parts.game import Game
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.node_classes import node_classes_equation, with_nodes
from ganstudio.parts.noisy_classifier import NoisyClassifier, evidence
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.prior import Prior
from ganstudio.parts.pull_away import pull_away
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.scores import mean_scores

_CRITIC = NoisyClassifier(widths=(500, 500, 250, 250, 250), input_noise=0.05, hidden_noise=0.5)
_WEIGHT = (0.0, 2.0)


class GraphSganConfig(Game):
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
            return ""
        return (
            f"{self.labels} labels for each of {len(spec.classes)} classes leave none of the "
            f"{spec.size} nodes to be named: lower the labels a class."
        )

    def equation(self) -> Equation:
        return node_classes_equation(self.distance)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        return with_nodes(super().flow(spec, data), self.labels)


class GraphSgan(FewLabelsGame):
    """The losses of section 4. Labelled nodes are few, and stay among the unlabelled ones too."""

    def __init__(self, config: GraphSganConfig, spec: DataSpec, random: RandomSource) -> None:
        super().__init__(config, spec, random)
        self.config = config

    def critic_loss(self, unlabelled: Tensor) -> Loss:
        known, labels = self.memory.draw(len(unlabelled), self.random)
        with torch.no_grad():
            fake = self.fakes(len(unlabelled))
        of_known, of_real, of_fake = (self.critic(x) for x in (known, unlabelled, fake))
        on_real, on_fake = evidence(of_real.logits), evidence(of_fake.logits)
        real_or_fake = NonSaturating().critic_loss(on_real, on_fake) / 2
        terms = {
            "supervised": Term(F.cross_entropy(of_known.logits, labels)),
            "unlabelled": Term(real_or_fake, self.config.unlabelled_weight),
            "entropy": Term(_entropy(of_real.logits), self.config.entropy_weight),
            "pull_away": Term(pull_away(of_real.features), self.config.pull_away_weight),
        }
        return Loss(terms, mean_scores(on_real, on_fake))

    def generator_loss(self, real: Tensor) -> Loss:
        wanted = self.wanted(real)
        made = self.critic(self.fakes(len(real))).features
        matching = feature_matching(wanted, made, self.config.distance)
        apart = Term(pull_away(made), self.config.generator_pull_away_weight)
        return Loss({"feature_matching": Term(matching), "pull_away": apart})


def _entropy(logits: Tensor) -> Tensor:
    """Mean entropy in nats of the classes that logits (n, k) say, in [0, log k]."""
    logs = logits.log_softmax(1)
    return -(logs.exp() * logs).sum(1).mean()
