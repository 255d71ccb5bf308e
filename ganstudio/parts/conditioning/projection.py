"""The projection critic, Miyato and Koyama 2018, arXiv:1802.05637."""

from typing import ClassVar, Literal

from torch import Tensor, nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.labels import ClassEmbedding, required
from ganstudio.parts.conditioning.labelled import (
    EmbeddingWidth,
    Termless,
    check_classes,
    check_unpacked,
    labelled_generator,
)
from ganstudio.parts.contracts import CriticPart, GeneratorPart
from ganstudio.parts.critic import Verdict


class Projection(Termless):
    """The critic compares features with a vector of the class; the generator's norms know it."""

    label: ClassVar[str] = "Projection"

    kind: Literal["projection"] = "projection"
    embedding: EmbeddingWidth = 16

    def generator(
        self, network: GeneratorPart, latent: int, shape: tuple[int, ...], classes: int
    ) -> nn.Module:
        check_classes(classes, "Projection")
        if network.can_condition():
            return network.build(latent, shape, classes)
        return labelled_generator(network, latent, shape, ClassEmbedding(classes, self.embedding))

    def critic(
        self, network: CriticPart, shape: tuple[int, ...], classes: int, pack: int
    ) -> nn.Module:
        check_classes(classes, "Projection")
        check_unpacked(pack, "Projection")
        return ProjectionCritic(network.build(shape), classes)

    def uses_labels(self) -> bool:
        return True

    def paper(self) -> str:
        return "Miyato & Koyama 2018, eq. 8"


class ProjectionCritic(nn.Module):
    """score = ψ(f) + <embed(y), f>."""

    def __init__(self, body: FeatureNetwork, classes: int) -> None:
        super().__init__()
        self.body = body
        self.score = body.head()
        self.embed = ClassEmbedding(classes, body.width)
        self.embed.weight.data.copy_(body.head(classes).weight.data)

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:
        features = self.body(view)
        fit = (self.embed(required(label)) * features).sum(1)
        return Verdict(self.score(features).squeeze(1) + fit)
