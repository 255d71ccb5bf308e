"""Runs preflights beside the interface: the latest request wins, one is under way at most."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ganstudio.engine.preflight import Preflight, preflight
from ganstudio.engine.preset import Preset
from ganstudio.ui.tasks import Report, Task, TaskError

STILL = 600  # milliseconds without an edit before a preflight starts


class _Work:
    """One request, captured on the GUI thread."""

    def __init__(self, preset: Preset, device: str) -> None:
        self.preset = preset
        self.device = device
        self._report: Report | None = None

    def __call__(self, report: Report) -> Preflight:
        self._report = report
        return preflight(self.preset, self.device, self._tell)

    def _tell(self, text: str, share: float) -> None:
        if self._report is not None:
            self._report(share, text)


class PreflightRunner(QObject):
    """At most one preflight is under way, and only the latest request is answered."""

    started = Signal()
    measured = Signal(object)  # Preflight

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: _Work | None = None
        self._task: Task | None = None
        self._running: _Work | None = None
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(self._launch)

    @property
    def is_busy(self) -> bool:
        return self._wanted is not None

    def ask(self, preset: Preset, device: str) -> None:
        """Measure `preset` once it has been still; an older request is dropped."""
        self._wanted = _Work(preset, device)
        self._still.start()

    def shut_down(self) -> None:
        """Ask a preflight under way to end, and wait for it."""
        self._wanted = None
        self._still.stop()
        if self._task is not None:
            self._task.cancel()
            self._task.wait(5000)

    def _launch(self) -> None:
        if self._wanted is None:
            return
        if self._task is not None:
            self._task.cancel()
            return
        self._running = self._wanted
        self._task = Task("Preflight", self._running)
        queued = Qt.ConnectionType.QueuedConnection
        self._task.done.connect(self._take, queued)
        self._task.failed.connect(self._fail, queued)
        self._task.finished.connect(self._end, queued)
        self._task.start()
        self.started.emit()

    def _take(self, result: Preflight) -> None:
        if self._running is self._wanted:
            self._wanted = None
            self.measured.emit(result)

    def _fail(self, failure: TaskError) -> None:
        said = f"The trial steps failed: {failure.error}. Change the part that was edited last."
        self._take(Preflight((), "", problem=said))

    def _end(self) -> None:
        if self._task is not None:
            self._task.wait()  # until the thread has also left what Qt does after `run`
        self._task = None  # the last of it: nothing else deletes it
        if self._wanted is not None and not self._still.isActive():
            self._launch()
