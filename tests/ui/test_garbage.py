import gc
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ganstudio.ui.garbage import PERIOD, GarbageCollector


class Cyclic(QWidget):
    def __init__(self, on_death):
        super().__init__()
        self.own = self
        self.destroyed.connect(on_death, Qt.ConnectionType.DirectConnection)


@pytest.fixture
def collector(qapp):
    made = GarbageCollector()
    made.begin()
    made.spare_imports()
    yield made
    made.end()
    gc.disable()  # as the tests of the interface run


def fill_cycles(count):
    for _ in range(count):
        cycle = []
        cycle.append(cycle)


def test_a_widget_in_a_cycle_dies_on_the_gui_thread_though_another_makes_the_garbage(
    qtbot, collector
):
    threads = []
    Cyclic(lambda: threads.append(threading.get_ident()))
    other = threading.Thread(target=fill_cycles, args=(20_000,))
    other.start()
    other.join()
    assert threads == []
    qtbot.waitUntil(lambda: bool(threads), timeout=20 * PERIOD)
    assert threads == [threading.get_ident()]


def test_nothing_is_collected_before_it_is_due(collector):
    gc.collect()
    assert collector.collect_due() is None
    fill_cycles(2 * gc.get_threshold()[0])
    assert collector.collect_due() == 0


def test_the_interpreter_collects_again_after_the_end(qapp):
    made = GarbageCollector()
    made.begin()
    assert not gc.isenabled()
    made.end()
    assert gc.isenabled()
    gc.disable()
