"""The generator of StarGAN v2, Choi et al. 2020, arXiv:1912.01865, table 7."""

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar, Literal

import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.domains import SLOPE, HighPass, NarrowBlock, StyledBlock, initialise_stargan2
from ganstudio.parts.domains.fields import Channels, MaxChannels, StyleWidth, widths

INNER = 2  # blocks at the smallest size, on either side
MASKED_SIDES = (32, 64, 128)  # px of the maps whose details come back
COARSE_SIDE = 32  # px at which the first mask holds; the second one holds at the others


class StyledTranslator(Config):
    """An encoder of what stays, and a decoder that draws it in a given style."""

    label: ClassVar[str] = "StarGAN v2"

    kind: Literal["styled"] = "styled"
    channels: Channels = 64
    max_channels: MaxChannels = 512
    style: StyleWidth = 64
    halvings: int = Field(
        4,
        ge=1,
        le=7,
        title="Halvings",
        description="4 for 256 px in Choi 2020, and one more where masks bring details back.",
        json_schema_extra=hints(slider=(1, 5)),
    )
    details: float = Field(
        0.0,
        ge=0,
        le=100,
        title="Details by masks",
        description="What high frequencies under a mask are divided by before they are added to "
        "the decoder's maps, 1 for faces in the program; with 0 blocks have short cuts instead.",
        json_schema_extra=hints(advanced=True, slider=(0, 2)),
    )

    def build(self, shape: Shape) -> "StyledTranslatorNetwork":
        """A module (images (n, *shape), style (n, style)) -> (n, *shape).

        Raises:
            InputError: the sides do not halve that often.
        """
        step = 1 << self.halvings
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"A StarGAN v2 translator with {self.halvings} halvings works on images whose "
                f"sides are multiples of {step} px, and this data has "
                f"{' × '.join(map(str, shape))}: set another image size or fewer halvings."
            )
        return StyledTranslatorNetwork(self, shape[0])

    def summary(self) -> str:
        return f"StarGAN v2 {self.channels}, style {self.style}"


class StyledTranslatorNetwork(nn.Module):
    """Images (n, c, h, w) and styles (n, style) to images (n, c, h, w), not bounded."""

    prefers_channels_last = True

    def __init__(self, part: StyledTranslator, colours: int) -> None:
        super().__init__()
        found = widths(part.channels, part.max_channels, part.halvings)
        around = list(pairwise([found.first, *found.behind]))
        inner = [(found.behind[-1], found.behind[-1])] * INNER
        adds = not part.details
        self.from_image = nn.Conv2d(colours, found.first, 3, padding=1)
        self.encode = nn.ModuleList(
            NarrowBlock(inputs, outputs, normalises=True, halves=index < part.halvings)
            for index, (inputs, outputs) in enumerate([*around, *inner])
        )
        self.decode = nn.ModuleList(
            StyledBlock(outputs, inputs, part.style, doubles=index >= INNER, adds=adds)
            for index, (inputs, outputs) in enumerate([*inner, *reversed(around)])
        )
        self.to_image = nn.Sequential(
            nn.InstanceNorm2d(found.first, affine=True),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(found.first, colours, 1),
        )
        self.high_pass = HighPass(part.details) if part.details else None
        initialise_stargan2(self)

    def forward(self, images: Tensor, style: Tensor, masks: Sequence[Tensor] = ()) -> Tensor:
        """`masks`: none, or two (n, 1, h', w'): of 32 px maps, and of 64 and 128 px ones."""
        kept: dict[int, Tensor] = {}
        x = self.from_image(images)
        for block in self.encode:
            kept[x.shape[2]] = x
            x = block(x)
        for block in self.decode:
            x = block(x, style)
            if self.high_pass is not None and len(masks) and x.shape[2] in MASKED_SIDES:
                x = x + self.high_pass(_mask(masks, x) * kept[x.shape[2]])
        made: Tensor = self.to_image(x)
        return made


def _mask(masks: Sequence[Tensor], x: Tensor) -> Tensor:
    mask = masks[0 if x.shape[2] == COARSE_SIDE else 1]
    return F.interpolate(mask, size=x.shape[2:], mode="bilinear", align_corners=False)
