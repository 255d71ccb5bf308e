"""The auxiliary classifier: AC-GAN, Odena et al. 2017, arXiv:1610.09585."""

from typing import ClassVar, Literal

import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Segment
from ganstudio.core.system import Term
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.labels import required
from ganstudio.parts.conditioning.labelled import (
    EmbeddingWidth,
    LabelCode,
    check_classes,
    check_unpacked,
    label_code,
    labelled_generator,
)
from ganstudio.parts.contracts import CriticPart, GeneratorPart
from ganstudio.parts.critic import Verdict
from ganstudio.parts.notation import CLASS_OF_FAKE, CLASS_OF_REAL, over_fakes, over_real


class Auxiliary(Config):
    """The critic also names the class, and the generator is paid when it names the right one."""

    label: ClassVar[str] = "Auxiliary classifier"

    kind: Literal["auxiliary"] = "auxiliary"
    weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight for the critic",
        description="Of the classification term in the critic's loss (Odena 2017, eq. 3): a "
        "cross-entropy of logits. Programs with a soft-max in front of it hardly learn classes.",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0.0, 2.0)),
    )
    generator_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight for the generator",
        description="Of the classification term in the generator's loss (Odena 2017, eq. 3); high "
        "weights give clear classes and little variety within them.",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0.0, 2.0)),
    )
    aux_on_fake: bool = Field(
        True,
        title="Critic also classifies fakes",
        description="As in the paper (Odena 2017, eq. 3). Switched off, the critic learns classes "
        "from real data alone, and samples of many classes vary more. Slides that print "
        "log(1 - P(c | fake)) for the critic teach it to name fakes wrongly.",
        json_schema_extra=hints(live=True),
    )
    code: LabelCode = "embedding"
    embedding: EmbeddingWidth = 16

    def generator(
        self, network: GeneratorPart, latent: int, shape: tuple[int, ...], classes: int
    ) -> nn.Module:
        check_classes(classes, "Auxiliary")
        code = label_code(self.code, classes, self.embedding)
        return labelled_generator(network, latent, shape, code)

    def critic(
        self, network: CriticPart, shape: tuple[int, ...], classes: int, pack: int
    ) -> nn.Module:
        check_classes(classes, "Auxiliary")
        check_unpacked(pack, "Auxiliary")
        return AuxiliaryCritic(network.build(shape), classes)

    def critic_terms(self, real: Verdict, fake: Verdict, label: Tensor | None) -> dict[str, Term]:
        """Cross-entropies of the class on real data, and on fakes made for the same labels."""
        terms = {"class_real": Term(_misnamed(real, label), self.weight)}
        if self.aux_on_fake:
            terms["class_fake"] = Term(_misnamed(fake, label), self.weight)
        return terms

    def generator_terms(self, fake: Verdict, label: Tensor | None) -> dict[str, Term]:
        return {"class_fake": Term(_misnamed(fake, label), self.generator_weight)}

    def critic_formula(self) -> tuple[Segment, ...]:
        weight, on_real = _weight("weight"), over_real(_SURPRISE, CLASS_OF_REAL)
        if not self.aux_on_fake:
            return (weight, *on_real)
        on_fake = over_fakes(_SURPRISE, CLASS_OF_FAKE)
        return (weight, *on_real, Segment(r"\;+\;"), weight, *on_fake)

    def generator_formula(self) -> tuple[Segment, ...]:
        return (_weight("generator_weight"), *over_fakes(_SURPRISE, CLASS_OF_FAKE))

    def uses_labels(self) -> bool:
        return True

    def paper(self) -> str:
        return "Odena 2017, eq. 2 and 3"


_SURPRISE = r"-\log @"


def _weight(field: str) -> Segment:
    return Segment(r"\lambda\,", path=field)


def _misnamed(verdict: Verdict, label: Tensor | None) -> Tensor:
    """-E log P(C = c | x), a scalar."""
    if verdict.classes is None:
        raise InputError("The auxiliary classifier needs a critic that was built with it.")
    return F.cross_entropy(verdict.classes, required(label))


class AuxiliaryCritic(nn.Module):
    """A linear score and linear logits on the same features; it does not see the label.

    Offers Classifies and Perceives.
    """

    def __init__(self, body: FeatureNetwork, classes: int) -> None:
        super().__init__()
        self.body = body
        self.score = body.head()
        self.classes = body.head(classes)

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:  # noqa: ARG002
        features = self.body(view)
        return Verdict(self.score(features).squeeze(1), self.classes(features))

    def classify(self, samples: Tensor) -> Tensor:
        """(n, k) probabilities of the classes."""
        return self.classes(self.body(samples)).softmax(1)

    def perceive(self, samples: Tensor) -> Tensor:
        """(n, width): what both heads read."""
        features: Tensor = self.body(samples)
        return features
