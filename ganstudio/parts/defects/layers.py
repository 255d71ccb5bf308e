"""Images as a surface and a layer of defects on it, and what the layer is asked to show."""

from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.nn.labels import one_hot


class Layered(NamedTuple):
    """A surface with a layer on it, Zhang 2021, sec. 3.

    Attributes:
        image: (n, c, h, w) in [-1, 1], what is seen.
        foreground: (n, c, h, w) in (-1, 1); where the mask is 0 it means nothing.
        mask: (n, 1, h, w) in (0, 1), how much of the surface the foreground hides.
    """

    image: Tensor
    foreground: Tensor
    mask: Tensor


def composed(surface: Tensor, foreground: Tensor, mask: Tensor) -> Layered:
    """The layer on the surface."""
    return Layered(surface * (1 - mask) + foreground * mask, foreground, mask)


def control_of(label: Tensor, kinds: int, sides: tuple[int, int]) -> Tensor:
    """(n, kinds, h, w) control maps that ask for one kind of surface, (n,), at every place."""
    return one_hot(label, kinds)[:, :, None, None].expand(-1, -1, *sides)


def facing(label: Tensor, sound: int) -> Tensor:
    """Rows (2h,) of a batch of n: h sound samples, then h damaged ones, h = n / 2.

    However many there are of either kind: of the rarer ones some come again, so that fakes, which
    take the labels of the other half, show every kind as often as real data do. A batch with one
    kind alone faces itself.

    Args: label: (n,) kinds, of which `sound` is the one without a defect.
    """
    is_damaged = label != sound
    soundest = is_damaged.long().argsort(stable=True)
    damaged = is_damaged.sum()
    place = torch.arange(max(1, len(label) // 2), device=label.device)
    first = soundest[place % (len(label) - damaged).clamp(min=1)]
    return torch.cat([first, soundest.flip(0)[place % damaged.clamp(min=1)]])
