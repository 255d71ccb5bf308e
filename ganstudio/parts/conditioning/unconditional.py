"""No class labels anywhere."""

from typing import ClassVar, Literal

from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.core.formula import Segment
from ganstudio.core.system import Term
from ganstudio.nn.features import FeatureNetwork
from ganstudio.parts.conditioning.labelled import packed_shape
from ganstudio.parts.contracts import CriticPart, GeneratorPart
from ganstudio.parts.critic import Verdict


class Unconditional(Config):
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

    def critic_terms(
        self,
        real: Verdict,  # noqa: ARG002
        fake: Verdict,  # noqa: ARG002
        label: Tensor | None,  # noqa: ARG002
    ) -> dict[str, Term]:
        return {}

    def generator_terms(self, fake: Verdict, label: Tensor | None) -> dict[str, Term]:  # noqa: ARG002
        return {}

    def critic_formula(self) -> tuple[Segment, ...]:
        return ()

    def generator_formula(self) -> tuple[Segment, ...]:
        return ()

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
