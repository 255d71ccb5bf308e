"""Run as a process of its own: how soon the first window is painted."""

import json
import sys
import time

from ganstudio.ui.app import load

load()  # as the command does it, before anything else of Qt

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402

from ganstudio.ui.studio import Studio, make_application  # noqa: E402


class _FirstPaint(QObject):
    """Notices the first painted frame of a window and ends the application."""

    def __init__(self, studio: Studio, began: float) -> None:
        super().__init__()
        self._studio = studio
        self._began = began
        self.figures: dict[str, float | bool] = {}
        studio.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.figures:
            QTimer.singleShot(0, self, self._painted)
            watched.removeEventFilter(self)
        return False

    def _painted(self) -> None:
        self.figures = {"seconds": time.time() - self._began, "torch": "torch" in sys.modules}
        self._studio.window.close()


def measure(began: float) -> dict[str, float | bool]:
    """Open the studio, wait for its first frame, close it. `began` is when the process started."""
    application = make_application()
    studio = Studio(application)
    watcher = _FirstPaint(studio, began)
    studio.begin()
    application.exec()
    studio.end()
    return watcher.figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(float(sys.argv[1]))) + "\n")
