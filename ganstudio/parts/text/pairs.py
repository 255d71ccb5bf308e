"""Captions that do not belong: the wrong pairs of a matching-aware critic."""

import torch
from torch import Tensor

from ganstudio.core.system import RandomSource


def mismatched(scene: Tensor, random: RandomSource) -> Tensor:
    """For each row another one of the batch, of another scene, all of those equally likely.

    Args:
        scene: (n,) int64. A caption of the same scene would be a right one by accident.
        random: where the choice comes from.

    Returns:
        (n,) int64 rows; a batch of a single scene has no wrong captions, and rows keep their own.
    """
    chances = random.uniform(len(scene), len(scene))
    same = scene[:, None] == scene[None, :]
    chosen = chances.masked_fill(same, -1.0).argmax(1)
    own = torch.arange(len(scene), device=scene.device)
    return torch.where(same.all(1), own, chosen)
