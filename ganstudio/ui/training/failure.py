"""Why a run ended by itself, above its panels, with the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.core.events import RunFailed
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.widgets.note import Note


class FailureNote(QWidget):
    """Hidden unless the run failed. `asked` carries resume, fork or details."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[RunFailed, int] | None = None
        self.note: Note | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 0)
        self.hide()

    def show_run(self, run: OpenRun) -> None:
        """Say why the run failed, or disappear."""
        failure = run.failure if run.phase == "failed" else None
        last = run.checkpoints[-1] if run.checkpoints else -1
        wanted = None if failure is None or run.is_training else (failure, last)
        if wanted == self._shown:
            return
        self._shown = wanted
        if self.note is not None:
            self._column.removeWidget(self.note)
            self.note.deleteLater()
            self.note = None
        if wanted is not None:
            self.note = Note("error", wanted[0].message, actions=_ways_on(*wanted))
            self.note.action.connect(self.asked)
            self._column.addWidget(self.note)
        self.setVisible(wanted is not None)


def _ways_on(failure: RunFailed, last: int) -> list[tuple[str, str]]:
    """(key, words) of the buttons: what can be done after this failure."""
    ways = []
    if last >= 0:
        ways.append(("resume", f"Resume from step {last:,}"))
        ways.append(("fork", f"Fork from step {last:,}"))
    if failure.details:
        ways.append(("details", "Details"))
    return ways
