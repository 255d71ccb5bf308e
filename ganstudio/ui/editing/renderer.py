"""One worker that draws: of each asker the newest request alone, the others are passed over."""

import threading
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QThread, Signal

from ganstudio.core.errors import Cancelled, StudioError
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture
from ganstudio.edit.request import Rendering, Request
from ganstudio.engine.devices import set_threads
from ganstudio.engine.setup import count_parameters

WAIT_MILLISECONDS = 10_000


class Job(NamedTuple):
    """A request of one asker, and the model it is for."""

    key: str
    request: Request
    system: System
    follows: bool = False


@dataclass(frozen=True, slots=True)
class PictureDone:
    """One picture of a request that goes on."""

    key: str
    request: Request
    index: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class RequestDone:
    """All of a request."""

    key: str
    request: Request
    rendering: Rendering


@dataclass(frozen=True, slots=True)
class RequestFailed:
    """A request that a model could not carry out, as one sentence."""

    key: str
    request: Request
    error: Exception


class _Worker(QThread):
    told = Signal(object)  # PictureDone | RequestDone | RequestFailed

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, Job] = {}
        self._current: Job | None = None
        self._is_stale = False
        self._ends = False
        self._changed = threading.Condition()

    def begin(self) -> None:
        """Work, again too: a window that was about to close may have stayed."""
        if not self.isRunning():
            self._ends = False
            self.start()

    def submit(self, job: Job) -> None:
        with self._changed:
            self._waiting.pop(job.key, None)
            self._waiting[job.key] = job
            if self._current is not None and self._current.key == job.key:
                self._is_stale = True
            self._changed.notify()

    def cancel(self, key: str) -> None:
        with self._changed:
            self._waiting.pop(key, None)
            if self._current is not None and self._current.key == key:
                self._is_stale = True

    def end(self) -> None:
        with self._changed:
            self._ends = self._is_stale = True
            self._waiting.clear()
            self._changed.notify()

    @property
    def is_busy(self) -> bool:
        with self._changed:
            return bool(self._waiting) or self._current is not None

    def run(self) -> None:
        while (job := self._next()) is not None:
            self._carry_out(job)

    def _next(self) -> Job | None:
        with self._changed:
            self._current = None
            while not self._waiting and not self._ends:
                self._changed.wait()
            if self._ends:
                return None
            self._current = self._waiting.pop(next(iter(self._waiting)))
            self._is_stale = False
            return self._current

    def _carry_out(self, job: Job) -> None:
        def tell(index: int, picture: Picture) -> None:
            is_stale = self._is_stale
            if not is_stale or job.follows:
                self.told.emit(PictureDone(job.key, job.request, index, picture))
            if is_stale:
                raise Cancelled("A newer request has come.")

        try:
            set_threads(0, sum(count_parameters(job.system).values()))  # of this thread
            rendering = job.request.run(job.system, tell)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - the top of a thread: nothing may escape it
            if not self._is_stale:
                self.told.emit(RequestFailed(job.key, job.request, _readable(error)))
        else:
            if not self._is_stale:
                self.told.emit(RequestDone(job.key, job.request, rendering))


class Renderer(QObject):
    """At most one request in flight; of those that wait, one an asker: the newest.

    A result that a newer request of the same asker has overtaken is not signalled, but the picture
    that was being drawn for one that `follows`: a slider that is dragged would show none else.
    """

    picture_done = Signal(object)  # PictureDone
    done = Signal(object)  # RequestDone
    failed = Signal(object)  # RequestFailed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: dict[str, Request] = {}
        self._following: set[str] = set()
        self._worker = _Worker(self)
        self._worker.told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._worker.begin()

    def ask(self, key: str, request: Request, system: System, *, follows: bool = False) -> None:
        """Draw for `key`; what it asked before is forgotten.

        With `follows` its pictures mean something on their own, whichever request they are of.
        """
        self._newest[key] = request
        (self._following.add if follows else self._following.discard)(key)
        self._worker.begin()
        self._worker.submit(Job(key, request, system, follows))

    def cancel(self, key: str) -> None:
        self._newest.pop(key, None)
        self._following.discard(key)
        self._worker.cancel(key)

    @property
    def is_busy(self) -> bool:
        return self._worker.is_busy

    def waits_for(self, key: str) -> bool:
        """Whether an answer for `key` is still to come."""
        return key in self._newest

    def shut_down(self) -> bool:
        """End the worker. Gives whether it ended."""
        self._worker.end()
        return self._worker.wait(WAIT_MILLISECONDS)

    def _pass_on(self, told: object) -> None:
        if not isinstance(told, PictureDone | RequestDone | RequestFailed):
            return
        is_newest = self._newest.get(told.key) is told.request
        if isinstance(told, PictureDone) and told.key in self._following:
            self.picture_done.emit(told)
            return
        if not is_newest:
            return
        match told:
            case PictureDone():
                self.picture_done.emit(told)
            case RequestDone():
                del self._newest[told.key]
                self.done.emit(told)
            case RequestFailed():
                del self._newest[told.key]
                self.failed.emit(told)


def _readable(error: Exception) -> Exception:
    """What a user can be told; the rest keeps its traceback for Details."""
    if isinstance(error, StudioError | MemoryError):
        return error
    readable = StudioError(f"The model could not draw this: {error}.")
    readable.__cause__ = error
    return readable
