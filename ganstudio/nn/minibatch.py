"""What a critic learns of the variety within a batch, Karras 2018, arXiv:1710.10196, section 3."""

import torch
from torch import Tensor, nn

TINY = 1e-8  # inside the root, whose slope at 0 is infinite


class MinibatchStddev(nn.Module):
    """(n, c, h, w) to (n, c + 1, h, w): one more map holds the spread of features in a group.

    The standard deviation over the group at every place of every map, averaged over places and
    maps. The authors' program has groups of 4; a batch that does not divide is one group.
    """

    def __init__(self, group: int = 4) -> None:
        super().__init__()
        self.group = group

    def forward(self, x: Tensor) -> Tensor:
        n, _, h, w = x.shape
        size = self.group if n % self.group == 0 else n
        variance = x.reshape(size, n // size, -1).var(0, correction=0)
        spread = (variance + TINY).sqrt().mean(1)
        plane = spread.repeat(size).reshape(n, 1, 1, 1).expand(-1, -1, h, w)
        return torch.cat([x, plane], 1)
