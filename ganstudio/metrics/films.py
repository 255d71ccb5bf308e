"""How steady films are, and whether a painter knows where the frame before shows nothing.

Flicker is the warping error of Lai et al. 2018, arXiv:1808.00449, sec. 3.2, by the known flow.
"""

from dataclasses import dataclass

from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.nn.warp import warped

THRESHOLD = 0.5  # of the share of fresh paint: above it a place counts as painted anew


@dataclass(frozen=True, slots=True)
class Films:
    """Films that were painted, and what is known of the scenes.

    Attributes:
        made: (n, t, c, h, w) in [-1, 1].
        real: likewise.
        flow: (n, t, 2, h, w) pixels from each place to where the frame before shows it.
        is_new: (n, t, h, w) bool, whether the frame before does not.
        fresh: (n, t, h, w) in [0, 1], how much of a place the painter says is new; or None.
        past: how many of the first frames are given.
    """

    made: Tensor
    real: Tensor
    flow: Tensor
    is_new: Tensor
    fresh: Tensor | None = None
    past: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of places that were found with those that are: intersection over union, in [0, 1].

    `chance` is what as many places would have that lie anywhere.
    """

    overlap: float
    chance: float


def flicker(films: Tensor, flow: Tensor, is_new: Tensor, first: int = 1) -> float:
    """Mean absolute difference of each frame from the one before, moved as the scene has moved.

    Over all places of which the frame before shows what is seen. Images go from -1 to 1; frames
    from the number `first` on are compared with those before them. NaN where there is no place.
    """
    now, before = films[:, first:], films[:, first - 1 : -1]
    moved = warped(before.flatten(0, 1), flow[:, first:].flatten(0, 1)).view_as(now)
    seen = ~is_new[:, first:]
    return float((now - moved).abs().mean(2)[seen].mean())


def agreement(found: Tensor, wanted: Tensor) -> Agreement:
    """Of two boolean tensors of one shape; NaN where neither holds a place."""
    both, either = float((found & wanted).sum()), float((found | wanted).sum())
    one, other = (float(side.double().mean()) for side in (found, wanted))
    by_chance = one + other - one * other
    if not either:
        return Agreement(float("nan"), float("nan"))
    return Agreement(both / either, one * other / by_chance)


def occlusion(films: Films) -> Agreement:
    """Of what the painter paints anew with what the frame before does not show.

    Raises:
        InputError: the painter tells nothing.
    """
    if films.fresh is None:
        raise InputError(
            "Only a painter that moves frames tells which places are new: this one paints each "
            "frame whole."
        )
    first = max(1, films.past)
    return agreement(films.fresh[:, first:] > THRESHOLD, films.is_new[:, first:])


def _flicker(films: Films) -> tuple[Figure, ...]:
    first = films.past + 1  # both frames are painted
    if first >= films.made.shape[1]:
        raise InputError(
            "Flicker needs two painted frames behind each other: choose data with longer films."
        )
    rows = (films.made, films.real)
    return tuple(Figure(flicker(row, films.flow, films.is_new, first)) for row in rows)


def _occlusion(films: Films) -> tuple[Figure, ...]:
    found = occlusion(films)
    return Figure(found.overlap), Figure(found.chance)


FILM_MEASURES: tuple[Measure[Films], ...] = (
    Measure({"flicker": "Flicker", "flicker_real": "Flicker of real films"}, _flicker, True),
    Measure(
        {"occlusion_iou": "IoU of what is new", "occlusion_chance": "IoU of it by chance"},
        _occlusion,
        True,
    ),
)
