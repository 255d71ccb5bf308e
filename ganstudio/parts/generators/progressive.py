"""The growing generator of ProGAN, Karras et al. 2018, arXiv:1710.10196, table 2."""

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.nn.activation import activation
from ganstudio.nn.equalised import RELU_GAIN, equalise
from ganstudio.nn.growth import Growing, Timetable, enlarged, level_widths
from ganstudio.nn.pixel_norm import PixelNorm
from ganstudio.nn.residual import Upsample
from ganstudio.nn.sizes import START, doublings

Images = Annotated[int, Field(ge=1, le=100_000_000)]


class ProgressiveGenerator(Config):
    """Starts at 4 px and grows: each further level fades in over the enlarged image of the last."""

    label: ClassVar[str] = "Progressive"

    kind: Literal["progressive"] = "progressive"
    channels: int = Field(
        16,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps in front of the full image; they double towards the 4 px start. "
        "The paper has 16 at 1,024 px (Karras 2018, table 2).",
        json_schema_extra=hints(log=True, slider=(8, 256)),
    )
    widest: int = Field(
        128,
        ge=1,
        le=1024,
        title="Most channels",
        description="No level has more feature maps than this; 512 in Karras 2018, table 2.",
        json_schema_extra=hints(log=True, slider=(16, 512)),
    )
    norm: Literal["pixel", "none"] = Field(
        "pixel",
        title="Normalisation",
        description="Behind every convolution the features of each pixel are brought to unit "
        "length, so that magnitudes cannot run away (Karras 2018, sec. 4.2).",
    )
    hold: Images = Field(
        600_000,
        title="Train each level",
        description="Images that every level is trained on before the next one comes; 600,000 in "
        "Karras 2018, app. A.",
        json_schema_extra=hints(unit="images", log=True, slider=(1000, 2_000_000)),
    )
    fade: Images = Field(
        600_000,
        title="Fade a level in",
        description="Images during which a new level gains its full share, counted in images and "
        "not in steps; 600,000 in Karras 2018, app. A.",
        json_schema_extra=hints(unit="images", log=True, slider=(1000, 2_000_000)),
    )

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        if classes:
            raise InputError(
                "The progressive generator has no normalisation that classes could condition: "
                "choose concatenation or the auxiliary classifier, or another generator."
            )
        return ProgressiveNetwork(self, latent, shape)

    def can_condition(self) -> bool:
        return False

    def summary(self) -> str:
        return f"Progressive {self.channels}, {self.norm} norm"


class ProgressiveNetwork(Growing):
    """z (n, latent) to images (n, c, h, w) of any value, in full size at every stage.

    Offers ShowsLevels.
    """

    prefers_channels_last = True

    def __init__(self, part: ProgressiveGenerator, latent: int, shape: tuple[int, ...]) -> None:
        levels = doublings(shape, "The progressive generator")
        super().__init__(levels, Timetable(levels, part.hold, part.fade))
        widths = level_widths(part.channels, part.widest, levels)

        def behind() -> list[nn.Module]:
            norm = PixelNorm() if part.norm == "pixel" else nn.Identity()
            return [activation("leaky_relu"), norm]

        # The authors divide the gain of the first layer by 4.
        first = equalise(nn.Linear(latent, widths[0] * START**2), RELU_GAIN / 4)
        start = [first, nn.Unflatten(1, (widths[0], START, START)), *behind()]
        self.start = nn.Sequential(PixelNorm(), *start, _conv(widths[0], widths[0]), *behind())
        self.blocks = nn.ModuleList(
            nn.Sequential(Upsample(), _conv(a, b), *behind(), _conv(b, b), *behind())
            for a, b in pairwise(widths)
        )
        self.to_image = nn.ModuleList(
            equalise(nn.Conv2d(width, shape[0], 1), gain=1.0) for width in widths
        )

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """Karras 2018, fig. 2: (1 - α) of the enlarged old image and α of the new one."""
        level, fade = self.stage
        features = self._features(z)
        image: Tensor = self.to_image[level](features[level])
        if self.stage.is_fading:
            before = self.to_image[level - 1](features[level - 1])
            image = torch.lerp(enlarged(before, 2), image, fade)
        return enlarged(image, 2 ** (self.levels - level))

    def level_images(self, latents: Tensor) -> tuple[Tensor, ...]:
        return tuple(
            to_image(features)
            for to_image, features in zip(self.to_image, self._features(latents), strict=False)
        )

    def _features(self, z: Tensor) -> list[Tensor]:
        """Of every level in use, coarse to fine."""
        found = [self.start(z)]
        for block in self.blocks[: self.stage.level]:
            found.append(block(found[-1]))
        return found


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return equalise(nn.Conv2d(inputs, outputs, 3, padding=1))
