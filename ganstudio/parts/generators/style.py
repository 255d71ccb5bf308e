"""Style-based generators.

StyleGAN, Karras et al. 2019, arXiv:1812.04948; StyleGAN2, Karras et al. 2020, arXiv:1912.04958.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.system import RandomSource
from ganstudio.nn.modulation import NoiseInput
from ganstudio.nn.sizes import START, doublings
from ganstudio.nn.stochastic import Stochastic
from ganstudio.parts.generators.style_mapping import Mapping
from ganstudio.parts.generators.style_synthesis import AdaptiveSynthesis, SkipSynthesis


class StyleGenerator(Config):
    """A mapping network turns latents into styles, and each layer draws in its style."""

    label: ClassVar[str] = "Style"

    kind: Literal["style"] = "style"
    norm: Literal["demodulation", "instance"] = Field(
        "demodulation",
        title="Style enters by",
        description="Modulated weights with skip connections (StyleGAN2, Karras 2020), or instance "
        "normalisation with one output (StyleGAN, Karras 2019), which leaves droplets.",
    )
    channels: int = Field(
        16,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps of the layers at full size; they double towards the 4 px start. "
        "The papers have 32 at 1024 px and 512 at 64 px; 16 learns digits on a processor.",
        json_schema_extra=hints(log=True, slider=(4, 256)),
    )
    max_channels: int = Field(
        512,
        ge=1,
        le=1024,
        title="Most channels",
        description="Where the doubling ends; 512 in the papers.",
        json_schema_extra=hints(log=True, slider=(32, 512)),
    )
    style: int = Field(
        64,
        ge=1,
        le=1024,
        title="Style",
        description="Numbers in one style; 512 in the papers.",
        json_schema_extra=hints(symbol="w", log=True, slider=(16, 512)),
    )
    mapping_layers: int = Field(
        4,
        ge=1,
        le=16,
        title="Mapping layers",
        description="From latent to style; 8 in Karras 2019, 2 do for small data (Karras 2020a).",
        json_schema_extra=hints(slider=(1, 8)),
    )
    mapping_rate: float = Field(
        0.01,
        gt=0,
        le=1,
        title="Mapping's learning rate",
        description="Multiplies the learning rate of the mapping, which is unstable at 1; 0.01 in "
        "Karras 2019, appendix C.",
        json_schema_extra=hints(log=True, slider=(0.001, 1.0), advanced=True),
    )
    mixing: float = Field(
        0.9,
        ge=0,
        le=1,
        title="Style mixing",
        description="Share of training images that take coarse layers from one style and fine ones "
        "from another, so that layers stay independent (Karras 2019, sec. 3.1).",
        json_schema_extra=hints(slider=(0, 1)),
    )
    average_decay: float = Field(
        0.995,
        ge=0,
        lt=1,
        title="Memory of the mean style",
        description="What truncation pulls towards follows the styles of every batch; 0.995 in "
        "Karras 2019.",
        json_schema_extra=hints(advanced=True),
    )

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        return StyleNetwork(self, latent, shape, classes)

    def can_condition(self) -> bool:
        return True

    def widths(self, count: int) -> list[int]:
        """Channels at 4 px, 8 px and so on, `count` + 1 numbers."""
        return [min(self.channels << level, self.max_channels) for level in range(count, -1, -1)]

    def summary(self) -> str:
        kind = "StyleGAN2" if self.norm == "demodulation" else "StyleGAN"
        return f"{kind} {self.channels}, w {self.style}"


class StyleNetwork(Stochastic):
    """z (n, latent) to images (n, c, h, w), not bounded. Offers Styles, Truncates, NoiseInputs.

    In training mode styles are mixed, noise is fresh for every image, and the mean style follows.
    In evaluation mode an image is a function of its latent: stored noise, no mixing.
    """

    def __init__(
        self, part: StyleGenerator, latent: int, shape: tuple[int, ...], classes: int
    ) -> None:
        super().__init__()
        count = doublings(shape, "The style generator")
        kind = SkipSynthesis if part.norm == "demodulation" else AdaptiveSynthesis
        self.latent = latent
        self.mixing = part.mixing
        self.average_decay = part.average_decay
        self.mapping = Mapping(latent, part.style, part.mapping_layers, part.mapping_rate, classes)
        self.synthesis = kind(part.widths(count), shape[0], part.style)
        self.noise_sides = tuple(len(noise.stored) for noise in self._noise_inputs())
        # In StyleGAN2 the last style is that of the last picture alone.
        last = (START << count,) if part.norm == "demodulation" else ()
        self.style_sides = (*self.noise_sides, *last)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        return self.synthesise(self.styles(z, label))

    def styles(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n, layers, d), one style for all layers but where training mixes two."""
        style = self.mapping(latents, labels)
        if self.training:
            self.mapping.follow(style, self.average_decay)
        styles = style[:, None].expand(-1, len(self.style_sides), -1)
        random = self.source()
        return self._mixed(styles, labels, random) if random and self.mixing else styles

    def synthesise(self, styles: Tensor, noise: Sequence[Tensor] | None = None) -> Tensor:
        """Images of styles (n, layers, d), each layer with its map of `noise` where given."""
        return self.synthesis(styles, self._noise(len(styles)) if noise is None else noise)

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
        """Images of w̄ + ψ (w - w̄), in the first `layers` layers or all (Karras 2019, app. B)."""
        styles = self.styles(latents, labels)
        return self.synthesise(self.mapping.pulled(styles, strength, layers))

    def draw_noise(self, count: int, random: RandomSource) -> tuple[Tensor, ...]:
        """A fresh map (count, 1, side, side) for each noise input."""
        return tuple(random.normal(count, 1, side, side) for side in self.noise_sides)

    def stored_noise(self) -> tuple[Tensor, ...]:
        """The maps (1, 1, side, side) that evaluation shows."""
        return tuple(noise.stored[None, None] for noise in self._noise_inputs())

    def _noise(self, count: int) -> tuple[Tensor, ...]:
        random = self.source()
        return self.draw_noise(count, random) if random else self.stored_noise()

    def _noise_inputs(self) -> list[NoiseInput]:
        return [m for m in self.synthesis.modules() if isinstance(m, NoiseInput)]

    def _mixed(self, styles: Tensor, labels: Tensor | None, random: RandomSource) -> Tensor:
        """From a random layer on, never the first, the style of a second latent."""
        count, layers, _ = styles.shape
        other = self.mapping(random.normal(count, self.latent), labels)
        crossing = 1 + random.integers(layers - 1, count)
        is_mixed = random.uniform(count) < self.mixing
        layer = torch.arange(layers, device=styles.device)
        takes_other = (layer >= crossing[:, None]) & is_mixed[:, None]
        return torch.where(takes_other[:, :, None], other[:, None], styles)
