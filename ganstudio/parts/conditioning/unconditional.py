"""No class labels anywhere."""

from typing import ClassVar, Literal

from torch import Tensor, nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.parts.conditioning.labelled import Termless, packed_shape
from ganstudio.parts.contracts import CriticPart, GeneratorPart
from ganstudio.parts.critic import Verdict


class Unconditional(Termless):
    """Labels are not used."""

    label: ClassVar[str] = "None"

    kind: Literal["none"] = "none"

    def generator(
        self,
        network: GeneratorPart,
        latent: int,
        shape: tuple[int, ...],
        classes: int,  # noqa: ARG002
    ) -> nn.Module:
        return network.build(latent, shape, 0)

    def critic(
        self,
        network: CriticPart,
        shape: tuple[int, ...],
        classes: int,  # noqa: ARG002
        pack: int,
    ) -> nn.Module:
        return PlainCritic(network.build(packed_shape(shape, pack)))

    def uses_labels(self) -> bool:
        return False

    def paper(self) -> str:
        return ""


class PlainCritic(nn.Module):
    """A body and a linear score."""

    def __init__(self, body: FeatureNetwork) -> None:
        super().__init__()
        self.body = body
        self.score = body.head()

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:  # noqa: ARG002
        return Verdict(self.score(self.body(view)).squeeze(1))
