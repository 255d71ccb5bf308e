"""The search for samples of a class, as a task: what it has found so far, and what it gave."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.core.system import System
from ganstudio.edit.confirm import Confirm, Tried
from ganstudio.edit.request import Rendering
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tasks import Report
from ganstudio.ui.tools.lone_task import LoneTask

MOST_RESULTS = 24


@dataclass(frozen=True, slots=True)
class Trying:
    """A draw of a search that goes on."""

    request: Confirm
    tried: Tried


@dataclass(frozen=True, slots=True)
class _Ended:
    weights: str
    request: Confirm
    rendering: Rendering


class ConfirmSearch(LoneTask):
    """What one gave is kept by its request and weights, the oldest go."""

    heard = Signal(object)  # Trying: of draws that were found, and of some of the others
    failed = Signal(object)  # the exception
    _told = Signal(object)  # from the thread of a search

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent)
        self._kept: dict[tuple[str, Confirm], Rendering] = {}
        self.searched: Confirm | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def result(self, request: Confirm) -> Rendering | None:
        """What a request gave with the weights that are chosen."""
        chosen = self.desk.chosen
        return None if chosen is None else self._kept.get((chosen.ref.weights, plain(request)))

    def begin(self, request: Confirm) -> None:
        """Nothing while one goes on."""
        chosen = self.desk.chosen
        if chosen is None or self.is_busy:
            return
        self.searched = plain(request)
        model, weights = chosen.model.averaged, chosen.ref.weights
        work = partial(_search, self.searched, model, weights, self._told.emit)
        self.start(f"Generate until named class {request.wanted}", work, self._on_ended)

    def take_failure(self, error: Exception) -> None:
        self.failed.emit(error)

    def end(self) -> None:
        self.searched = None
        self.changed.emit()

    def _on_told(self, told: Trying) -> None:
        if told.request is self.searched and self.is_busy:
            self.heard.emit(told)

    def _on_ended(self, ended: _Ended) -> None:
        while len(self._kept) >= MOST_RESULTS:
            self._kept.pop(next(iter(self._kept)))
        self._kept[ended.weights, ended.request] = ended.rendering


def plain(request: Confirm) -> Confirm:
    """Without the picture that is shown beside the sheet: it changes nothing of it."""
    return request.model_copy(update={"given": None})


def _search(
    request: Confirm,
    system: System,
    weights: str,
    heard: Callable[[Trying], None],
    report: Report,
) -> _Ended:
    """On the thread of a task. Raises what the request raises, and Cancelled."""
    every = max(request.most // 100, 1)

    def tell(tried: Tried) -> None:
        report(max(tried.draws / request.most, tried.found / request.count))
        if tried.is_found or tried.draws % every == 0:
            heard(Trying(request, tried))

    return _Ended(weights, request, request.search(system, tell))
