"""StyleGAN3, Karras et al. 2021, arXiv:2106.12423."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.parts.alias_free.bands import CRITICAL
from ganstudio.parts.alias_free.synthesis import AliasFreeSynthesis
from ganstudio.parts.generators.style_mapping import Mapping


class AliasFreeGenerator(Config):
    """Layers that cannot tell where the pixels are, so that details stick to what they are on."""

    label: ClassVar[str] = "Alias-free"
    norm: ClassVar[Literal["demodulation"]] = "demodulation"

    kind: Literal["alias_free"] = "alias_free"
    channels: int = Field(
        32,
        ge=1,
        le=1024,
        title="Base channels",
        description="Feature maps of the layers at full size; 32 at 1024 px and 128 at 256 px in "
        "Karras 2021.",
        json_schema_extra=hints(log=True, slider=(4, 256)),
    )
    max_channels: int = Field(
        512,
        ge=1,
        le=2048,
        title="Most channels",
        description="512 in Karras 2021, 1024 where pictures rotate.",
        json_schema_extra=hints(log=True, slider=(16, 512)),
    )
    style: int = Field(
        64,
        ge=1,
        le=1024,
        title="Style",
        description="Numbers in one style; 512 in Karras 2021.",
        json_schema_extra=hints(symbol="w", log=True, slider=(16, 512)),
    )
    mapping_layers: int = Field(
        2,
        ge=1,
        le=16,
        title="Mapping layers",
        description="From latent to style; 2 in Karras 2021.",
        json_schema_extra=hints(slider=(1, 8)),
    )
    mapping_rate: float = Field(
        0.01,
        gt=0,
        le=1,
        title="Mapping's learning rate",
        description="Multiplies the learning rate of the mapping; 0.01 in Karras 2021.",
        json_schema_extra=hints(log=True, slider=(0.001, 1.0), advanced=True),
    )
    layers: int = Field(
        14,
        ge=CRITICAL + 1,
        le=24,
        title="Layers",
        description="Whatever the size of the picture; 14 in Karras 2021.",
        json_schema_extra=hints(slider=(4, 16)),
    )
    rotates: bool = Field(
        False,
        title="Rotation too",
        description="All directions alike: filters that are round and convolutions of one place "
        "(StyleGAN3-R, Karras 2021, sec. 3.2).",
    )
    average_decay: float = Field(
        0.998,
        ge=0,
        lt=1,
        title="Memory of the mean style",
        description="What truncation pulls towards follows the styles of every batch; 0.998 in "
        "the program.",
        json_schema_extra=hints(advanced=True),
    )

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        """A module (z (n, latent), label (n,) or None) -> (n, *shape). Raises InputError."""
        side = shape[-1]
        if len(shape) != 3 or shape[1] != side or side < 16 or side & (side - 1):
            raise InputError(
                "The alias-free generator makes square images whose side is a power of 2 from 16 "
                f"px, and this data has {' × '.join(map(str, shape))}: set another image size in "
                "the data settings."
            )
        return AliasFreeNetwork(self, latent, shape, classes)

    def can_condition(self) -> bool:
        return True

    def summary(self) -> str:
        return f"StyleGAN3-{'R' if self.rotates else 'T'} {self.channels}, w {self.style}"


class AliasFreeNetwork(nn.Module):
    """z (n, latent) to images (n, c, h, w), not bounded. Offers Styles and Truncates."""

    def __init__(
        self, part: AliasFreeGenerator, latent: int, shape: tuple[int, ...], classes: int
    ) -> None:
        super().__init__()
        self.average_decay = part.average_decay
        self.mapping = Mapping(latent, part.style, part.mapping_layers, part.mapping_rate, classes)
        self.synthesis = AliasFreeSynthesis(
            shape,
            part.style,
            part.layers,
            channels=part.channels,
            most=part.max_channels,
            rotates=part.rotates,
        )
        rates = [band.rate for band in self.synthesis.bands]
        self.style_sides = (rates[0], *rates)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        return self.synthesise(self.styles(z, label))

    def styles(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n, layers, d), one style for all layers."""
        style = self.mapping(latents, labels)
        if self.training:
            self.mapping.follow(style, self.average_decay)
        return style[:, None].expand(-1, len(self.style_sides), -1)

    def synthesise(
        self,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,  # noqa: ARG002 - this generator takes none
        transform: Tensor | None = None,
    ) -> Tensor:
        """Images of styles (n, layers, d).

        `transform`: (3, 3), where each place of the picture lies in the generator's own plane, in
        pictures from the middle: what moves and turns the image without any loss.
        """
        made: Tensor = self.synthesis(styles, transform)
        return made

    def mean_style(self) -> Tensor:
        """(d,) running mean of all styles seen in training."""
        return self.mapping.average

    def truncated(
        self,
        latents: Tensor,
        strength: float,
        labels: Tensor | None = None,
        layers: int | None = None,
    ) -> Tensor:
        """Images of w̄ + ψ (w - w̄), in the first `layers` layers or all."""
        styles = self.styles(latents, labels)
        return self.synthesise(self.mapping.pulled(styles, strength, layers))
