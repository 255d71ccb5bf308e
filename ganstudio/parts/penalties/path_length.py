"""Path length regularisation, Karras et al. 2020, arXiv:1912.04958, section 3.2."""

import math
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.capabilities import Styles
from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource
from ganstudio.nn.kinks import StraightPieces
from ganstudio.parts.contracts import Measured
from ganstudio.parts.strength import Every, Weight

TINY = 1e-12  # inside the root, whose slope at 0 is infinite


class PathLength(Config):
    """Makes equal steps in style change images by equal amounts: a penalty of the generator."""

    label: ClassVar[str] = "Path length"
    kind: Literal["path_length"] = "path_length"
    weight: Weight = Field(
        2.0, le=100, description="How hard the length is held; 2 in the authors' program."
    )
    every: Every = Field(
        4,
        description="Steps between two updates with this penalty; its weight is multiplied by "
        "this number. 8 in Karras 2020, appendix B, 4 in the authors' program.",
    )
    decay: float = Field(
        0.01,
        gt=0,
        le=1,
        title="Pace of the target",
        description="Share of each new mean length in the target, which is the running mean of "
        "all lengths; 0.01 in Karras 2020.",
        json_schema_extra=hints(advanced=True, log=True, slider=(0.001, 1)),
    )
    shrink: int = Field(
        2,
        ge=1,
        le=64,
        title="Part of the batch",
        description="The batch is divided by this number, to save memory; 2 in the authors' "
        "program.",
        json_schema_extra=hints(advanced=True, slider=(1, 8)),
    )

    def build(self) -> "TargetLength":
        """What the penalty remembers; it belongs into the generator's checkpoint."""
        return TargetLength()

    def measure(
        self,
        target: nn.Module,
        generator: nn.Module,
        latents: Tensor,
        label: Tensor | None,
        random: RandomSource,
    ) -> Measured:
        """E (|Jᵀy| - a)², eq. 4, where a is the running mean of |Jᵀy|.

        J is the slope of the image in w, y is white noise. The reading `length` is the mean |Jᵀy|.

        Raises:
            InputError: the generator has no styles.
        """
        if not isinstance(generator, Styles) or not isinstance(target, TargetLength):
            raise InputError(
                "Path length needs a generator with styles, and this one has none: choose the "
                "style generator without labels beside the latent, or remove the penalty."
            )
        count = max(1, len(latents) // self.shrink)
        styles = generator.styles(latents[:count], None if label is None else label[:count])
        with StraightPieces():
            images = generator.synthesise(styles)
        lengths = path_lengths(images, styles, random.normal(*images.shape))
        goal = target.follow(lengths, self.decay)
        penalty = (lengths - goal).square().mean()
        return Measured(penalty, {"length": lengths.detach().mean()})

    def term_name(self) -> str:
        return self.kind

    def formula(self) -> tuple[Segment, ...]:
        return (
            Segment(r"\lambda\,", path="weight"),
            Segment(r"\mathbb{E}_{w,y}"),
            Segment(r"[(\|\nabla_{w}"),
            Segment(r"G(w)^{\top}", "generator"),
            Segment(r"y\|_{2}-a)^{2}]"),
        )

    def paper(self) -> str:
        return "Karras 2020, eq. 4"


class TargetLength(nn.Module):
    """The running mean of path lengths, which is what they are held at."""

    mean: Tensor  # ()

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(()))

    @torch.no_grad()
    def follow(self, lengths: Tensor, decay: float) -> Tensor:
        """Move towards the mean of lengths (n,); gives the new target, without a graph."""
        self.mean.lerp_(lengths.detach().mean(), decay)
        return self.mean.clone()


def path_lengths(images: Tensor, styles: Tensor, noise: Tensor) -> Tensor:
    """(n,) lengths of Jᵀy, with a graph.

    Args:
        images: (n, c, h, w), made from `styles`.
        styles: (n, layers, d).
        noise: (n, c, h, w), N(0, 1); divided by the root of the pixels, so that a length does not
            grow with the size of the image.
    """
    height, width = images.shape[2:]
    projection = (images * noise).sum() / math.sqrt(height * width)
    (slope,) = torch.autograd.grad(projection, styles, create_graph=True)
    return (slope.square().sum(2).mean(1) + TINY).sqrt()
