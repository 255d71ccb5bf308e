"""Run as a process of its own: training without a window, or beside a live one, until killed.

Tells its steps, and where asked for the lateness of a timer in the window's event loop, as lines
of JSON for `engine/sides.py`. The timer is a load of its own: it takes Python's lock 60 times a
second.
"""

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from ganstudio.core.control import RunControl
from ganstudio.core.events import Event, ProgressMade
from ganstudio.engine.preset import dumps, from_document
from ganstudio.engine.worker import Job, train
from ganstudio.ui.bridge import RunSession
from ganstudio.ui.studio import Studio, make_application

PROBE_MILLISECONDS = 16
TELL_MILLISECONDS = 1000


def tell(**line: Any) -> None:
    sys.stdout.write(json.dumps({"at": time.monotonic(), **line}) + "\n")
    sys.stdout.flush()


def headless(document: dict[str, Any]) -> None:
    """Train as the command line does."""

    def take(event: Event) -> None:
        if isinstance(event, ProgressMade) and event.step:
            tell(step=event.step)

    with tempfile.TemporaryDirectory() as folder:
        job = Job(Path(folder) / "run", from_document(document, "the benchmark"), device="cpu")
        train(job, take, RunControl())


class _Steps:
    """Tells the steps that the window hears of."""

    listens: tuple[type, ...] = (ProgressMade,)

    def receive(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, ProgressMade) and event.step:
                tell(step=event.step)


class _Gaps(QObject):
    """Lateness of a precise timer while the event loop does its work."""

    def __init__(self) -> None:
        super().__init__()
        self._gaps: list[tuple[float, float]] = []
        self._last = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PROBE_MILLISECONDS)
        self._teller = QTimer(self)
        self._teller.timeout.connect(self._tell)
        self._teller.start(TELL_MILLISECONDS)

    def _tick(self) -> None:
        now = time.monotonic()
        self._gaps.append((now, 1e3 * (now - self._last)))
        self._last = now

    def _tell(self) -> None:
        tell(gaps=self._gaps)
        self._gaps = []


class _Watch(QObject):
    """Starts a run in the real window and measures."""

    def __init__(self, studio: Studio, text: str, *, is_timed: bool) -> None:
        super().__init__()
        self._studio = studio
        self._text = text
        self._is_timed = is_timed
        self._steps = _Steps()
        studio.context.engine_ready.connect(self._open)
        studio.context.run_started.connect(self._on_started)

    def _open(self) -> None:
        self._studio.context.open_preset(None, self._text, start=True)

    def _on_started(self, training: object) -> None:
        assert isinstance(training, RunSession)
        training.subscribe(self._steps)
        if self._is_timed:
            self._gaps = _Gaps()


def windowed(document: dict[str, Any], *, is_timed: bool) -> None:
    """Train in the studio's own window, at its default size, all panels open."""
    application = make_application()
    studio = Studio(application)
    text = dumps(from_document(document, "the benchmark"))
    watch = _Watch(studio, text, is_timed=is_timed)
    studio.begin()
    application.exec()
    del watch


if __name__ == "__main__":
    mode, text = sys.argv[1:]
    if mode == "headless":
        headless(json.loads(text))
    else:
        windowed(json.loads(text), is_timed=mode == "timed")
