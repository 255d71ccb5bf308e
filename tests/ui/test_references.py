"""PySide6 6.12.0 on Python 3.11 lost a reference to None or True at every call and aborted."""

import sys

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.ui.widgets.curve import CurvePlot

REPAINTS, SIGNALS = 2_000, 5_000
TOLERANCE = 50


class Sender(QObject):
    told = Signal(object)


class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.count = 0

    def take(self, _payload):
        self.count += 1


def test_two_thousand_repaints_lose_no_reference(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.resize(240, 120)
    plot.show()
    qtbot.waitExposed(plot)
    x = np.arange(50.0)
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for step in range(REPAINTS):
        plot.set_curve("critic/loss", x, np.sin(x + step), "critic")
        plot.grab()
    # 6.11 gains some references to None a paint, which harms nobody; a loss ends the process.
    assert sys.getrefcount(None) - none > -TOLERANCE
    assert abs(sys.getrefcount(True) - true) < TOLERANCE


def test_five_thousand_signals_leave_reference_counts_steady(qtbot):
    sender, receiver = Sender(), Receiver()
    sender.told.connect(receiver.take, Qt.ConnectionType.QueuedConnection)
    payload = object()
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(SIGNALS):
        sender.told.emit(payload)
    qtbot.waitUntil(lambda: receiver.count == SIGNALS, timeout=20_000)
    assert abs(sys.getrefcount(None) - none) < TOLERANCE
    assert abs(sys.getrefcount(True) - true) < TOLERANCE
