"""A generator whose latents are known."""

import torch
from torch import Tensor

from ganstudio.core.system import RandomSource


class Linear:
    """A linear generator: its inverse is known."""

    classes = 0

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.weight = torch.linalg.qr(torch.randn(9, 4))[0]

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return random.normal(count, 4)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        return (latents @ self.weight.T).view(-1, 1, 3, 3)
