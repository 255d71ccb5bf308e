"""The residual network of CycleGAN, Zhu et al. 2017, arXiv:1703.10593, sec. 7.2."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Shape
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.sizes import require_image
from ganstudio.nn.translation import ResnetTranslation
from ganstudio.nn.unet import Build
from ganstudio.parts.translators.fields import MapChannels, TranslatorDropout, TranslatorNorm
from ganstudio.parts.translators.unet import NORM_WORDS

_MULTIPLE, _LEAST = 4, 8


class ResnetTranslator(Config):
    """Two halvings, residual blocks that change what is there, two doublings."""

    label: ClassVar[str] = "ResNet"

    kind: Literal["resnet"] = "resnet"
    channels: MapChannels = 32
    blocks: int = Field(
        6,
        ge=1,
        le=32,
        title="Residual blocks",
        description="At a quarter of the size: 6 for 128 px and 9 for 256 px in the paper.",
        json_schema_extra=hints(slider=(1, 12)),
    )
    norm: TranslatorNorm = "instance"
    dropout: TranslatorDropout = 0.0

    def build(self, given: Shape, made: Shape, random: RandomSource) -> nn.Module:
        """A module (n, *given) -> (n, *made). Raises InputError where the sides do not halve."""
        require_image(given, "The ResNet translator")
        if any(side % _MULTIPLE or side < _LEAST for side in given[1:]):
            raise InputError(
                f"The ResNet halves images twice, so its sides are multiples of {_MULTIPLE} from "
                f"{_LEAST} px, and these images have {given[2]} × {given[1]} px: set another image "
                "size in the data settings."
            )
        build = Build(self.norm, self.dropout, random)
        network = ResnetTranslation(given[0], made[0], self.channels, self.blocks, build)
        initialise_dcgan(network)
        return network

    def summary(self) -> str:
        return f"ResNet {self.channels}, {self.blocks} blocks, {NORM_WORDS[self.norm]}"
