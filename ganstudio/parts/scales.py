"""What a game learns of a critic at several resolutions: its verdicts, and its features.

Wang et al. 2018, arXiv:1711.11585, eq. 2 to 4; Park et al. 2019, arXiv:1903.07291, sec. 3.2.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import torch
from torch import Tensor

from ganstudio.parts.multiscale import Layers

Manner = Literal["spade", "pix2pixhd"]
"""Whose program a game adds up like."""

Scales = Sequence[Layers]


def halves(scales: Scales) -> tuple[list[Layers], list[Layers]]:
    """What a critic found in the first and in the second half of a batch."""
    pairs = [[layer.chunk(2) for layer in layers] for layers in scales]
    return (
        [tuple(first for first, _ in layers) for layers in pairs],
        [tuple(second for _, second in layers) for layers in pairs],
    )


def over_scales(stake: Callable[..., Tensor], verdicts: Sequence[Scales], manner: Manner) -> Tensor:
    """A stake in the scores at each resolution, a scalar: SPADE takes the mean of all.

    Args:
        stake: of the scores (n, 1, h, w) of each of the verdicts.
        verdicts: of the same critic, on real pictures and on fakes, or on one of them.
        manner: whose sums.
    """
    scores = ([layers[-1] for layers in verdict] for verdict in verdicts)
    stakes = torch.stack([stake(*each) for each in zip(*scores, strict=True)])
    return stakes.mean() if manner == "spade" else stakes.sum()


def matched_features(real: Scales, fake: Scales, manner: Manner) -> Tensor:
    """The mean absolute gaps of the features behind each layer but the last, a scalar.

    Each resolution has the same share; nothing is learned by way of the real pictures. SPADE adds
    the layers of one, and pix2pixHD takes four times their mean: with three halvings, which both
    programs have, that is the same.
    """
    gaps = [_gap(*layers, manner) for layers in zip(real, fake, strict=True)]
    return torch.stack(gaps).mean()


def _gap(real: Layers, fake: Layers, manner: Manner) -> Tensor:
    pairs = zip(real[:-1], fake[:-1], strict=True)
    gaps = torch.stack([(on_fake - on_real.detach()).abs().mean() for on_real, on_fake in pairs])
    return gaps.sum() if manner == "spade" else 4 * gaps.mean()


def flat_scores(scales: Scales) -> Tensor:
    """All scores of all resolutions, (m,), without a graph."""
    return torch.cat([layers[-1].detach().flatten() for layers in scales])
