"""Run as a process of its own: training speed without a window, or beside a live one."""

import json
import sys
import tempfile
import threading
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
WARM_UP_SECONDS = 4.0


class _Speed:
    """Steps a second between the end of the warm-up and the last report."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None
        self._last = (0.0, 0)
        self._began = 0.0

    listens: tuple[type, ...] = (ProgressMade,)

    def receive(self, events: Sequence[Event]) -> None:
        for event in events:
            self.take(event)

    def take(self, event: Event) -> None:
        if not isinstance(event, ProgressMade) or not event.step:
            return
        now = time.perf_counter()
        self._began = self._began or now
        if now - self._began < WARM_UP_SECONDS:
            return
        self._first = self._first or (now, event.step)
        self._last = (now, event.step)

    def rate(self) -> float:
        assert self._first is not None, "the run was over before the warm-up was"
        return (self._last[1] - self._first[1]) / (self._last[0] - self._first[0])


def headless(document: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Train as the command line does."""
    speed, control = _Speed(), RunControl()
    stop = threading.Timer(seconds + WARM_UP_SECONDS, control.stop)
    stop.start()
    with tempfile.TemporaryDirectory() as folder:
        job = Job(Path(folder) / "run", from_document(document, "the benchmark"), device="cpu")
        train(job, speed.take, control)
    stop.cancel()
    return {"rate": speed.rate()}


class _Gaps(QObject):
    """Lateness of a precise timer while the event loop does its work."""

    def __init__(self) -> None:
        super().__init__()
        self.milliseconds: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start(PROBE_MILLISECONDS)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.milliseconds.append(1e3 * (now - self._last))
        self._last = now


class _Watch(QObject):
    """Starts a run in the real window, measures, and closes everything."""

    def __init__(self, studio: Studio, text: str, seconds: float) -> None:
        super().__init__()
        self._studio = studio
        self._text = text
        self._milliseconds = round(1e3 * seconds)
        self.speed = _Speed()
        self.gaps = _Gaps()
        studio.context.engine_ready.connect(self._open)
        studio.context.run_started.connect(self._on_started)

    def _open(self) -> None:
        self._studio.context.open_preset(None, self._text, start=True)

    def _on_started(self, training: object) -> None:
        assert isinstance(training, RunSession)
        self._session = training
        training.subscribe(self.speed)
        QTimer.singleShot(round(1e3 * WARM_UP_SECONDS), self, self.gaps.start)
        QTimer.singleShot(self._milliseconds + round(1e3 * WARM_UP_SECONDS), self, self._end)

    def _end(self) -> None:
        """Stop; the window closes once the run has told that it is over, and then asks nothing."""
        self.gaps.stop()
        self._studio.context.run_ended.connect(self._close)
        self._session.stop()

    def _close(self, _training: object) -> None:
        QTimer.singleShot(0, self._studio.window, self._studio.window.close)


def windowed(document: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Train in the studio's own window, at its default size, all panels open."""
    application = make_application()
    studio = Studio(application)
    watch = _Watch(studio, dumps(from_document(document, "the benchmark")), seconds)
    studio.begin()
    application.exec()
    studio.end()
    return {"rate": watch.speed.rate(), "gaps": watch.gaps.milliseconds}


if __name__ == "__main__":
    side = {"headless": headless, "window": windowed}[sys.argv[1]]
    sys.stdout.write(json.dumps(side(json.loads(sys.argv[2]), float(sys.argv[3]))) + "\n")
