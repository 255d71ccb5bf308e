"""Labels as further inputs of both networks: cGAN, Mirza and Osindero 2014, arXiv:1411.1784."""

from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.labels import one_hot, required
from ganstudio.parts.conditioning.labelled import (
    EmbeddingWidth,
    LabelCode,
    Termless,
    check_classes,
    label_code,
    labelled_generator,
    packed_shape,
)
from ganstudio.parts.contracts import CriticPart, GeneratorPart
from ganstudio.parts.critic import Verdict


class Concat(Termless):
    """The label is a further input of the generator and of the critic."""

    label: ClassVar[str] = "Concatenation"

    kind: Literal["concat"] = "concat"
    code: LabelCode = "embedding"
    embedding: EmbeddingWidth = 16

    def generator(
        self, network: GeneratorPart, latent: int, shape: tuple[int, ...], classes: int
    ) -> nn.Module:
        check_classes(classes, "Concatenation")
        code = label_code(self.code, classes, self.embedding)
        return labelled_generator(network, latent, shape, code)

    def critic(
        self, network: CriticPart, shape: tuple[int, ...], classes: int, pack: int
    ) -> nn.Module:
        check_classes(classes, "Concatenation")
        beside = packed_shape((shape[0] + classes, *shape[1:]), pack)
        return ConcatCritic(network.build(beside), classes)

    def uses_labels(self) -> bool:
        return True

    def paper(self) -> str:
        return "Mirza 2014, eq. 2"


class ConcatCritic(nn.Module):
    """Appends one input a class (a plane for images) of every sample in the view."""

    def __init__(self, body: FeatureNetwork, classes: int) -> None:
        super().__init__()
        self.body = body
        self.score = body.head()
        self.classes = classes

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:
        codes = one_hot(required(label), self.classes).reshape(len(view), -1)
        codes = codes.reshape(*codes.shape, *[1] * (view.dim() - 2))
        codes = codes.expand(-1, -1, *view.shape[2:])
        return Verdict(self.score(self.body(torch.cat([view, codes], 1))).squeeze(1))
