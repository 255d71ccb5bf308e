"""Self-attention over the places of an image, Zhang 2019, arXiv:1805.08318, section 3."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SelfAttention(nn.Module):
    """(n, channels, h, w) to the same shape: every place gathers from all others, eq. 1 to 3.

    Keys and values are taken from maps of half the side. The strength γ starts at 0, so that a
    network first relies on what is near.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        narrow, middle = max(1, channels // 8), max(1, channels // 2)
        self.query = nn.Conv2d(channels, narrow, 1, bias=False)
        self.key = nn.Conv2d(channels, narrow, 1, bias=False)
        self.value = nn.Conv2d(channels, middle, 1, bias=False)
        self.out = nn.Conv2d(middle, channels, 1, bias=False)
        self.strength = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor) -> Tensor:
        gathered = self.weights(x) @ _places(F.max_pool2d(self.value(x), 2))
        maps = gathered.unflatten(1, x.shape[2:]).permute(0, 3, 1, 2)
        return x + self.strength * self.out(maps)

    def weights(self, x: Tensor) -> Tensor:
        """(n, h w, h w / 4): how much each place takes from each pooled one; rows sum to 1."""
        key = _places(F.max_pool2d(self.key(x), 2))
        return (_places(self.query(x)) @ key.transpose(1, 2)).softmax(2)


def _places(maps: Tensor) -> Tensor:
    """(n, c, h, w) to (n, h w, c): a view of maps whose channels come last, there and back."""
    return maps.permute(0, 2, 3, 1).flatten(1, 2)
