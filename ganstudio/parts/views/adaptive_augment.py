"""Adaptive discriminator augmentation, Karras et al. 2020, arXiv:2006.06676."""

import math
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource
from ganstudio.parts.views.geometry import drawn_geometry, resampled

SHIFT = 1 / 8  # of the side, each way (appendix B)
BRIGHTNESS = 0.2  # standard deviation; images are in [-1, 1]
CONTRAST = 0.5  # standard deviation of its binary logarithm
SATURATION = 1.0  # likewise
INTERVAL = 4  # batches between two decisions


class AdaptiveAugment(Config):
    """Changes what the critic sees as often as it needs to stop learning single images by heart."""

    label: ClassVar[str] = "Adaptive augmentation"

    kind: Literal["adaptive_augment"] = "adaptive_augment"
    target: float = Field(
        0.6,
        gt=-1,
        lt=1,
        title="Target",
        description="The mean sign of scores on real data that the strength is steered to; above "
        "it the critic overfits. 0.6 in Karras 2020a, fig. 5.",
        json_schema_extra=hints(slider=(0, 1)),
    )
    speed: int = Field(
        500_000,
        ge=100,
        le=100_000_000,
        title="Images from 0 to 1",
        description="How many images the strength takes to its largest value at the fastest; "
        "500,000 in Karras 2020a, fewer where a run is short.",
        json_schema_extra=hints(unit="images", log=True, slider=(1000, 1_000_000)),
    )
    start: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Strength at first",
        description="Chance of each kind of change when a run begins; 0 in Karras 2020a.",
        json_schema_extra=hints(symbol="p", slider=(0, 1)),
    )
    limit: float = Field(
        0.8,
        ge=0,
        le=1,
        title="Largest strength",
        description="Above 0.8 changes begin to leak into the generator's images, since it cannot "
        "know what is upright (Karras 2020a, fig. 4).",
        json_schema_extra=hints(advanced=True, slider=(0, 1)),
    )
    blit: bool = Field(
        True,
        title="Flips, turns, shifts",
        description="Mirror images, quarter turns, and shifts by whole pixels up to 1/8 of the "
        "side with mirrored edges (Karras 2020a, appendix B).",
    )
    geometry: bool = Field(
        True,
        title="Scales, turns by any angle",
        description="Images are made larger or smaller, stretched, turned by any angle and shifted "
        "by parts of a pixel, with mirrored edges (Karras 2020a, appendix B).",
    )
    colour: bool = Field(
        True,
        title="Colour",
        description="Brightness, contrast, and for colour images hue and saturation (Karras 2020a, "
        "appendix B).",
    )

    def build(self, random: RandomSource) -> nn.Module:
        return AdaptivelyAugmented(self, random)

    def pack(self) -> int:
        return 1

    def formula(self) -> tuple[Segment, ...]:
        return (Segment("D(T_{p}(x))", "critic"),)

    def paper(self) -> str:
        return "Karras 2020a, sec. 3"


