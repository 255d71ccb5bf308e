"""The critics of pix2pixHD and SPADE: patches at several resolutions.

Wang et al. 2018, arXiv:1711.11585, sec. 3.2; Park et al. 2019, arXiv:1903.07291, appendix A.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.glorot import initialise_spade
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.maps import MapNorm, map_norm
from ganstudio.nn.spectral import normalise_spectra

SIDE, PADDING = 4, 2  # of the convolutions: maps lose no border, so that they grow by one
SLOPE, WIDEST, MOST_WIDENED = 0.2, 512, 64

Layers = tuple[Tensor, ...]


class MultiscaleCritic(Config):
    """The same patch critic at the full resolution, at half of it, and so on."""

    label: ClassVar[str] = "Multi-scale patches"

    kind: Literal["multiscale"] = "multiscale"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps behind the first convolution; they double to at most 512. 64 in "
        "the papers.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    scales: int = Field(
        2,
        ge=1,
        le=4,
        title="Resolutions",
        description="3 for 1024 px in Wang 2018, 2 for 512 px.",
        json_schema_extra=hints(slider=(1, 3)),
    )
    halvings: int = Field(
        3,
        ge=1,
        le=6,
        title="Halvings",
        description="Of each critic: how large its patches are. 3 in both papers, which makes "
        "patches of 70 px at the full resolution.",
        json_schema_extra=hints(slider=(1, 5)),
    )
    norm: MapNorm = Field(
        "instance",
        title="Normalisation",
        description="Behind every layer but the first and the last.",
    )
    spectral_norm: bool = Field(
        False,
        title="Spectral normalisation",
        description="Convolutions in front of a normalisation have a largest singular value of 1 "
        "(Park 2019, sec. 4).",
    )
    widens: bool = Field(
        False,
        title="Coarser ones are wider",
        description="Each coarser critic has twice the channels, up to 64, as in vid2vid.",
        json_schema_extra=hints(advanced=True),
    )
    bias: bool = Field(
        True,
        title="Bias before a normalisation",
        description="Which the normalisation removes again; Wang 2018 has it, Park 2019 has not.",
        json_schema_extra=hints(advanced=True),
    )

    def build(self, shape: Shape) -> "MultiscaleNetwork":
        """A module (n, *shape) -> for each resolution, the output of each layer.

        Raises:
            InputError: the smallest resolution has nothing left to halve.
        """
        least = 1 << (self.scales + self.halvings - 1)
        if len(shape) != 3 or min(shape[1:]) < least:
            raise InputError(
                f"Patches at {self.scales} resolutions with {self.halvings} halvings need images "
                f"of at least {least} px, and this data has {' × '.join(map(str, shape))}: set "
                "fewer of either, or larger images."
            )
        return MultiscaleNetwork(self, shape[0])

    def summary(self) -> str:
        return f"{self.scales} × patches, {self.channels} channels"


class MultiscaleNetwork(nn.Module):
    """Images (n, c, h, w) to the layers of each resolution, the full one first.

    The last layer of each holds scores (n, 1, h', w'); those before it are features to match.
    """

    prefers_channels_last = True

    def __init__(self, part: MultiscaleCritic, inputs: int) -> None:
        super().__init__()
        scales = [nn.Sequential(*_layers(part, inputs, level)) for level in range(part.scales)]
        self.scales = nn.ModuleList(scales)
        if part.spectral_norm:
            initialise_spade(self)
            normalise_spectra(nn.ModuleList([_inner(scale) for scale in scales]))
        else:
            initialise_dcgan(self)

    def forward(self, images: Tensor) -> tuple[Layers, ...]:
        found = []
        for index, scale in enumerate(self.scales):
            assert isinstance(scale, nn.Sequential)
            if index:
                images = F.avg_pool2d(images, 3, 2, 1, count_include_pad=False)
            layers = [images]
            for layer in scale:
                layers.append(layer(layers[-1]))
            found.append(tuple(layers[1:]))
        return tuple(found)


def _layers(part: MultiscaleCritic, inputs: int, scale: int) -> Iterator[nn.Module]:
    """`halvings` convolutions of stride 2, then two of stride 1."""
    width = min(part.channels << scale, MOST_WIDENED) if part.widens else part.channels
    yield nn.Sequential(nn.Conv2d(inputs, width, SIDE, 2, PADDING), nn.LeakyReLU(SLOPE))
    for level in range(1, part.halvings + 1):
        wider = min(2 * width, WIDEST)
        stride = 2 if level < part.halvings else 1
        conv = nn.Conv2d(width, wider, SIDE, stride, PADDING, bias=part.bias)
        yield nn.Sequential(conv, map_norm(part.norm, wider), nn.LeakyReLU(SLOPE))
        width = wider
    yield nn.Conv2d(width, 1, SIDE, 1, PADDING)


def _inner(scale: nn.Sequential) -> nn.Module:
    return nn.ModuleList(list(scale)[1:-1])
