"""Affine couplings: exactly invertible layers, Dinh 2017, arXiv:1605.08803, sec. 3.2 to 3.5.

As AlignFlow's program has them: Grover 2020, arXiv:1905.12892.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.weight_norm import weight_normed


class Flowed(NamedTuple):
    """What a flow makes of x, and log |det dz/dx| of each sample, (n,)."""

    z: Tensor
    log_det: Tensor


class NormedBlock(nn.Module):
    """Two weight-normed convolutions beside the identity, each behind batch norm and ReLU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.residual = nn.Sequential(
            nn.BatchNorm2d(width),
            nn.ReLU(),
            weight_normed(width, width, 3, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            weight_normed(width, width, 3),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.residual(x)


class ScaleAndShift(nn.Module):
    """The network that says how a coupling scales and shifts: every block adds to its output."""

    def __init__(self, inputs: int, width: int, outputs: int, blocks: int) -> None:
        super().__init__()
        self.first = weight_normed(inputs, width, 3)
        self.blocks = nn.ModuleList(NormedBlock(width) for _ in range(blocks))
        self.adds = nn.ModuleList(weight_normed(width, width, 1) for _ in range(blocks + 1))
        self.last = nn.Sequential(
            nn.BatchNorm2d(width), nn.ReLU(), weight_normed(width, outputs, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        total = self.adds[0](x)
        for block, add in zip(self.blocks, list(self.adds)[1:], strict=True):
            x = block(x)
            total = total + add(x)
        made: Tensor = self.last(total)
        return made


class Coupling(nn.Module):
    """z = (x + t) e^s on one half of x, with s and t made of the other half.

    s = a tanh(.) + b, where a and b are learned numbers.
    """

    def __init__(self, kept: int, inputs: int, width: int, blocks: int) -> None:
        """`kept`: maps that s and t are made of. `inputs`: of their network."""
        super().__init__()
        self.norm = nn.BatchNorm2d(kept, affine=False)
        self.network = ScaleAndShift(inputs, width, 2 * kept, blocks)
        self.scale = nn.Parameter(torch.ones(1))
        self.shift = nn.Parameter(torch.zeros(1))

    def coefficients(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """The pair s, t of what the network sees."""
        s, t = self.network(F.relu(x)).chunk(2, 1)
        return self.scale * s.tanh() + self.shift, t


class CheckerboardCoupling(Coupling):
    """Keeps the places of one colour of a checkerboard and changes the others."""

    def __init__(self, channels: int, width: int, blocks: int, *, keeps_corner: bool) -> None:
        super().__init__(channels, 2 * channels + 1, width, blocks)
        self.keeps_corner = keeps_corner

    def forward(self, x: Tensor) -> Flowed:
        s, t = self._at(x)
        return Flowed((x + t) * s.exp(), s.flatten(1).sum(1))

    def inverse(self, z: Tensor) -> Tensor:
        s, t = self._at(z)
        return z * (-s).exp() - t

    def _at(self, x: Tensor) -> tuple[Tensor, Tensor]:
        kept = self._kept(x)
        seen = 2 * self.norm(x * kept)
        planes = kept.expand(x.shape[0], -1, -1, -1)
        s, t = self.coefficients(torch.cat([seen, -seen, planes], 1))
        return s * (1 - kept), t * (1 - kept)

    def _kept(self, x: Tensor) -> Tensor:
        """(1, 1, h, w): 1 where x stays."""
        rows = torch.arange(x.shape[2], device=x.device)[:, None]
        columns = torch.arange(x.shape[3], device=x.device)
        odd = (rows + columns) % 2
        return (1 - odd if self.keeps_corner else odd).to(x.dtype)[None, None]


class ChannelCoupling(Coupling):
    """Keeps one half of the maps and changes the other."""

    def __init__(self, channels: int, width: int, blocks: int, *, keeps_first: bool) -> None:
        super().__init__(channels // 2, channels, width, blocks)
        self.keeps_first = keeps_first

    def forward(self, x: Tensor) -> Flowed:
        kept, changed = self._halves(x)
        s, t = self._of(kept)
        return Flowed(self._joined(kept, (changed + t) * s.exp()), s.flatten(1).sum(1))

    def inverse(self, z: Tensor) -> Tensor:
        kept, changed = self._halves(z)
        s, t = self._of(kept)
        return self._joined(kept, changed * (-s).exp() - t)

    def _of(self, kept: Tensor) -> tuple[Tensor, Tensor]:
        seen = self.norm(kept)
        return self.coefficients(torch.cat([seen, -seen], 1))

    def _halves(self, x: Tensor) -> tuple[Tensor, Tensor]:
        first, second = x.chunk(2, 1)
        return (first, second) if self.keeps_first else (second, first)

    def _joined(self, kept: Tensor, changed: Tensor) -> Tensor:
        return torch.cat([kept, changed] if self.keeps_first else [changed, kept], 1)


def corners(x: Tensor) -> Tensor:
    """(n, c, h, w) to (n, 4c, h / 2, w / 2): all maps of one place of four, then of the next.

    The two on the diagonal come first, so that half of the maps are a checkerboard of x.
    """
    even, odd = x[:, :, 0::2], x[:, :, 1::2]
    parts = [even[..., 0::2], odd[..., 1::2], even[..., 1::2], odd[..., 0::2]]
    return torch.cat(parts, 1)


def from_corners(x: Tensor) -> Tensor:
    """The inverse of `corners`."""
    upper_left, lower_right, upper_right, lower_left = x.chunk(4, 1)
    upper = torch.stack([upper_left, upper_right], -1).flatten(-2)
    lower = torch.stack([lower_left, lower_right], -1).flatten(-2)
    return torch.stack([upper, lower], -2).flatten(2, 3)
