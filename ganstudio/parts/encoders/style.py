"""The image encoder of SPADE, Park et al. 2019, arXiv:1903.07291, appendix A."""

from itertools import pairwise
from typing import ClassVar, Literal, NamedTuple

import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.data.batches import Shape
from ganstudio.nn.glorot import initialise_spade
from ganstudio.nn.maps import MapNorm, map_norm
from ganstudio.nn.spectral import normalise_spectra

SLOPE, WIDEST = 0.2, 8
LEFT = 4  # px of the last maps


class Posterior(NamedTuple):
    """N(mean, exp(log_variance)) over styles, each (n, style)."""

    mean: Tensor
    log_variance: Tensor


class StyleEncoder(Config):
    """Strided convolutions on an image of a fixed size, then a mean and a variance of styles."""

    label: ClassVar[str] = "Style of an image"

    kind: Literal["style"] = "style"
    channels: int = Field(
        64,
        ge=1,
        le=256,
        title="Base channels",
        description="Feature maps behind the first convolution; 64 in Park 2019.",
        json_schema_extra=hints(log=True, slider=(4, 64)),
    )
    style: int = Field(
        256,
        ge=1,
        le=1024,
        title="Style",
        description="Numbers of a style; 256 in Park 2019.",
        json_schema_extra=hints(symbol="z", slider=(8, 512)),
    )
    halvings: int = Field(
        6,
        ge=1,
        le=8,
        title="Halvings",
        description="To 4 px, so the image is first brought to 4 px doubled that often: 6 in Park "
        "2019, for 256 px.",
        json_schema_extra=hints(slider=(3, 6)),
    )
    norm: MapNorm = Field("instance", title="Normalisation", description="Behind every layer.")
    spectral_norm: bool = Field(
        True,
        title="Spectral normalisation",
        description="Every convolution has a largest singular value of 1 (Park 2019, sec. 4).",
    )

    def build(self, shape: Shape) -> "StyleEncoderNetwork":
        """A module (n, *shape) -> Posterior, whatever the sides are."""
        return StyleEncoderNetwork(self, shape[0])

    def summary(self) -> str:
        return f"style {self.style} of an image"


class StyleEncoderNetwork(nn.Module):
    """Images (n, c, h, w) to a Posterior."""

    prefers_channels_last = True

    def __init__(self, part: StyleEncoder, colours: int) -> None:
        super().__init__()
        self.side = LEFT << part.halvings
        multiples = [min(1 << level, WIDEST) for level in range(part.halvings)]
        widths = [colours, *(part.channels * multiple for multiple in multiples)]
        bias = part.norm == "none"
        self.layers = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(inputs, outputs, 3, 2, 1, bias=bias), map_norm(part.norm, outputs)
            )
            for inputs, outputs in pairwise(widths)
        )
        self.mean = nn.Linear(widths[-1] * LEFT**2, part.style)
        self.log_variance = nn.Linear(widths[-1] * LEFT**2, part.style)
        initialise_spade(self)
        if part.spectral_norm:
            normalise_spectra(self.layers)

    def forward(self, images: Tensor) -> Posterior:
        x = images
        if x.shape[2:] != (self.side, self.side):
            x = F.interpolate(x, (self.side, self.side), mode="bilinear", align_corners=False)
        for layer in self.layers:
            x = F.leaky_relu(layer(x), SLOPE)
        flat = x.flatten(1)
        return Posterior(self.mean(flat), self.log_variance(flat))
