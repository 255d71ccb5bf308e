"""Qt's discipline: no garbage is collected inside events, nothing outlives its test."""

import gc
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
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


def _spare_imports():
    """What was imported stays for good, so the collections between tests need not walk it."""
    global _spared
    if len(sys.modules) > _spared:
        _spared = len(sys.modules)
        gc.collect()
        gc.freeze()


def pytest_collection_finish():
    _spare_imports()


@pytest.fixture(autouse=True)
def clean_qt(qapp):
    """Dress the application, collect garbage between tests alone, look for what was left."""
    if theme().mode != "dark" or not qapp.styleSheet():
        theme().install("dark")
    before = set(map(id, _still_at_work()))
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [thing for thing in _still_at_work() if id(thing) not in before]
    assert not left, f"still at work after the test: {left}"
    _spare_imports()
    assert sys.getrefcount(True) > 100


@pytest.fixture
def context(qapp, tmp_path):
    made = StudioContext(SettingsStore(tmp_path / "settings.json"))
    yield made
    made.settings_store.flush()
    assert made.tasks.shut_down()
    made.deleteLater()
