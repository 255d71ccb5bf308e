"""One run's panels together: what the host of panels needs, in one object."""

import time
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.events import (
    Event,
    ProgressMade,
    RunStarted,
    ScalarsRecorded,
    SnapshotTaken,
)
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.pace import Pace
from ganstudio.ui.panels.snapshot_book import SnapshotBook

PLOT_RATE = 10  # a second


class PanelBoard(QObject):
    """Feeds events to panels, repaints them at the plot rate, and moves one playhead for all."""

    playhead_moved = Signal(object)  # a step, or None for live

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.curves = CurveStore()
        self.snapshots = SnapshotBook()
        self.playhead: int | None = None
        self._panels: list[Panel] = []
        self._version = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._refresh_next)
        self._pace = Pace()
        self._rate = PLOT_RATE
        self._length = self._ends = 0.0
        self._waiting: list[Panel] = []

    @property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(self._panels)

    def add(self, panels: Iterable[Panel]) -> None:
        """Bind panels to this board's run; the caller places them in its layout."""
        for panel in panels:
            panel.bind(self.curves, self.snapshots)
            panel.playhead_moved.connect(self.set_playhead)
            panel.crosshair_moved.connect(self._set_crosshair)
            self._panels.append(panel)

    def start(self) -> None:
        """Repaint regularly from now on."""
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    def set_rate(self, per_second: int) -> None:
        """How often a panel may repaint, at most."""
        self._rate = max(per_second, 1)

    def open_run(self) -> None:
        """Empty everything, for another run."""
        self.curves.clear()
        self.snapshots.clear()
        self.playhead = None
        for panel in self._panels:
            panel.clear()

    def receive(self, events: Sequence[Event]) -> None:
        """Take in a batch of events of the run, in their order."""
        for event in events:
            self._keep(event)
        for panel in self._panels:
            panel.receive(events)

    def rewind(self, step: int) -> None:
        """Forget what came after `step`, because the run is continued from there."""
        self.curves.truncate(step)
        self.snapshots.truncate(step)
        for panel in self._panels:
            panel.mark_dirty()

    def set_total(self, total_steps: int) -> None:
        for panel in self._panels:
            panel.set_total(total_steps)

    def set_playhead(self, step: object) -> None:
        """Show every panel at a step; None goes back to live."""
        wanted = round(step) if isinstance(step, int | float) else None
        if wanted == self.playhead:
            return
        self.playhead = wanted
        for panel in self._panels:
            panel.set_playhead(wanted)
        self.refresh()
        self.playhead_moved.emit(wanted)

    def _set_crosshair(self, step: object) -> None:
        """Point at a step in every plot."""
        for panel in self._panels:
            panel.set_crosshair(step if isinstance(step, int) else None)

    def refresh(self) -> None:
        """Repaint all panels that are seen and have something new."""
        self._notice_snapshots()
        for panel in self._panels:
            panel.refresh()

    def _refresh_next(self) -> None:
        """Repaint the next panel of the round that has something new, and wait for the next turn.

        A panel repaints once a round at most; turns spread over the round, so that no wait of the
        event loop grows long.
        """
        if not self._waiting:
            self._length = self._pace.next_round(1 / self._rate)
            self._ends = time.perf_counter() + self._length
            self._waiting = list(self._panels)
        self._notice_snapshots()
        while self._waiting and not self._waiting.pop(0).refresh():
            pass
        pause = self._length / max(len(self._panels), 1)
        if not self._waiting:
            pause = max(self._ends - time.perf_counter(), pause)
        self._timer.start(round(1000 * pause))

    def _notice_snapshots(self) -> None:
        if self.snapshots.version != self._version:
            self._version = self.snapshots.version
            for panel in self._panels:
                if SnapshotTaken in panel.listens:
                    panel.mark_dirty()

    def _keep(self, event: Event) -> None:
        if isinstance(event, ScalarsRecorded):
            self.curves.add(event.curves)
            self.curves.clock.add(event.step, event.seconds)
        elif isinstance(event, SnapshotTaken):
            self.snapshots.add(event)
        elif isinstance(event, RunStarted):
            self.rewind(event.first_step)
            self.set_total(event.total_steps)
        elif isinstance(event, ProgressMade):
            self.set_total(event.total_steps)
            if event.step:
                self.curves.clock.images_per_step = event.seen / event.step
