"""How probable the classes of a sample are, in bars: the likeliest first, the rest in one."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ganstudio.ui.panels.wording import percent
from ganstudio.ui.widgets.class_bars import ClassBar


def chance_bars(
    names: Sequence[str],
    chances: NDArray[np.float32],
    most: int,
    *,
    colour: Callable[[int], str] = lambda _: "",
    wanted: int | None = None,
) -> list[ClassBar]:
    """One for each of at most `most` classes, and one for all others where there are more than one.

    Args:
        names: of the classes.
        chances: (k,) probabilities.
        most: bars of single classes.
        colour: #RRGGBB of a class, or nothing.
        wanted: the class that stands out.
    """
    order = np.argsort(-chances, kind="stable")
    is_whole = len(order) <= most + 1
    shown, rest = (order, order[:0]) if is_whole else np.split(order, [most])
    bars = [
        ClassBar(names[c], colour(c), float(chances[c]), percent(float(chances[c])), c == wanted)
        for c in shown.tolist()
    ]
    if len(rest):
        share = float(chances[rest].sum())
        is_wanted = wanted in rest.tolist()
        bars.append(ClassBar(f"{len(rest)} others", "", share, percent(share), is_wanted))
    return bars
