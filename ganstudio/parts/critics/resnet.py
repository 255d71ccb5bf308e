"""The residual critic of SN-GAN, Miyato et al. 2018, arXiv:1802.05957, appendix B.4."""

from functools import partial
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise
from ganstudio.nn.residual import DownBlock, FirstDownBlock, PlainBlock, SumPool
from ganstudio.nn.sizes import doublings
from ganstudio.parts.fields import CriticNorm, Widen


class ResnetCritic(Config):
    """Residual blocks that halve the image to 8 px, then a sum over all places."""

    label: ClassVar[str] = "ResNet"

    kind: Literal["resnet"] = "resnet"
    channels: int = Field(
        64,
        ge=1,
        le=1024,
        title="Channels",
        description="Feature maps of the first block. The paper has 128 at 32 px "
        "(Miyato 2018, appendix B.4); a processor wants 32 to 64.",
        json_schema_extra=hints(log=True, slider=(16, 256)),
    )
    widen: Widen = False
    blocks: int = Field(
        2,
        ge=0,
        le=8,
        title="Blocks at the smallest size",
        description="Residual blocks behind the halvings; the paper has 2.",
        json_schema_extra=hints(advanced=True, slider=(0, 4)),
    )
    norm: CriticNorm = "none"

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        # To 8 px, as in the paper; an image of 8 px is halved once all the same.
        halvings = max(1, doublings(shape, "The ResNet critic") - 1)
        places = (shape[-1] >> halvings) ** 2
        widths = [self.channels * 2 ** (level if self.widen else 0) for level in range(halvings)]
        return FeatureNetwork(
            nn.Sequential(
                FirstDownBlock(shape[0], widths[0]),
                *(DownBlock(a, b, self.norm) for a, b in pairwise(widths)),
                *(PlainBlock(widths[-1], self.norm) for _ in range(self.blocks)),
                nn.ReLU(),
                SumPool(),
            ),
            widths[-1],
            # The sum starts as a mean: scores of 50 at the first step would saturate a loss.
            partial(initialise, init="glorot", gain=1 / places),
            prefers_channels_last=True,
        )

    def summary(self) -> str:
        norm = {"none": "no norm", "batch": "batch norm", "layer": "layer norm"}[self.norm]
        return f"ResNet {self.channels}, {norm}"
