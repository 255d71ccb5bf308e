"""Searches one after another, each a task of its own: what goes on, what waits, what it gave."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.edit.inversion import Invert
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tasks import Task, TaskError
from ganstudio.ui.tools.inversion_search import Ended, Searching, search


class SearchQueue(QObject):
    """At most one search goes on; a failure or a cancellation ends those that wait, too."""

    heard = Signal(object)  # Searching, of the search that goes on
    ended = Signal(object)  # Ended
    changed = Signal()  # one begins, or comes to its end
    _told = Signal(object)  # from the thread of a search

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self._waiting: list[Invert] = []
        self.searched: Invert | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def seconds_left(self) -> float | None:
        """Of the search that goes on; None while nothing can be said."""
        return self._task.seconds_left() if self._task is not None else None

    def begin(self, requests: Sequence[Invert]) -> None:
        """Search for each; nothing while one goes on."""
        if requests and self._task is None:
            self._waiting = list(requests[1:])
            self._search(requests[0])

    def cancel(self) -> None:
        """What it gave until then is forgotten."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _search(self, request: Invert) -> None:
        chosen = self._desk.chosen
        if chosen is None:
            return
        self.searched = request
        model, weights = chosen.model.averaged, chosen.ref.weights
        work = partial(search, request, model, weights, self._told.emit)
        name = f"Invert {request.name or 'photo'} in {request.space}"
        self._task = self._desk.context.tasks.run_task(name, work, self._on_ended, self._on_error)
        self._task.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self.changed.emit()

    def _on_told(self, told: Searching) -> None:
        if told.request is self.searched and self._task is not None:
            self.heard.emit(told)

    def _on_ended(self, ended: Ended) -> None:
        self.ended.emit(ended)

    def _on_error(self, failure: TaskError) -> None:
        self._waiting.clear()
        self._desk.context.tell_error(failure.error)

    def _on_finished(self) -> None:
        self._task = self.searched = None
        self.changed.emit()
        if self._waiting:
            self._search(self._waiting.pop(0))
