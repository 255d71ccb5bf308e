"""The critic of DCGAN, Radford et al. 2015, arXiv:1511.06434."""

from functools import partial
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.activation import activation
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise, initialise_dcgan
from ganstudio.nn.layout import Flatten
from ganstudio.nn.norms import image_norm
from ganstudio.nn.pixels import FromPixels
from ganstudio.nn.sizes import START, doublings
from ganstudio.parts.fields import CriticNorm


class DcganCritic(Config):
    """Strided convolutions that halve the image until it is a 4 px map."""

    label: ClassVar[str] = "DCGAN"

    kind: Literal["dcgan"] = "dcgan"
    channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps behind the image; they double with every halving of the size. "
        "The program of Radford 2015 has 128 at 64 px, 32 learns digits on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 256)),
    )
    norm: CriticNorm = "batch"

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        count = doublings(shape, "The DCGAN critic")
        widths = [self.channels * 2**level for level in range(count)]
        # No normalisation on the first layer, Radford 2015 sec. 3.
        layers = [FromPixels(shape[0], widths[0]), activation("leaky_relu")]
        for narrow, wide in pairwise(widths):
            conv = nn.Conv2d(narrow, wide, 4, 2, 1, bias=self.norm != "batch")
            layers += [conv, image_norm(self.norm, wide), activation("leaky_relu")]
        body = nn.Sequential(*layers, Flatten())
        initialise_dcgan(body)
        return FeatureNetwork(
            body,
            widths[-1] * START**2,
            partial(initialise, init="normal"),
            prefers_channels_last=True,
        )

    def summary(self) -> str:
        norm = {"none": "no norm", "batch": "batch norm", "layer": "layer norm"}[self.norm]
        return f"DCGAN {self.channels}, {norm}"
