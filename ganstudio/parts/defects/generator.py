"""The generator of Defect-GAN, Zhang et al. 2021, arXiv:2103.15158, sec. 3."""

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Shape
from ganstudio.nn.residual import Upsample
from ganstudio.nn.spade import HIDDEN, SpadeNorm, SpatiallyAdaptiveNorm
from ganstudio.nn.tracked import affine_instance_norm
from ganstudio.parts.attributes.translator import AttributeBlock
from ganstudio.parts.defects.layers import Layered, composed

KERNEL = 3  # side of the convolutions that read the control map
Noise = Sequence[Tensor]
Doubling = Literal["transposed", "copy"]


class LayerGenerator(Config):
    """Reads a surface and paints a layer on it, as a control map asks for at every place."""

    label: ClassVar[str] = "Defect-GAN"

    kind: Literal["layers"] = "layers"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps at full size; they double with every halving. 64 as in StarGAN, "
        "whose encoder it is (Zhang 2021, sec. 3); 12 learn small surfaces on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    halvings: int = Field(
        3,
        ge=1,
        le=6,
        title="Halvings",
        description="How often the side is halved before the residual blocks.",
        json_schema_extra=hints(slider=(1, 5)),
    )
    blocks: int = Field(
        6,
        ge=0,
        le=32,
        title="Residual blocks",
        description="Between the halvings and the doublings; 6 as in StarGAN.",
        json_schema_extra=hints(slider=(1, 12)),
    )
    control_width: int = Field(
        HIDDEN,
        ge=1,
        le=512,
        title="Width of the control",
        description="Feature maps between the control map and the gains and biases made of it; 128 "
        "in SPADE, whose layer it is (Park 2019, app. A).",
        json_schema_extra=hints(advanced=True, log=True, slider=(16, 128)),
    )
    doubling: Doubling = Field(
        "transposed",
        title="Doubling",
        description="How the decoder doubles a side: by a transposed convolution, as in the paper, "
        "which leaves a fine grid in small networks, or by copying places before a plain one.",
        json_schema_extra=hints(advanced=True),
    )
    norm: SpadeNorm = Field(
        "batch",
        title="Normalisation of the decoder",
        description="What the control map scales and shifts. Instance normalisation looks at the "
        "whole picture, so that what is asked for in one place changes others.",
        json_schema_extra=hints(advanced=True),
    )

    def build(self, shape: Shape, kinds: int) -> "LayerNetwork":
        """A module (surface (n, *shape), control (n, kinds, h, w), noise) -> Layered.

        Raises:
            InputError: the shape is no image whose sides halve so often.
        """
        step = 1 << self.halvings
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"The Defect-GAN generator with {self.halvings} halvings works on images whose "
                f"sides divide by {step}, and this data has {' × '.join(map(str, shape))}: set "
                "another image size or fewer halvings."
            )
        return LayerNetwork(self, shape, kinds)

    def summary(self) -> str:
        return f"Layers {self.channels}, {self.blocks} blocks"


class LayerNetwork(nn.Module):
    """Surfaces (n, c, h, w), control maps and noise to Layered."""

    prefers_channels_last = True

    def __init__(self, part: LayerGenerator, shape: Shape, kinds: int) -> None:
        super().__init__()
        colours, *sides = shape
        widths = [part.channels << level for level in range(part.halvings + 1)]
        layers = _normed(nn.Conv2d(colours, widths[0], 7, padding=3, bias=False), widths[0])
        for narrow, wide in pairwise(widths):
            layers += _normed(nn.Conv2d(narrow, wide, 4, 2, 1, bias=False), wide)
        layers += [AttributeBlock(widths[-1], tracks=False) for _ in range(part.blocks)]
        self.encode = nn.Sequential(*layers)
        self.doublings = nn.ModuleList(
            ControlledDoubling(wide, narrow, kinds, part)
            for wide, narrow in pairwise(reversed(widths))
        )
        self.foreground = nn.Conv2d(widths[0], colours, 7, padding=3)
        self.mask = nn.Conv2d(widths[0], 1, 7, padding=3)
        self.noise_shapes = tuple(
            tuple(side >> level for side in sides) for level in reversed(range(part.halvings))
        )
        for number, shape_of_map in enumerate(self.noise_shapes):
            self.register_buffer(f"noise{number}", torch.randn(1, 1, *shape_of_map))

    def forward(self, surface: Tensor, control: Tensor, noise: Noise) -> Layered:
        """`noise`: a map (n or 1, 1, side, side) for each doubling, as `draw_noise` has them."""
        x = self.encode(surface)
        for doubling, chance in zip(self.doublings, noise, strict=True):
            x = doubling(x, control, chance)
        return composed(surface, self.foreground(x).tanh(), self.mask(x).sigmoid())

    def draw_noise(self, count: int, random: RandomSource) -> tuple[Tensor, ...]:
        """A fresh map (count, 1, side, side) for each doubling, coarse to fine."""
        return tuple(random.normal(count, 1, *sides) for sides in self.noise_shapes)

    def stored_noise(self) -> tuple[Tensor, ...]:
        """The maps (1, 1, side, side) that layers have when none are given."""
        return tuple(self.get_buffer(f"noise{n}") for n in range(len(self.noise_shapes)))


class ControlledDoubling(nn.Module):
    """Doubles the side; the control map decides by place, and noise by chance."""

    def __init__(self, inputs: int, outputs: int, kinds: int, part: LayerGenerator) -> None:
        super().__init__()
        self.enlarge: nn.Module = (
            nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)
            if part.doubling == "transposed"
            else nn.Sequential(Upsample(), nn.Conv2d(inputs, outputs, 3, padding=1, bias=False))
        )
        self.norm = SpatiallyAdaptiveNorm(outputs, kinds, part.norm, KERNEL, part.control_width)
        self.chance = nn.Parameter(torch.zeros(outputs, 1, 1))

    def forward(self, x: Tensor, control: Tensor, noise: Tensor) -> Tensor:
        made = self.norm(self.enlarge(x), control)
        return F.relu(made + self.chance * noise)


def _normed(convolve: nn.Module, channels: int) -> list[nn.Module]:
    return [convolve, affine_instance_norm(channels, tracks=False), nn.ReLU()]
