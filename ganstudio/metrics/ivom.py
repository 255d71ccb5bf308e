"""Inference via optimisation: how near a generator comes to real pictures, whatever the latent.

Metz et al. 2017, arXiv:1611.02163, section 3.5; Srivastava et al. 2017, arXiv:1705.07761, table 2.
What a collapsed generator dropped stays far from everything that it makes. Nothing holds latents
near the prior, as in Metz 2017, whose L-BFGS Adam stands for: so it tells little of points in a
plane, all of which are reached from far enough out.
"""

import math

from torch import Tensor, cat

from ganstudio.core.capabilities import Generates
from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.metrics.figures import Figure
from ganstudio.metrics.latent_search import Search, Targets, invert

PICTURES = 16  # real ones that are looked for
MOST_NUMBERS = 4_000_000  # of all fakes of one step of a search
SEARCH = Search(steps=100, restarts=3, prior_weight=0.0)


def ivom(
    generator: Generates,
    real: Tensor,
    labels: Tensor | None,
    random: RandomSource,
    search: Search = SEARCH,
) -> Figure:
    """Mean over real samples of the least mean squared error between one and G(z).

    Args:
        generator: in evaluation mode.
        real: (n, ...) samples, of which as many are looked for as is usual.
        labels: (n,) of their classes, where the generator has classes.
        random: where starts come from.
        search: how long and how hard.

    Raises:
        InputError: there are none, or the generator makes samples of another shape.
    """
    count = min(PICTURES, len(real))
    if not count:
        raise InputError("IvOM looks for real samples: give at least one.")
    at_once = max(1, MOST_NUMBERS // (search.restarts * math.prod(real.shape[1:])))
    found = []
    for start in range(0, count, at_once):
        part = slice(start, min(start + at_once, count))
        wanted = Targets(real[part], None if labels is None else labels[part])
        found.append(invert(generator, wanted, random, search).residual)
    return Figure(float(cat(found).double().mean()), samples=count, caution=_said(search, count))


def _said(search: Search, count: int) -> str:
    return (
        f"IvOM is the mean squared error per number to the nearest G(z) of each of {count} real "
        f"samples, searched with Adam from {search.restarts} starts of {search.steps} steps, with "
        "latents that may leave the prior: compare it only with searches as long."
    )
