"""Searches one after another, each a task of its own: what goes on, what waits, what it gave."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.edit.inversion import Invert
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tools.inversion_search import Ended, Searching, search
from ganstudio.ui.tools.lone_task import LoneTask


class SearchQueue(LoneTask):
    """A failure or a cancellation ends those that wait, too."""

    heard = Signal(object)  # Searching, of the search that goes on
    ended = Signal(object)  # Ended
    _told = Signal(object)  # from the thread of a search

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent)
        self._waiting: list[Invert] = []
        self.searched: Invert | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def begin(self, requests: Sequence[Invert]) -> None:
        """Search for each; nothing while one goes on."""
        if requests and not self.is_busy:
            self._waiting = list(requests[1:])
            self._search(requests[0])

    def cancel(self) -> None:
        self._waiting.clear()
        super().cancel()

    def take_failure(self, error: Exception) -> None:
        self._waiting.clear()
        super().take_failure(error)

    def end(self) -> None:
        self.searched = None
        self.changed.emit()
        if self._waiting:
            self._search(self._waiting.pop(0))

    def _search(self, request: Invert) -> None:
        chosen = self.desk.chosen
        if chosen is None:
            return
        self.searched = request
        model, weights = chosen.model.averaged, chosen.ref.weights
        work = partial(search, request, model, weights, self._told.emit)
        name = f"Invert {request.name or 'photo'} in {request.space}"
        self.start(name, work, self._on_ended)

    def _on_told(self, told: Searching) -> None:
        if told.request is self.searched and self.is_busy:
            self.heard.emit(told)

    def _on_ended(self, ended: Ended) -> None:
        self.ended.emit(ended)
