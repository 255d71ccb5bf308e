"""RealNVP: an invertible network between images and noise.

Dinh et al. 2017, arXiv:1605.08803, sec. 3; as AlignFlow has it, Grover et al. 2020,
arXiv:1905.12892.
"""

from typing import ClassVar, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.coupling import (
    ChannelCoupling,
    CheckerboardCoupling,
    Flowed,
    corners,
    from_corners,
)


class RealNvpFlow(Config):
    """Couplings at several sizes, each of which an exact inverse takes back."""

    label: ClassVar[str] = "RealNVP"

    kind: Literal["real_nvp"] = "real_nvp"
    scales: int = Field(
        2,
        ge=1,
        le=5,
        title="Sizes",
        description="At each size but the last, half of the numbers leave for the latent; 2 in "
        "Grover 2020.",
        json_schema_extra=hints(slider=(1, 3)),
    )
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Channels",
        description="Feature maps of the networks in the couplings; 64 in Grover 2020, 8 learn "
        "small images on a processor.",
        json_schema_extra=hints(log=True, slider=(4, 64)),
    )
    blocks: int = Field(
        8,
        ge=1,
        le=16,
        title="Residual blocks",
        description="Of each coupling's network; 8 in Grover 2020.",
        json_schema_extra=hints(slider=(1, 8)),
    )

    def build(self, shape: Shape) -> "RealNvpNetwork":
        """A module x (n, *shape) -> Flowed, with `inverse`.

        Raises:
            InputError: the sides of the shape do not halve often enough.
        """
        step = 1 << (self.scales - 1)
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"A RealNVP of {self.scales} sizes works on images whose sides are multiples of "
                f"{step} px, and this data has {' × '.join(map(str, shape))}: set another image "
                "size or fewer sizes."
            )
        return RealNvpNetwork(self.scales, shape[0], self.channels, self.blocks)

    def summary(self) -> str:
        return f"RealNVP {self.channels}, {self.blocks} blocks"


class RealNvpNetwork(nn.Module):
    """x (n, c, h, w), unbounded, to z of the same shape, and back by `inverse`.

    One size: couplings of checkerboards, then of maps; half of the numbers go on to the next size.
    """

    def __init__(self, scales: int, channels: int, width: int, blocks: int) -> None:
        super().__init__()
        self.is_last = scales == 1
        self.places = nn.ModuleList(
            CheckerboardCoupling(channels, width, blocks, keeps_corner=bool(index % 2))
            for index in range(4 if self.is_last else 3)
        )
        self.maps = nn.ModuleList(
            ChannelCoupling(4 * channels, 2 * width, blocks, keeps_first=bool(index % 2))
            for index in range(0 if self.is_last else 3)
        )
        self.next = (
            None if self.is_last else RealNvpNetwork(scales - 1, 2 * channels, 2 * width, blocks)
        )

    def forward(self, x: Tensor) -> Flowed:
        x, log_det = _through(self.places, x, x.new_zeros(x.shape[0]))
        if self.next is None:
            return Flowed(x, log_det)
        x, log_det = _through(self.maps, F.pixel_unshuffle(x, 2), log_det)
        kept, rest = corners(F.pixel_shuffle(x, 2)).chunk(2, 1)
        kept, further = self.next(kept)
        return Flowed(from_corners(torch.cat([kept, rest], 1)), log_det + further)

    def inverse(self, z: Tensor) -> Tensor:
        """The x whose z this is, exact but for rounding."""
        if self.next is not None:
            kept, rest = corners(z).chunk(2, 1)
            z = from_corners(torch.cat([self.next.inverse(kept), rest], 1))
            z = F.pixel_shuffle(_back(self.maps, F.pixel_unshuffle(z, 2)), 2)
        return _back(self.places, z)


def _through(couplings: nn.ModuleList, x: Tensor, log_det: Tensor) -> tuple[Tensor, Tensor]:
    for coupling in couplings:
        x, change = coupling(x)
        log_det = log_det + change
    return x, log_det


def _back(couplings: nn.ModuleList, z: Tensor) -> Tensor:
    for coupling in reversed(list(couplings)):
        assert isinstance(coupling, CheckerboardCoupling | ChannelCoupling)
        z = coupling.inverse(z)
    return z
