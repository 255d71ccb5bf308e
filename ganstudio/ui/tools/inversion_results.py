"""What the searches of a session gave: by weights and request, the oldest forgotten."""

from collections.abc import Callable

from ganstudio.edit.inversion import Found, Invert
from ganstudio.edit.request import Rendering
from ganstudio.ui.tools.inversion_search import Ended
from ganstudio.ui.tools.inversion_trade import Traded
from ganstudio.ui.tools.inversion_tuned import TUNED, without_tuned

MOST_RESULTS = 24


class Results:
    """Renderings of requests that were carried out."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Invert], Rendering] = {}

    def add(self, ended: Ended) -> None:
        """Keep one; of tuned copies only the newest is kept, as weights are many."""
        while len(self._kept) >= MOST_RESULTS:
            self._kept.pop(next(iter(self._kept)))
        if TUNED in ended.rendering.readings:
            self._kept = {key: without_tuned(one) for key, one in self._kept.items()}
        self._kept[ended.weights, ended.request] = ended.rendering

    def of(self, weights: str, request: Invert | None) -> Rendering | None:
        return None if request is None else self._kept.get((weights, request))

    def dots(
        self, weights: str, request: Invert, place: Callable[[Found], int]
    ) -> tuple[Traded, ...]:
        """Every search of a photo with these weights; of equal names the newest.

        Args:
            weights: their fingerprint.
            request: the search that is shown.
            place: which of its kept pictures is.
        """
        dots: dict[str, Traded] = {}
        for (known, one), rendering in self._kept.items():
            if known != weights or one.target != request.target:
                continue
            found: Found = rendering.readings["found"]
            at = place(found) if one == request else len(found.steps) - 1
            name = one.space + (", tuned" if one.tuning else "")
            error = float(found.best[found.steps[at]])
            dots[name] = Traded(name, error, found.editability[at], one == request)
        return tuple(dots.values())
