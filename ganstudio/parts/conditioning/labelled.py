"""What kinds of conditioning share: labels beside the latent, and the checks on data and packs."""

from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Segment
from ganstudio.core.system import Term
from ganstudio.nn.labels import ClassEmbedding, OneHot, required
from ganstudio.parts.contracts import GeneratorPart
from ganstudio.parts.critic import Verdict

LabelCode = Annotated[
    Literal["embedding", "one_hot"],
    Field(
        title="Labels beside the latent",
        description="A vector learned for each class, or one input a class that is 1 for its own "
        "class and 0 else (Mirza 2014, sec. 4.1).",
        json_schema_extra=hints(advanced=True),
    ),
]

EmbeddingWidth = Annotated[
    int,
    Field(
        ge=1,
        le=1024,
        title="Embedding",
        description="Numbers in the learned vector of a class, where it stands beside the latent.",
        json_schema_extra=hints(advanced=True, slider=(2, 64)),
    ),
]


class Termless(Config):
    """The base of conditionings that act in the networks alone and add nothing to a loss."""

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


class LabelledGenerator(nn.Module):
    """(z (n, latent), label) to data: the label's code is appended to z."""

    def __init__(self, network: nn.Module, code: OneHot | ClassEmbedding) -> None:
        super().__init__()
        self.network = network
        self.code = code

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        return self.network(torch.cat([z, self.code(required(label))], 1))


def labelled_generator(
    network: GeneratorPart,
    latent: int,
    shape: tuple[int, ...],
    code: OneHot | ClassEmbedding,
) -> nn.Module:
    return LabelledGenerator(network.build(latent + code.width, shape, 0), code)


def label_code(
    kind: Literal["embedding", "one_hot"], classes: int, width: int
) -> OneHot | ClassEmbedding:
    return OneHot(classes) if kind == "one_hot" else ClassEmbedding(classes, width)


def packed_shape(shape: tuple[int, ...], pack: int) -> tuple[int, ...]:
    """The shape of `pack` samples as one view."""
    return (shape[0] * pack, *shape[1:])


def check_classes(classes: int, conditioning: str) -> None:
    """Raises:
    InputError: the data carry no classes.
    """
    if not classes:
        raise InputError(
            f"{conditioning} conditioning needs class labels, and these data carry none: choose "
            "data with classes, or no conditioning."
        )


def check_unpacked(pack: int, conditioning: str) -> None:
    """Raises:
    InputError: a verdict is about several samples, which may be of different classes.
    """
    if pack != 1:
        raise InputError(
            f"{conditioning} conditioning judges one sample at a time, and packing shows the "
            f"critic {pack}: remove packing, or choose concatenation."
        )
