"""Sessions on their way to the disk: written by a thread of their own, each place's newest."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from ganstudio.edit.documents import Session, write

WAIT_MILLISECONDS = 10_000


class Autosave(QThread):
    """A disk that is slow to confirm holds up nobody who paints.

    A file is replaced whole (`core/paths.py: write_atomically`), so that a crash at any time
    leaves what was there before, or what was to be written.
    """

    failed = Signal(object)  # OSError that names the file

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Path, Session] = {}
        self._is_writing = self._ends = False
        self._changed = threading.Condition()

    def keep(self, path: Path, session: Session) -> None:
        """Write soon; what waited for the same place is passed over."""
        with self._changed:
            self._waiting[path] = session
            self._changed.notify_all()
        if not self.isRunning():
            self._ends = False
            self.start(QThread.Priority.LowPriority)

    def settle(self) -> bool:
        """Wait until all is written. Gives whether it is."""
        with self._changed:
            return self._changed.wait_for(self._is_idle, WAIT_MILLISECONDS / 1000)

    def shut_down(self) -> bool:
        """Write what waits, and end. Gives whether the thread ended."""
        with self._changed:
            self._ends = True
            self._changed.notify_all()
        return self.wait(WAIT_MILLISECONDS)

    def run(self) -> None:
        while (found := self._next()) is not None:
            try:
                write(*found)
            except OSError as error:
                self.failed.emit(error)

    def _next(self) -> tuple[Path, Session] | None:
        with self._changed:
            self._is_writing = False
            self._changed.notify_all()
            while not self._waiting and not self._ends:
                self._changed.wait()
            if not self._waiting:
                return None
            self._is_writing = True
            path = next(iter(self._waiting))
            return path, self._waiting.pop(path)

    def _is_idle(self) -> bool:
        return not self._waiting and not self._is_writing
