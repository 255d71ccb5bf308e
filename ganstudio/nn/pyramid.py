"""The Laplacian pyramid: an image as a small copy and the details that each doubling lacks.

Burt and Adelson 1983, IEEE Transactions on Communications 31(4), with their filter at a = 3/8.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

TAPS = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)  # binomial: sum 1, even and odd taps weigh alike


@dataclass(frozen=True, slots=True)
class Pyramid:
    """An image of several levels; all tuples go from coarse to fine.

    Attributes:
        coarsest: (n, c, s, s), the image at the smallest size.
        lows: l_k, the next coarser image enlarged: (n, c, 2s, 2s), (n, c, 4s, 4s), ...
        details: h_k = I_k - l_k, of the shapes of `lows`.
    """

    coarsest: Tensor
    lows: tuple[Tensor, ...]
    details: tuple[Tensor, ...]

    def images(self) -> tuple[Tensor, ...]:
        """The image at every size, each as its low-pass and its details make it."""
        pairs = zip(self.lows, self.details, strict=True)
        return (self.coarsest, *(low + detail for low, detail in pairs))


def analyse(images: Tensor, levels: int) -> Pyramid:
    """Take images (n, c, h, w) apart into `levels` sizes; h and w divide by 2^(levels - 1)."""
    lows: list[Tensor] = []
    details: list[Tensor] = []
    for _ in range(levels - 1):
        small = reduced(images)
        lows.insert(0, expanded(small))
        details.insert(0, images - lows[0])
        images = small
    return Pyramid(images, tuple(lows), tuple(details))


def synthesise(coarsest: Tensor, details: tuple[Tensor, ...]) -> Tensor:
    """Put images together again: exact but for rounding, whatever the filter lost."""
    image = coarsest
    for detail in details:
        image = expanded(image) + detail
    return image


def reduced(images: Tensor) -> Tensor:
    """(n, c, h, w) to (n, c, h / 2, w / 2): blurred, then every second pixel."""
    padded = F.pad(images, (2, 2, 2, 2), mode="reflect")
    return F.conv2d(padded, _kernel(images), stride=2, groups=images.shape[1])


def expanded(images: Tensor) -> Tensor:
    """(n, c, h, w) to (n, c, 2h, 2w): pixels with gaps between them, then blurred."""
    _, c, h, w = images.shape
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    # The filter spreads one pixel over four.
    spread = F.conv_transpose2d(padded, 4 * _kernel(images), stride=2, groups=c)
    return spread[..., 4 : 4 + 2 * h, 4 : 4 + 2 * w]


def _kernel(images: Tensor) -> Tensor:
    """(c, 1, 5, 5)."""
    taps = torch.tensor(TAPS, dtype=images.dtype, device=images.device)
    # A plain number: programs that networks are exported to want kernels of known shapes.
    return torch.outer(taps, taps).expand(int(images.shape[1]), 1, -1, -1)
