"""The generator of DCGAN, Radford et al. 2015, arXiv:1511.06434."""

from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.labels import LabelledSequential
from ganstudio.nn.norms import image_norm
from ganstudio.nn.pixels import FromVector, ToPixels
from ganstudio.nn.sizes import START, doublings


class DcganGenerator(Config):
    """Transposed convolutions that double a 4 px map until it is the image."""

    label: ClassVar[str] = "DCGAN"

    kind: Literal["dcgan"] = "dcgan"
    channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps in front of the image; they double towards the 4 px start. The "
        "paper has 128 at 64 px, 32 learns digits on a processor (Radford 2015, fig. 1).",
        json_schema_extra=hints(log=True, slider=(8, 256)),
    )
    norm: Literal["batch", "none"] = Field(
        "batch",
        title="Normalisation",
        description="Behind every layer but the last. Batch normalisation is what lets deep "
        "generators begin to learn (Radford 2015, sec. 3), and what classes can condition.",
    )

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        return DcganNetwork(self, latent, shape, classes)

    def can_condition(self) -> bool:
        return self.norm == "batch"

    def summary(self) -> str:
        norm = "batch norm" if self.norm == "batch" else "no norm"
        return f"DCGAN {self.channels}, {norm}"


class DcganNetwork(nn.Module):
    """z (n, latent) to images (n, c, h, w) in (-1, 1)."""

    prefers_channels_last = True

    def __init__(
        self, part: DcganGenerator, latent: int, shape: tuple[int, ...], classes: int
    ) -> None:
        super().__init__()
        count = doublings(shape, "The DCGAN generator")
        widths = [part.channels * 2**level for level in reversed(range(count))]
        bias = part.norm == "none"

        def normed(channels: int) -> list[nn.Module]:
            return [image_norm(part.norm, channels, classes), nn.ReLU()]

        layers = [FromVector(latent, widths[0], START, bias=bias), *normed(widths[0])]
        for wide, narrow in pairwise(widths):
            layers += [nn.ConvTranspose2d(wide, narrow, 4, 2, 1, bias=bias), *normed(narrow)]
        layers += [ToPixels(widths[-1], shape[0]), nn.Tanh()]
        self.layers = LabelledSequential(*layers)
        initialise_dcgan(self)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        return self.layers(z[:, :, None, None], label)
