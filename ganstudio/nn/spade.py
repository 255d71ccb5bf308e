"""Normalisation whose gain and bias are pictures, Park et al. 2019, arXiv:1903.07291.

The layer sees a semantic map at every size, so that no normalisation can wash it out.
"""

from typing import Literal

import torch.nn.functional as F
from torch import Tensor, nn

SpadeNorm = Literal["batch", "instance"]

HIDDEN = 128  # maps between the semantic map and gain or bias, appendix A
SLOPE = 0.2  # of the leaky ReLU below zero


def plain_norm(kind: SpadeNorm, channels: int) -> nn.Module:
    """Normalisation without gain and bias of its own."""
    if kind == "batch":
        return nn.BatchNorm2d(channels, affine=False)
    return nn.InstanceNorm2d(channels)


class SpatiallyAdaptiveNorm(nn.Module):
    """γ(m) and β(m) of a semantic map m act on the normalised x: x (1 + γ) + β.

    Eq. 1 has γ where the authors' program has 1 + γ, which starts near the identity.
    """

    def __init__(
        self, channels: int, semantics: int, norm: SpadeNorm, side: int, hidden: int = HIDDEN
    ) -> None:
        """`semantics`: channels of the map. `side`: of the kernels, odd."""
        super().__init__()
        self.normalise = plain_norm(norm, channels)
        padding = side // 2
        self.shared = nn.Sequential(nn.Conv2d(semantics, hidden, side, padding=padding), nn.ReLU())
        self.gain = nn.Conv2d(hidden, channels, side, padding=padding)
        self.bias = nn.Conv2d(hidden, channels, side, padding=padding)

    def forward(self, x: Tensor, semantics: Tensor) -> Tensor:
        """Of x (n, channels, h, w) and a map (n, semantics, h', w') of any size."""
        gain, bias = self.modulation(semantics, (x.shape[2], x.shape[3]))
        return self.normalise(x) * (1 + gain) + bias

    def modulation(self, semantics: Tensor, sides: tuple[int, int]) -> tuple[Tensor, Tensor]:
        """γ and β, each (n, channels, *sides)."""
        shared = self.shared(F.interpolate(semantics, size=sides, mode="nearest"))
        return self.gain(shared), self.bias(shared)


class SpadeBlock(nn.Module):
    """(n, inputs, h, w) and a semantic map to (n, outputs, h, w), Park 2019, fig. 4."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        semantics: int,
        norm: SpadeNorm,
        side: int = 3,
        hidden: int = HIDDEN,
    ) -> None:
        super().__init__()
        inner = min(inputs, outputs)
        self.first_norm = SpatiallyAdaptiveNorm(inputs, semantics, norm, side, hidden)
        self.first = nn.Conv2d(inputs, inner, 3, padding=1)
        self.second_norm = SpatiallyAdaptiveNorm(inner, semantics, norm, side, hidden)
        self.second = nn.Conv2d(inner, outputs, 3, padding=1)
        has_shortcut = inputs != outputs
        self.shortcut_norm = (
            SpatiallyAdaptiveNorm(inputs, semantics, norm, side, hidden) if has_shortcut else None
        )
        self.shortcut = nn.Conv2d(inputs, outputs, 1, bias=False) if has_shortcut else None

    def forward(self, x: Tensor, semantics: Tensor) -> Tensor:
        made = self.first(F.leaky_relu(self.first_norm(x, semantics), SLOPE))
        made = self.second(F.leaky_relu(self.second_norm(made, semantics), SLOPE))
        if self.shortcut is None or self.shortcut_norm is None:
            return x + made
        return self.shortcut(self.shortcut_norm(x, semantics)) + made