class AdaptivelyAugmented(nn.Module):
    """(n, c, h, w) in [-1, 1] to the same shape, each kind of change with chance p for each image.

    Offers Augments. In evaluation mode images pass unchanged and no random numbers are drawn.

    Raises:
        InputError: the batch is not made of images.
    """

    p: Tensor  # (), chance of each kind of change
    signs: Tensor  # (), sum of the signs of scores since the last decision
    seen: Tensor  # (), scores since then
    batches: Tensor  # (), batches since then
    certainty: Tensor  # (), mean sign of scores on real data that the last decision saw (r_t)

    def __init__(self, policy: AdaptiveAugment, random: RandomSource) -> None:
        super().__init__()
        self.policy = policy
        self.random = random
        self.register_buffer("p", torch.tensor(policy.start))
        for name in ("signs", "seen", "batches", "certainty"):
            self.register_buffer(name, torch.zeros(()))

    def forward(self, batch: Tensor) -> Tensor:
        if batch.dim() != 4:
            raise InputError(
                "Adaptive augmentation works on images, and this data is made of vectors: remove "
                "it from the critic's views."
            )
        if not self.training:
            return batch
        if self.policy.blit:
            batch = moved(batch, self._chosen_moves(len(batch), batch.shape[2:]))
        if self.policy.geometry:
            batch = resampled(batch, drawn_geometry(len(batch), self.p, self.random))
        if self.policy.colour:
            batch = recoloured(batch, *self._chosen_colours(len(batch)))
        return batch

    @torch.no_grad()
    def observe(self, real_scores: Tensor) -> None:
        """Learn from (n,) scores on real data: every few batches p takes a step (sec. 3.1)."""
        self.signs += real_scores.sign().sum()
        self.seen += len(real_scores)
        self.batches += 1
        is_due = self.batches >= INTERVAL
        self.certainty.copy_(torch.where(is_due, self.signs / self.seen, self.certainty))
        overfitting = self.signs / self.seen - self.policy.target
        step = overfitting.sign() * self.seen / self.policy.speed
        self.p.copy_(torch.where(is_due, (self.p + step).clamp(0, self.policy.limit), self.p))
        for counter in (self.signs, self.seen, self.batches):
            counter.mul_(~is_due)

    def readings(self) -> dict[str, Tensor]:
        """p, and r_t of equation 1: the mean sign of real scores that it is steered by."""
        return {"augment": self.p.clone(), "certainty": self.certainty.clone()}

    def _happens(self, count: int) -> Tensor:
        return self.random.uniform(count) < self.p

    def _chosen_moves(self, count: int, sides: torch.Size) -> Tensor:
        """(n, 4) whole numbers: mirrored or not, quarter turns, pixels down, pixels right."""
        reach = torch.tensor([round(side * SHIFT) for side in sides], device=self.p.device)
        is_square = sides[0] == sides[1]
        turns = self.random.integers(4 if is_square else 2, count) * (1 if is_square else 2)
        shift = (self.random.uniform(count, 2) * (2 * reach + 1)).floor().long() - reach
        flips = self.random.integers(2, count) * self._happens(count)
        turns = turns * self._happens(count)
        shift = shift * self._happens(count)[:, None]
        return torch.cat([torch.stack([flips, turns], 1), shift], 1)

    def _chosen_colours(self, count: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Brightness, contrast, hue, saturation, each (n,); 0, 1, 0 and 1 change nothing."""
        drawn = self.random.normal(count, 3)
        turn = (2 * self.random.uniform(count) - 1) * math.pi
        brightness = drawn[:, 0] * BRIGHTNESS * self._happens(count)
        contrast = (drawn[:, 1] * CONTRAST * self._happens(count)).exp2()
        hue = turn * self._happens(count)
        saturation = (drawn[:, 2] * SATURATION * self._happens(count)).exp2()
        return brightness, contrast, hue, saturation


def moved(batch: Tensor, moves: Tensor) -> Tensor:
    """Mirrored left to right, then turned counterclockwise, then shifted; only pixels are moved.

    Args:
        batch: (n, c, h, w); square where an odd number of quarter turns is asked for.
        moves: (n, 4) int64: 0 or 1, quarter turns 0 to 3, pixels down, pixels right.
    """
    count, channels, height, width = batch.shape
    flips, turns, down, right = moves[:, :, None, None].unbind(1)
    row = _mirrored(torch.arange(height, device=batch.device)[:, None] - down, height)
    column = _mirrored(torch.arange(width, device=batch.device) - right, width)
    row, column = torch.broadcast_tensors(row, column)
    # Where the pixel at (row, column) comes from, if the image was turned before.
    source_row = _choose(turns, row, column, height - 1 - row, height - 1 - column)
    source_column = _choose(turns, column, width - 1 - row, width - 1 - column, row)
    source_column = torch.where(flips == 1, width - 1 - source_column, source_column)
    places = (source_row * width + source_column).reshape(count, 1, -1)
    flat = batch.reshape(count, channels, -1)
    return torch.take_along_dim(flat, places, 2).reshape(batch.shape)


def _choose(turns: Tensor, *options: Tensor) -> Tensor:
    """Of four options the one that each image's turns ask for."""
    return torch.stack(options, -1).take_along_dim(
        turns[..., None].expand(*options[0].shape, 1), -1
    )[..., 0]


def _mirrored(places: Tensor, side: int) -> Tensor:
    """Places outside 0 to side - 1 fold back, without showing the edge twice."""
    folded = places.abs()
    return torch.where(folded >= side, 2 * (side - 1) - folded, folded)


def recoloured(
    batch: Tensor, brightness: Tensor, contrast: Tensor, hue: Tensor, saturation: Tensor
) -> Tensor:
    """Colours changed by (n,) numbers; where all of them are neutral, the very same pixels.

    Args:
        batch: (n, c, h, w); hue is for three channels, saturation for several.
        brightness: added to all channels.
        contrast: all channels are multiplied by it.
        hue: radians that colours are turned by about the axis of greys, which keeps their mean.
        saturation: what differs from grey is multiplied by it.
    """
    added, factor, angle, colour = (
        x[:, None, None, None] for x in (brightness, contrast, hue, saturation)
    )
    made = (batch + added) * factor
    is_changed = (added != 0) | (factor != 1)
    if batch.shape[1] > 1:
        grey = made.mean(1, keepdim=True)
        apart = made - grey
        if batch.shape[1] == 3:
            # Rodrigues' formula about (1, 1, 1) / sqrt 3, across which `apart` lies.
            across = (apart.roll(1, 1) - apart.roll(-1, 1)) / math.sqrt(3)
            apart = apart * angle.cos() + across * angle.sin()
        made = grey + apart * colour
        is_changed = is_changed | (angle != 0) | (colour != 1)
    return torch.where(is_changed, made, batch)
