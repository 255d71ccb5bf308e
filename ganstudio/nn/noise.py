"""Gaussian noise on what passes, while training."""

from torch import Tensor, nn

from ganstudio.core.system import RandomSource


class GaussianNoise(nn.Module):
    """Adds N(0, deviation^2) in training mode, from a system's own random numbers."""

    def __init__(self, deviation: float, random: RandomSource) -> None:
        super().__init__()
        self.deviation = deviation
        self._random = random

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.deviation:
            return x
        return x + self.deviation * self._random.normal(*x.shape)
