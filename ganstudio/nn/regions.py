"""Label maps and instance maps inside networks: planes, outlines, and means over instances."""

import torch
import torch.nn.functional as F
from torch import Tensor


def planes(regions: Tensor, classes: int) -> Tensor:
    """(n, h, w) int64 ids to (n, classes, h, w) floats: 1 on the plane of each place's class."""
    return F.one_hot(regions, classes).permute(0, 3, 1, 2).to(torch.get_default_dtype())


def outlines(instances: Tensor) -> Tensor:
    """(n, h, w) ids to (n, 1, h, w) floats: 1 where a place beside or below has another id.

    Both places of such a pair are marked (Wang 2018, arXiv:1711.11585, sec. 3.3).
    """
    across = instances[:, :, 1:] != instances[:, :, :-1]
    down = instances[:, 1:] != instances[:, :-1]
    marked = F.pad(across, (1, 0)) | F.pad(across, (0, 1))
    marked = marked | F.pad(down, (0, 0, 1, 0)) | F.pad(down, (0, 0, 0, 1))
    return marked[:, None].to(torch.get_default_dtype())


def means_of_instances(features: Tensor, instances: Tensor) -> Tensor:
    """Each place gets the mean over its instance in its image, in the shape of `features`.

    Args:
        features: (n, c, h, w).
        instances: (n, h, w) ids.
    """
    n, c, h, w = features.shape
    own = torch.arange(n, device=instances.device)[:, None]
    pairs = torch.stack([own.expand(-1, h * w), instances.flatten(1)], -1).flatten(0, 1)
    _, group = pairs.unique(dim=0, return_inverse=True)
    flat = features.movedim(1, -1).reshape(-1, c)
    count = int(group.max()) + 1
    sums = flat.new_zeros(count, c).index_add_(0, group, flat)
    sizes = torch.bincount(group, minlength=count)[:, None]
    return (sums / sizes)[group].reshape(n, h, w, c).permute(0, 3, 1, 2)
