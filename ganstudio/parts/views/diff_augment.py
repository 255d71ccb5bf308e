"""Differentiable augmentation, Zhao et al. 2020, arXiv:2006.10738."""

from typing import ClassVar, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource

SHIFT = 1 / 8  # of the side, each way
CUT = 1 / 2  # of the side


class DiffAugment(Config):
    """Shows the critic randomly changed images, real and fake, so that few data last longer."""

    label: ClassVar[str] = "Differentiable augmentation"

    kind: Literal["diff_augment"] = "diff_augment"
    color: bool = Field(
        True,
        title="Colour",
        description="Brightness ± 0.5, saturation × 0 to 2, contrast × 0.5 to 1.5 "
        "(Zhao 2020, sec. 3.2).",
    )
    translation: bool = Field(
        True,
        title="Translation",
        description="Shifts by up to 1/8 of the side, with grey edges (Zhao 2020, sec. 3.2).",
    )
    cutout: bool = Field(
        True,
        title="Cutout",
        description="A grey square of half the side hides a random place (Zhao 2020, sec. 3.2).",
    )

    def build(self, random: RandomSource) -> nn.Module:
        return Augmented(self, random)

    def pack(self) -> int:
        return 1

    def formula(self) -> tuple[Segment, ...]:
        return (Segment("D(T(x))", "critic"),)

    def paper(self) -> str:
        return "Zhao 2020, sec. 3.2"


class Augmented(nn.Module):
    """(n, c, h, w) in [-1, 1] to the same shape, each sample changed on its own.

    In evaluation mode images pass unchanged and no random numbers are drawn.

    Raises:
        InputError: the batch is not made of images.
    """

    def __init__(self, policy: DiffAugment, random: RandomSource) -> None:
        super().__init__()
        self.policy = policy
        self.random = random

    def forward(self, batch: Tensor) -> Tensor:
        if batch.dim() != 4:
            raise InputError(
                "Differentiable augmentation works on images, and this data is made of vectors: "
                "remove it from the critic's views."
            )
        if not self.training:
            return batch
        n = len(batch)
        if self.policy.color:
            batch = recolored(batch, self.random.uniform(n, 3))
        if self.policy.translation:
            batch = shifted(batch, self.random.uniform(n, 2))
        if self.policy.cutout:
            batch = cut(batch, self.random.uniform(n, 2))
        return batch


def recolored(batch: Tensor, chance: Tensor) -> Tensor:
    """Brightness, saturation and contrast by `chance` (n, 3) in [0, 1)."""
    brightness, saturation, contrast = chance[:, :, None, None, None].unbind(1)
    batch = batch + brightness - 0.5
    grey = batch.mean(1, keepdim=True)
    batch = grey + (batch - grey) * saturation * 2
    level = batch.mean((1, 2, 3), keepdim=True)
    return level + (batch - level) * (contrast + 0.5)


def shifted(batch: Tensor, chance: Tensor) -> Tensor:
    """Moved by whole pixels, down and right by `chance` (n, 2) in [0, 1); zeros come in."""
    _, _, height, width = batch.shape
    # One ring of the padding is enough: every index outside the image is sent to it.
    padded = F.pad(batch, (1, 1, 1, 1))
    rows = _sources(chance[:, 0], height)
    columns = _sources(chance[:, 1], width)
    moved = torch.take_along_dim(padded, rows[:, None, :, None], 2)
    return torch.take_along_dim(moved, columns[:, None, None, :], 3)


def _sources(chance: Tensor, side: int) -> Tensor:
    """(n, side) indices into a padded side: where each pixel comes from."""
    reach = round(side * SHIFT)
    moved = (chance * (2 * reach + 1)).floor().long() - reach
    places = torch.arange(1, side + 1, device=chance.device)
    return (places - moved[:, None]).clamp(0, side + 1)


def cut(batch: Tensor, chance: Tensor) -> Tensor:
    """A square of half the side becomes 0; `chance` (n, 2) in [0, 1) places its centre."""
    _, _, height, width = batch.shape
    rows = _is_cut(chance[:, 0], height)[:, None, :, None]
    columns = _is_cut(chance[:, 1], width)[:, None, None, :]
    return batch.masked_fill(rows & columns, 0.0)


def _is_cut(chance: Tensor, side: int) -> Tensor:
    """(n, side): whether the square covers this row or column."""
    size = round(side * CUT)
    first = (chance * (side + 1 - size % 2)).floor() - size // 2
    distance = torch.arange(side, device=chance.device) - first[:, None]
    return (distance >= 0) & (distance < size)
