"""The U-Net of pix2pix, Isola et al. 2017, arXiv:1611.07004, sec. 3.2 and 6.1.1."""

import math
from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Shape
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.sizes import require_image
from ganstudio.nn.unet import Build, Unet
from ganstudio.parts.translators.fields import MapChannels, TranslatorDropout, TranslatorNorm

_MOST, _WIDEST = 8, 8  # halvings; multiple of the base channels


class UnetTranslator(Config):
    """Halves the image to a single place and doubles it again, with a short cut at every size."""

    label: ClassVar[str] = "U-Net"

    kind: Literal["unet"] = "unet"
    channels: MapChannels = 32
    halvings: Literal["auto"] | int = Field(
        "auto",
        title="Halvings",
        description="How often the image is halved: 8 for 256 px in the paper; auto leaves one "
        "place in the middle, or 8.",
        json_schema_extra=hints(advanced=True),
    )
    norm: TranslatorNorm = "batch"
    dropout: TranslatorDropout = 0.5

    def build(self, given: Shape, made: Shape, random: RandomSource) -> nn.Module:
        """A module (n, *given) -> (n, *made). Raises InputError where the sides do not halve."""
        count = self._count(given)
        widths = [self.channels * min(2**level, _WIDEST) for level in range(count)]
        network = Unet(given[0], made[0], widths, Build(self.norm, self.dropout, random))
        initialise_dcgan(network)
        return network

    def _count(self, given: Shape) -> int:
        require_image(given, "The U-Net translator")
        shorter = min(given[1:])
        count = min(_MOST, int(math.log2(shorter))) if self.halvings == "auto" else self.halvings
        if count < 2 or any(side % 2**count for side in given[1:]):
            raise InputError(
                f"A U-Net that halves {count} times needs at least 2 halvings and sides that are "
                f"multiples of {2**count}, and these images have {given[2]} × {given[1]} px: set "
                "another image size in the data settings, or other halvings."
            )
        return count

    def summary(self) -> str:
        return f"U-Net {self.channels}, {NORM_WORDS[self.norm]}"


NORM_WORDS = {"none": "no norm", "batch": "batch norm", "instance": "instance norm"}
