"""Residual blocks of StarGAN v2, Choi et al. 2020, arXiv:1912.01865, appendix F."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SLOPE = 0.2  # of the leaky ReLU below zero
ROOT_TWO = math.sqrt(2)  # what a sum of two paths is divided by, which so keeps its variance


def initialise_stargan2(network: nn.Module) -> None:
    """Every weight N(0, 2 / fan in), every bias zero."""
    for layer in network.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


class StyledNorm(nn.Module):
    """Instance normalisation with a gain and a bias linear in a style: (1 + γ(s)) x̂ + β(s)."""

    def __init__(self, channels: int, style: int) -> None:
        super().__init__()
        self.normalise = nn.InstanceNorm2d(channels)
        self.affine = nn.Linear(style, 2 * channels)

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """Of x (n, channels, h, w) and style (n, style)."""
        gain, bias = self.affine(style)[:, :, None, None].chunk(2, 1)
        return (1 + gain) * self.normalise(x) + bias


class NarrowBlock(nn.Module):
    """(n, inputs, h, w) to (n, outputs, h, w), or half of each side; normalised or not."""

    def __init__(
        self, inputs: int, outputs: int, *, normalises: bool = False, halves: bool = False
    ) -> None:
        super().__init__()

        def norm() -> nn.Module:
            return nn.InstanceNorm2d(inputs, affine=True) if normalises else nn.Identity()

        self.first_norm, self.second_norm = norm(), norm()
        self.first = nn.Conv2d(inputs, inputs, 3, padding=1)
        self.second = nn.Conv2d(inputs, outputs, 3, padding=1)
        same = inputs == outputs
        self.shortcut = nn.Identity() if same else nn.Conv2d(inputs, outputs, 1, bias=False)
        self.resize: nn.Module = nn.AvgPool2d(2) if halves else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        made = self.first(F.leaky_relu(self.first_norm(x), SLOPE))
        made = self.second_norm(self.resize(made))
        made = self.second(F.leaky_relu(made, SLOPE))
        return (made + self.resize(self.shortcut(x))) / ROOT_TWO


class StyledBlock(nn.Module):
    """(n, inputs, h, w) and a style to (n, outputs, h, w), or twice each side.

    Without a short cut where the input's details come back by masks.
    """

    def __init__(
        self, inputs: int, outputs: int, style: int, *, doubles: bool = False, adds: bool = True
    ) -> None:
        """`adds`: whether the input is added to the output."""
        super().__init__()
        self.first_norm = StyledNorm(inputs, style)
        self.second_norm = StyledNorm(outputs, style)
        self.first = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1)
        same = inputs == outputs
        # Theirs has its weights where nothing is added too, so ours can be filled from theirs.
        self.shortcut = nn.Identity() if same else nn.Conv2d(inputs, outputs, 1, bias=False)
        self.doubles, self.adds = doubles, adds

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        made = self._resized(F.leaky_relu(self.first_norm(x, style), SLOPE))
        made = F.leaky_relu(self.second_norm(self.first(made), style), SLOPE)
        made = self.second(made)
        if not self.adds:
            return made
        return (made + self.shortcut(self._resized(x))) / ROOT_TWO

    def _resized(self, x: Tensor) -> Tensor:
        return F.interpolate(x, scale_factor=2.0, mode="nearest") if self.doubles else x


class HighPass(nn.Module):
    """What distinguishes each place from its eight neighbours, divided by `divisor`."""

    kernel: Tensor  # (3, 3)

    def __init__(self, divisor: float) -> None:
        super().__init__()
        kernel = torch.full((3, 3), -1.0)
        kernel[1, 1] = 8.0
        self.register_buffer("kernel", kernel / divisor, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        kernel = self.kernel.expand(x.shape[1], 1, -1, -1)
        return F.conv2d(x, kernel, padding=1, groups=x.shape[1])
