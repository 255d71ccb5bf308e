"""What the user is told: notices, the log that keeps them, and errors nobody caught."""

import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.core.errors import StudioError

Tone = Literal["info", "ok", "warn", "error"]
KEPT = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the user, with a detail line, a link and what is behind "Details"."""

    title: str
    detail: str = ""
    tone: Tone = "info"
    link: str = ""
    on_link: Callable[[], object] | None = None
    details: str = ""  # a traceback: shown only when asked for
    time: float = field(default_factory=time.time)  # seconds since 1970


def notice_of(error: BaseException) -> Notice:
    """An error in words: ours says what, where and what to do; any other keeps its traceback."""
    if isinstance(error, StudioError):
        return Notice(str(error), tone="error")
    details = "".join(traceback.format_exception(error))
    where = _place(error.__traceback__)
    said = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
    return Notice(
        f"Something failed in {where}",
        f"{said}. Your work is kept. Try it again, or report it with the details.",
        "error",
        details=details,
    )


def _place(trace: TracebackType | None) -> str:
    """The module of ours nearest to the error, in words: "the module ui.window"."""
    names = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(trace)]
    ours = [name for name in names if name.startswith("ganstudio.")]
    return ours[-1].removeprefix("ganstudio.") if ours else "the studio"


class NoticeLog(QObject):
    """Everything the user was told in this session, newest last. GUI thread alone."""

    added = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: deque[Notice] = deque(maxlen=KEPT)

    def post(self, notice: Notice) -> None:
        self._notices.append(notice)
        self.added.emit(notice)

    def post_error(self, error: BaseException) -> None:
        self.post(notice_of(error))

    def notices(self) -> tuple[Notice, ...]:
        return tuple(self._notices)


class UncaughtErrors(QObject):
    """Hooks of Python for errors nobody caught, on any thread; they end as notices in `log`."""

    raised = Signal(object)

    def __init__(self, log: NoticeLog) -> None:
        super().__init__(log)
        self.raised.connect(log.post, Qt.ConnectionType.QueuedConnection)
        self._earlier = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._earlier

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._earlier[0](kind, error, trace)
            return
        self.raised.emit(notice_of(error.with_traceback(trace)))

    def _on_thread_error(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            self.raised.emit(notice_of(failure.exc_value))
