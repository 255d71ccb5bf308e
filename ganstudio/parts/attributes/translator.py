"""The generator of StarGAN, Choi et al. 2018, arXiv:1711.09020, table 4."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.nn.tracked import affine_instance_norm

HALVINGS = 2


class AttributeTranslator(Config):
    """Residual blocks on a quarter of the side; the wanted attributes are further maps."""

    label: ClassVar[str] = "StarGAN"

    kind: Literal["stargan"] = "stargan"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps at full size; they double twice. The paper has 64 at 128 px, 16 "
        "learns shapes on a processor (Choi 2018, table 4).",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    blocks: int = Field(
        6,
        ge=0,
        le=32,
        title="Residual blocks",
        description="Between the halvings and the doublings; 6 in Choi 2018, table 4.",
        json_schema_extra=hints(slider=(1, 12)),
    )
    running_statistics: bool = Field(
        False,
        title="Running statistics when trained",
        description="Normalise a finished translator's maps by means of the training in place of "
        "each image's own. The authors' program keeps such means and never uses them.",
        json_schema_extra=hints(advanced=True),
    )

    def build(self, shape: tuple[int, ...], attributes: int) -> "AttributeTranslatorNetwork":
        """A module (x (n, *shape), attributes (n, attributes)) -> (n, *shape).

        Raises:
            InputError: the shape is no image whose sides divide by 4.
        """
        if len(shape) != 3 or shape[1] % 4 or shape[2] % 4:
            raise InputError(
                "The StarGAN translator works on images whose sides divide by 4, and this data has "
                f"{' × '.join(map(str, shape))}: set another image size in the data settings."
            )
        return AttributeTranslatorNetwork(self, shape[0], attributes)

    def summary(self) -> str:
        return f"StarGAN {self.channels}, {self.blocks} blocks"


class AttributeTranslatorNetwork(nn.Module):
    """Images (n, c, h, w) and attributes (n, k) to images (n, c, h, w) in (-1, 1).

    Zeros stand around the images: a reflected border would leave the attributes' constant maps
    constant, and the first normalisation would remove them.
    """

    prefers_channels_last = True

    def __init__(self, part: AttributeTranslator, colours: int, attributes: int) -> None:
        super().__init__()
        tracks = part.running_statistics

        def normed(convolve: nn.Module, channels: int) -> list[nn.Module]:
            return [convolve, affine_instance_norm(channels, tracks=tracks), nn.ReLU()]

        width = part.channels
        first = nn.Conv2d(colours + attributes, width, 7, padding=3, bias=False)
        layers = normed(first, width)
        for _ in range(HALVINGS):
            halve = nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False)
            width *= 2
            layers += normed(halve, width)
        layers += [AttributeBlock(width, tracks=tracks) for _ in range(part.blocks)]
        for _ in range(HALVINGS):
            double = nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False)
            width //= 2
            layers += normed(double, width)
        layers += [nn.Conv2d(width, colours, 7, padding=3, bias=False), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor, attributes: Tensor) -> Tensor:
        planes = attributes[:, :, None, None].expand(-1, -1, *x.shape[2:])
        return self.layers(torch.cat([x, planes.to(x.dtype)], 1))


class AttributeBlock(nn.Module):
    """Two convolutions beside the identity; nothing after the sum."""

    def __init__(self, channels: int, *, tracks: bool) -> None:
        super().__init__()
        self.residual = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            affine_instance_norm(channels, tracks=tracks),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            affine_instance_norm(channels, tracks=tracks),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.residual(x)
