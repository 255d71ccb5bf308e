"""Dropout whose chance is part of a run, Srivastava et al. 2014."""

from torch import Tensor, nn

from ganstudio.core.system import RandomSource


class Dropout(nn.Module):
    """Silences each number with probability `rate` in training mode, from a run's own source.

    What is left is divided by 1 - rate, so that the mean stays.
    """

    def __init__(self, rate: float, random: RandomSource) -> None:
        super().__init__()
        self.rate = rate
        self._random = random

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        kept = self._random.uniform(*x.shape) >= self.rate
        return x * kept / (1 - self.rate)
