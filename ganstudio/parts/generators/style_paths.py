"""StyleGAN2's synthesis with one picture at the end, Karras et al. 2020, arXiv:1912.04958, fig. 7.

The other two ways through the generator that the paper compares with skip connections.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from ganstudio.nn.equalised import equalise
from ganstudio.nn.resample import Resampler
from ganstudio.nn.sizes import START
from ganstudio.parts.generators.style_synthesis import DemodulatedLayer, ToImage

HALF_POWER = math.sqrt(0.5)  # of each path, so that their sum keeps its variance


class SinglePictureSynthesis(nn.Module):
    """Doublings, each beside a filtered short cut where residual; the last size makes colours."""

    def __init__(
        self, widths: Sequence[int], channels: int, style: int, *, is_residual: bool
    ) -> None:
        """`widths`: channels at 4, 8, ... px. `channels`: of the picture."""
        super().__init__()
        self.start = nn.Parameter(torch.randn(widths[0], START, START))
        self.layers = nn.ModuleList([DemodulatedLayer(widths[0], widths[0], START, style)])
        for level, (inputs, outputs) in enumerate(pairwise(widths), 1):
            side = START << level
            self.layers.append(DemodulatedLayer(inputs, outputs, side, style, doubles=True))
            self.layers.append(DemodulatedLayer(outputs, outputs, side, style))
        self.shortcuts = nn.ModuleList(
            equalise(nn.Conv2d(inputs, outputs, 1, bias=False), HALF_POWER)
            for inputs, outputs in pairwise(widths if is_residual else ())
        )
        self.picture = ToImage(widths[-1], channels, style)
        self.resampler = Resampler()

    def forward(self, styles: Tensor, noise: Sequence[Tensor]) -> Tensor:
        """`styles`: (n, layers + 1, d), coarse to fine. `noise`: a map for each layer."""
        x = self.layers[0](self.start.expand(styles.shape[0], -1, -1, -1), styles[:, 0], noise[0])
        for first in range(1, len(self.layers), 2):
            made = x
            for index in (first, first + 1):
                made = self.layers[index](made, styles[:, index], noise[index])
            if self.shortcuts:
                beside = self.resampler.doubled(self.shortcuts[first // 2](x))
                made = made * HALF_POWER + beside
            x = made
        picture: Tensor = self.picture(x, styles[:, len(self.layers)])
        return picture
