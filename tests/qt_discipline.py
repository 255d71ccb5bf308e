"""Qt's discipline: no garbage is collected inside events, nothing outlives its test.

Everything that drives widgets uses it. Python collects on whatever thread happens to allocate; a
widget that died with a cycle would have its C++ half destroyed on the thread that trains.
"""

import gc
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

from ganstudio.ui.theme import theme


def _still_at_work():
    found, own = [], QCoreApplication.instance().thread()
    for thing in gc.get_objects():
        if not issubclass(type(thing), QThread | QTimer):
            continue
        try:
            at_work = thing.isRunning() if issubclass(type(thing), QThread) else thing.isActive()
        except RuntimeError:  # its C++ half is gone already
            continue
        if at_work and thing != own:
            found.append(thing)
    return found


_spared = 0  # modules that were there when the collector was last told to pass over all


def spare_imports():
    """What was imported stays for good, so the collections between tests need not walk it."""
    global _spared
    if len(sys.modules) > _spared:
        _spared = len(sys.modules)
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def clean_qt(qapp):
    """Dress the application, collect garbage between tests alone, look for what was left."""
    if theme().mode != "dark" or not qapp.styleSheet():
        theme().install("dark")
    before = set(map(id, _still_at_work()))
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()
    left = [thing for thing in _still_at_work() if id(thing) not in before]
    assert not left, f"still at work after the test: {left}"
    spare_imports()
    assert sys.getrefcount(True) > 100
