"""A search on the thread of a task, and what it tells of itself."""

from collections.abc import Callable
from dataclasses import dataclass

from ganstudio.core.system import System
from ganstudio.edit.artist import Picture
from ganstudio.edit.inversion import MEASURES, Invert
from ganstudio.edit.request import Rendering
from ganstudio.ui.tasks import Report


@dataclass(frozen=True, slots=True)
class Searching:
    """Where a search is."""

    request: Invert
    step: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class Ended:
    """What a search gave, and the weights it was of."""

    weights: str
    request: Invert
    rendering: Rendering


def search(
    request: Invert,
    system: System,
    weights: str,
    heard: Callable[[Searching], None],
    report: Report,
) -> Ended:
    """Raises what the request raises, and Cancelled.

    Args:
        request: what is searched.
        system: with what; its weights are not changed.
        weights: their fingerprint.
        heard: called now and then, on the thread of the task.
        report: of the task.
    """
    whole = request.steps + request.tuning

    def tell(step: int, picture: Picture) -> None:
        report(None if step == MEASURES else min(step / max(whole, 1), 0.999))
        heard(Searching(request, step, picture))

    return Ended(weights, request, request.run(system, tell))
