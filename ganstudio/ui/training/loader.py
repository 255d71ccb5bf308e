"""Kept snapshots come back from the run's folder on a thread: the latest request wins."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal

from ganstudio.core.errors import StudioError
from ganstudio.core.events import SnapshotTaken
from ganstudio.engine import snapshots


class _Reading(QThread):
    """Reads one snapshot; the result is there once the thread has finished."""

    def __init__(self, folder: Path, step: int) -> None:
        super().__init__()
        self.folder = folder
        self.step = step
        self.found: SnapshotTaken | None = None
        self.error: StudioError | None = None

    def run(self) -> None:
        try:
            self.found = snapshots.load(self.folder, self.step)
        except StudioError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - the top of a thread: nothing may escape it
            self.error = StudioError(f"Snapshot {self.step} cannot be read: {error}.")


class SnapshotLoader(QObject):
    """At most one snapshot is being read and at most one waits."""

    loaded = Signal(object)  # (folder, SnapshotTaken)
    failed = Signal(object)  # StudioError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: _Reading | None = None
        self._next: tuple[Path, int] | None = None

    def ask(self, folder: Path, step: int) -> None:
        """Read `<folder>/<step>.npz`; a request that still waits is forgotten."""
        if self._reading is not None:
            is_same = (self._reading.folder, self._reading.step) == (folder, step)
            self._next = None if is_same else (folder, step)
            return
        self._reading = _Reading(folder, step)
        self._reading.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._reading.start()

    def wait(self, milliseconds: int = 5000) -> bool:
        self._next = None
        return self._reading is None or self._reading.wait(milliseconds)

    def _on_finished(self) -> None:
        reading, self._reading = self._reading, None
        if reading is None:
            return
        reading.wait()
        if reading.found is not None:
            self.loaded.emit((reading.folder, reading.found))
        elif reading.error is not None:
            self.failed.emit(reading.error)
        if self._next is not None:
            folder, step = self._next
            self._next = None
            self.ask(folder, step)
