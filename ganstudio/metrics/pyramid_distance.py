"""How far apart the patches of real and fake images are, at every size of the images.

Karras et al. 2018, arXiv:1710.10196, section 5: small patches of the levels of a Laplacian pyramid,
normalised by channel, compared by their sliced Wasserstein distance. The coarsest level is the
image itself at about 16 px and shows whether large structures are right; each finer one holds only
the details that its size adds.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.transport import sliced_w1
from ganstudio.nn.pyramid import analyse

Floats = NDArray[np.float64]

PATCH = 7  # px a side
PER_IMAGE = 128  # patches of each level
MOST_PATCHES = 2**15  # of each side and level; the paper takes 2^21, of more images
COARSEST = 16  # px
DIRECTIONS, REPEATS = 128, 4  # the paper's 512 directions, in shares that fit into memory
PUBLISHED_UNIT = 1000.0  # tables show the distance times 10^3
_FLAT = 1e-8  # a channel that varies less is not scaled


@dataclass(frozen=True, slots=True)
class ImageSets:
    """(n, c, h, w) real and (m, c, h, w) fake images in [-1, 1]."""

    real: Tensor
    fake: Tensor


def level_sides(height: int, width: int) -> tuple[int, ...]:
    """The shorter side of every level in px, from coarse to fine."""
    sides = [min(height, width)]
    while height % 2 == 0 and width % 2 == 0 and sides[0] // 2 >= COARSEST:
        height, width = height // 2, width // 2
        sides.insert(0, min(height, width))
    return tuple(sides)


def level_distances(real: Tensor, fake: Tensor, seed: int = 0) -> tuple[float, ...]:
    """The sliced Wasserstein distance of the patches of every level, from coarse to fine.

    Patches are taken at places that are equal on both sides. Each side's channels are brought to
    mean 0 and standard deviation 1: a change of brightness or contrast alone is no distance.

    Args:
        real: (n, c, h, w) in [-1, 1].
        fake: (m, c, h, w); as many of both are compared, the first ones.
        seed: of the patches' places and of the directions.

    Raises:
        InputError: images smaller than a patch, or numbers that are not finite.
    """
    height, width = real.shape[2:]
    if min(height, width) < PATCH:
        raise InputError(
            f"Patches have {PATCH} × {PATCH} px, and these images {width} × {height}: measure "
            "larger images."
        )
    count = min(len(real), len(fake))
    levels = len(level_sides(height, width))
    pairs = zip(_levels(real[:count], levels), _levels(fake[:count], levels), strict=True)
    return tuple(_distance(a, b, seed + level) for level, (a, b) in enumerate(pairs))


def pyramid_measures(height: int, width: int) -> tuple[Measure[ImageSets], ...]:
    """One measure whose figures are those of the levels and, where there are several, their mean.

    In the unit of the published tables, thousandths.
    """
    sides = level_sides(height, width)
    titles = {f"swd_{side}": f"Sliced W₁ of patches at {side} px × 10³" for side in sides}
    if len(sides) > 1:
        titles["swd"] = "Sliced W₁ of patches, mean × 10³"

    def work(sets: ImageSets) -> tuple[Figure, ...]:
        found = [PUBLISHED_UNIT * one for one in level_distances(sets.real, sets.fake)]
        values = [*found, float(np.mean(found))] if len(found) > 1 else found
        fewest = min(len(sets.real), len(sets.fake))
        return tuple(Figure(value, samples=fewest) for value in values)

    return (Measure(titles, work),)


def _levels(images: Tensor, levels: int) -> tuple[Tensor, ...]:
    pyramid = analyse(images.detach().float(), levels)
    return (pyramid.coarsest, *pyramid.details)


def _distance(real: Tensor, fake: Tensor, seed: int) -> float:
    a, b = (_normalised(_patches(level, seed)) for level in (real, fake))
    shares = [sliced_w1(a, b, DIRECTIONS, seed=REPEATS * seed + one) for one in range(REPEATS)]
    return float(np.mean(shares))


def _patches(level: Tensor, seed: int) -> Tensor:
    """(n, c, h, w) to (k, c, 7, 7) at random places, as many of every image."""
    count, channels, height, width = level.shape
    each = max(1, min(PER_IMAGE, MOST_PATCHES // count))
    random = np.random.default_rng(seed)
    tops = torch.from_numpy(random.integers(0, height - PATCH + 1, (count, each)))
    lefts = torch.from_numpy(random.integers(0, width - PATCH + 1, (count, each)))
    inside = torch.arange(PATCH)
    rows = (tops[..., None] + inside)[..., :, None]  # (n, each, 7, 1)
    columns = (lefts[..., None] + inside)[..., None, :]
    image = torch.arange(count)[:, None, None, None]
    found = level.cpu().permute(0, 2, 3, 1)[image, rows, columns]  # (n, each, 7, 7, c)
    return found.flatten(0, 1).permute(0, 3, 1, 2).reshape(-1, channels, PATCH, PATCH)


def _normalised(patches: Tensor) -> Floats:
    """(k, c * 49), every channel of mean 0 and standard deviation 1."""
    seen = patches.double()
    centred = seen - seen.mean((0, 2, 3), keepdim=True)
    spread = centred.square().mean((0, 2, 3), keepdim=True).sqrt()
    scaled = centred / torch.where(spread > _FLAT, spread, torch.ones_like(spread))
    found: Floats = scaled.flatten(1).numpy()
    return found
