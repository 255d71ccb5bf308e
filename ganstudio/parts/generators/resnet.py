"""The residual generator of SN-GAN, Miyato et al. 2018, arXiv:1802.05957, appendix B.4."""

from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.init import initialise
from ganstudio.nn.labels import LabelledSequential
from ganstudio.nn.norms import image_norm
from ganstudio.nn.residual import UpBlock
from ganstudio.nn.sizes import START, doublings
from ganstudio.parts.fields import Widen


class ResnetGenerator(Config):
    """Residual blocks that double a 4 px map until it is the image."""

    label: ClassVar[str] = "ResNet"

    kind: Literal["resnet"] = "resnet"
    channels: int = Field(
        64,
        ge=1,
        le=1024,
        title="Channels",
        description="Feature maps of the last block. The paper has 256 at 32 px "
        "(Miyato 2018, appendix B.4); a processor wants 32 to 64.",
        json_schema_extra=hints(log=True, slider=(16, 256)),
    )
    widen: Widen = False
    norm: Literal["batch", "none"] = Field(
        "batch",
        title="Normalisation",
        description="Batch normalisation is what classes can condition (Miyato 2018, "
        "appendix B.4).",
    )

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        return ResnetNetwork(self, latent, shape, classes)

    def can_condition(self) -> bool:
        return self.norm == "batch"

    def summary(self) -> str:
        norm = "batch norm" if self.norm == "batch" else "no norm"
        return f"ResNet {self.channels}, {norm}"


class ResnetNetwork(nn.Module):
    """z (n, latent) to images (n, c, h, w) in (-1, 1)."""

    prefers_channels_last = True

    def __init__(
        self, part: ResnetGenerator, latent: int, shape: tuple[int, ...], classes: int
    ) -> None:
        super().__init__()
        count = doublings(shape, "The ResNet generator")
        # Every block halves the width where they widen; the first starts as wide as it ends.
        levels = [level if part.widen else 0 for level in reversed(range(count))]
        widths = [part.channels * 2**level for level in [levels[0], *levels]]
        self.start = nn.Linear(latent, widths[0] * START**2)
        self.blocks = LabelledSequential(
            *(UpBlock(a, b, part.norm, classes) for a, b in pairwise(widths)),
            image_norm(part.norm, widths[-1], classes),
            nn.ReLU(),
        )
        self.to_image = nn.Conv2d(widths[-1], shape[0], 3, padding=1)
        initialise(self.start, "glorot")
        initialise(self.to_image, "glorot")

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        small = self.start(z).reshape(len(z), -1, START, START)
        return self.to_image(self.blocks(small, label)).tanh()
