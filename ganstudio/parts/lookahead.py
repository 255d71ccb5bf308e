"""Adam's updates as a differentiable function, for a player that looks ahead of its opponent.

Adam, Kingma and Ba 2015, arXiv:1412.6980, Algorithm 1.
"""

from collections.abc import Iterable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from ganstudio.parts.schedule import Adam


class Moments(NamedTuple):
    """What Adam remembers of past slopes."""

    updates: Tensor  # scalar, how many there were
    mean: Tensor  # (p,)
    square: Tensor  # (p,)


def adam_update(
    weights: Tensor, slope: Tensor, moments: Moments, adam: Adam
) -> tuple[Tensor, Moments]:
    """Adam's next weights (p,) and memory; gradients flow through both.

    Args:
        weights: (p,).
        slope: (p,) gradient of the loss there, with a graph if the answer should have one.
        moments: after the updates so far.
        adam: its decay is not applied, which hangs on a length of the run unknown here.
    """
    slope = slope + adam.weight_decay * weights if adam.weight_decay else slope
    after = remember(moments, slope, adam)
    mean = after.mean / (1 - adam.beta1**after.updates)
    square = after.square / (1 - adam.beta2**after.updates)
    # The root has no slope at 0, where weights lie that no sample reached yet.
    root = square.clamp_min(torch.finfo(square.dtype).tiny).sqrt()
    return weights - adam.lr * mean / (root + adam.eps), after


def remember(moments: Moments, slope: Tensor, adam: Adam) -> Moments:
    """The memory after one more slope (p,)."""
    return Moments(
        moments.updates + 1,
        torch.lerp(slope, moments.mean, adam.beta1),
        torch.lerp(slope.square(), moments.square, adam.beta2),
    )


class Memory(nn.Module):
    """Follows the slopes of real updates, to begin looking ahead where the optimizer stands.

    Kept in buffers, so that it is part of every checkpoint.
    """

    def __init__(self, weights: Iterable[Tensor]) -> None:
        """Args: weights: of the player, in the order of its vector."""
        super().__init__()
        size = sum(weight.numel() for weight in weights)
        self.register_buffer("updates", torch.zeros(()))
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("square", torch.zeros(size))

    def moments(self) -> Moments:
        """Today's, apart from what is followed later."""
        return Moments(*(buffer.clone() for buffer in self.buffers()))

    @torch.no_grad()
    def follow(self, slope: Tensor, adam: Adam) -> None:
        """Take in the slope (p,) of one real update."""
        for buffer, value in zip(
            self.buffers(), remember(self.moments(), slope, adam), strict=True
        ):
            buffer.copy_(value)
