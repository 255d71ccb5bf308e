"""Images as unbounded numbers, for models of their density.

Dinh 2017, arXiv:1605.08803, sec. 4.1: noise makes levels continuous, and a logit takes away the
bounds, of values that stay clear of them.
"""

import math

import torch.nn.functional as F
from torch import Tensor

CONSTRAINT = 0.9  # share of (-1, 1) that values fill
LEVELS = 256
_EDGE = 1e-7  # where 32 bits end; no image comes near, but what was made of large logits may


def to_logits(images: Tensor, noise: Tensor) -> tuple[Tensor, Tensor]:
    """Logits y of images, and log |dy/dx| of each image, (n,), for x in [0, 1].

    Args:
        images: (n, c, h, w) in [-1, 1].
        noise: U[0, 1) in the same shape, the part of a level that 8 bits do not hold.
    """
    x = ((images * 0.5 + 0.5) * (LEVELS - 1) + noise) / LEVELS
    inner = (((2 * x - 1) * CONSTRAINT + 1) / 2).clamp(_EDGE, 1 - _EDGE)
    logits = inner.log() - (1 - inner).log()
    lost = math.log1p(math.exp(math.log(1 - CONSTRAINT) - math.log(CONSTRAINT)))
    change = F.softplus(logits) + F.softplus(-logits) - lost
    return logits, change.flatten(1).sum(1)


def from_logits(logits: Tensor, *, bounded: bool = True) -> Tensor:
    """Images in [-1, 1] of logits, the inverse of `to_logits` but for the noise.

    Logits of what is no image lie up to 0.12 beyond, and come back only where not `bounded`.
    """
    x = ((2 * logits.sigmoid() - 1) / CONSTRAINT + 1) / 2
    images = x * LEVELS / (LEVELS - 1) * 2 - 1
    return images.clamp(-1, 1) if bounded else images
