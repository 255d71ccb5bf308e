"""The pull-away term: Zhao et al. 2016, arXiv:1609.03126, section 2.4."""

import torch
import torch.nn.functional as F
from torch import Tensor


def pull_away(features: Tensor) -> Tensor:
    """Mean squared cosine between two different rows of (n, width), a scalar in [0, 1].

    0 where every two rows are orthogonal. Some lecture notes print the cosine's numerator over its
    own absolute value, unsquared: that is ±1 wherever the features lie.
    """
    rows = F.normalize(features, dim=1)
    squares = (rows @ rows.T).square()
    count = len(rows)
    others = squares.sum() - torch.diagonal(squares).sum()
    return others / max(count * (count - 1), 1)
