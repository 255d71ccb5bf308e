"""How regular the GUI stays while panels are fed: `python -m tests.ui.panels.pace [HISTORY]`.

Prints the gaps between ticks of a 16 ms timer while eight panels get new events ten times a
second, and what one repaint of each panel costs the processor.
"""

import sys
import time

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ganstudio.core.events import ScalarsRecorded
from ganstudio.ui.theme import theme
from tests.ui.panels import feed
from tests.ui.panels.look import ROWS, Desk

SECONDS = 12


class Probe(QObject):
    """Feeds a desk at 10 Hz and writes down when a 16 ms timer really ticks."""

    def __init__(self, desk, step):
        super().__init__()
        self.desk, self.step, self.ticks = desk, step, []
        self._fast = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._fast.timeout.connect(self._tick)
        self._slow = QTimer(self, interval=100)
        self._slow.timeout.connect(self._feed)
        self._fed, self._start = 0, step

    def start(self):
        self._fast.start()
        self._slow.start()

    def _tick(self):
        self.ticks.append((time.perf_counter(), time.process_time()))

    def _feed(self):
        step, board = self.step, self.desk.board
        events = [ScalarsRecorded(step + 6, step / 50, feed.curves(step, step + 6))]
        events.append(feed.progress(step + 6, 2 * self._start))
        if self._fed % 5 == 0:
            events += [feed.snapshot(step, kept=self._fed % 25 == 0), feed.scores(step)]
        board.receive(events)
        self.step += 6
        self._fed += 1


class BusyDesk(Desk):
    def plots(self):
        return [self.losses, self.wasserstein, self.gradients, self.scores]


def main(history):
    application = QApplication([])
    theme().install("dark")
    desk = BusyDesk()
    for first in range(0, history, 20_000):
        until = min(first + 20_000, history)
        desk.board.receive([ScalarsRecorded(until, until / 50, feed.curves(first, until))])
    desk.board.receive([feed.snapshot(step) for step in range(0, history, max(history // 60, 1))])
    desk.board.set_total(2 * history)
    desk.live.set_rows(ROWS)
    desk.resize(QSize(1376, 780))
    desk.show()
    application.processEvents()
    desk.board.refresh()
    probe = Probe(desk, history)
    desk.board.start()
    probe.start()
    loop = QEventLoop()
    QTimer.singleShot(SECONDS * 1000, loop.quit)
    loop.exec()
    gaps, busy = 1000 * np.diff(np.array(probe.ticks[30:]), axis=0).T
    for what, values in (("gaps of a 16 ms timer", gaps), ("CPU time between ticks", busy)):
        p50, p95, p99 = np.percentile(values, (50, 95, 99))
        words = f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f}, largest {values.max():.1f} ms"
        sys.stdout.write(f"history {history:,}: {what}: {words}\n")
    for panel in desk.board.panels:
        began = time.process_time()
        for _ in range(10):
            panel.mark_dirty()
            panel.refresh()
            panel.grab()
        cost = 100 * (time.process_time() - began)
        sys.stdout.write(f"  {panel.title}: {cost:.1f} ms of CPU a repaint\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
