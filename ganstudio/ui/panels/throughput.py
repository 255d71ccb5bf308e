"""How fast a run is and what it holds."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.core.events import Event, ProgressMade, RunStarted
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.readings import ReadingsRow, Shown
from ganstudio.ui.panels.wording import amount, duration, steps
from ganstudio.ui.widgets.curve import CurvePlot

_SPEED = "steps_per_second"


class ThroughputPanel(Panel):
    """Steps per second over the run, and four readings of now."""

    key = "panel-throughput"
    title = "Throughput"
    is_plain = True
    listens = (RunStarted, ProgressMade)
    empty_title = "Nothing measured yet"
    empty_text = "Speed, images seen and memory appear with the first steps."
    unrecorded = ("Speed is not kept", "It is measured while a run trains.")

    def __init__(self) -> None:
        super().__init__("steps per second")
        self.plot = CurvePlot()
        self.plot.set_live(False)
        self._readings = ReadingsRow()
        self._history = CurveStore()
        self._newest: ProgressMade | None = None
        self._device = ""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._readings)
        column.addWidget(self.plot, 1)
        self.set_body(body)

    def take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self._device = event.device
            self._history.truncate(event.first_step)
        elif isinstance(event, ProgressMade):
            self._newest = event
            at, speed = np.array([event.step]), np.array([event.steps_per_second])
            self._history.append(_SPEED, at.astype(np.int64), speed.astype(np.float64))

    def clear(self) -> None:
        super().clear()
        self._history.clear()
        self._newest = None
        self.plot.clear()

    def is_empty(self) -> bool:
        return self._newest is None

    def redraw(self) -> None:
        view = self._history.view(_SPEED, buckets=640)
        self.plot.set_x_axis(self.axis.ticks, self.axis.words)
        self.plot.set_curve(_SPEED, self.axis.places(view.x), view.raw, "text2")
        self.plot.set_playhead(None if self.playhead is None else self.axis.place(self.playhead))
        self._readings.set_readings(self._shown())

    def _shown(self) -> Sequence[Shown]:
        now = self._newest
        if now is None:
            return ()
        left = max(now.total_steps - now.step, 0) / max(now.steps_per_second, 1e-9)
        return (
            Shown("Steps per second", f"{now.steps_per_second:,.1f}"),
            Shown("Images seen", steps(now.seen)),
            Shown("Memory", amount(now.memory)),
            Shown("Left", duration(left) if now.total_steps else "open end"),
        )
