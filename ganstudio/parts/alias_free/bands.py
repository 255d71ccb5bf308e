"""How many maps each layer of StyleGAN3 has, and what frequencies they hold.

Karras et al. 2021, arXiv:2106.12423, sec. 3.2: the cutoff grows by the same factor from layer to
layer, and stops growing for the last ones, which are sampled as finely as the picture.
"""

import math

from ganstudio.nn.alias_free import Band

CRITICAL = 2  # layers at the end that are sampled critically
FIRST_CUTOFF, FIRST_STOPBAND = 2.0, 2**2.1
LAST_STOPBAND = 2**0.3  # times the last cutoff
MARGIN = 10  # samples around the picture


def bands(side: int, layers: int) -> list[Band]:
    """Of each layer and of the last one, which makes colours: `layers` + 1 of them."""
    last = side / 2
    found = []
    for index in range(layers + 1):
        share = min(index / (layers - CRITICAL), 1)
        cutoff = FIRST_CUTOFF * (last / FIRST_CUTOFF) ** share
        stopband = FIRST_STOPBAND * (last * LAST_STOPBAND / FIRST_STOPBAND) ** share
        rate = 1 << math.ceil(math.log2(min(2 * stopband, side)))
        half_width = max(stopband, rate / 2) - cutoff
        has_margin = index < layers - 1
        found.append(Band(rate + 2 * MARGIN * has_margin, rate, cutoff, half_width))
    return found


def widths(found: list[Band], channels: int, most: int) -> list[int]:
    """Maps of each layer but the last: as many as `channels` at the picture's own band."""
    base = channels * found[-1].rate
    return [round(min(base / 2 / band.cutoff, most)) for band in found[:-1]]
