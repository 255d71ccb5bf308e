"""What is let go of lives until the event loop turns, and no longer."""

import shiboken6
from PySide6.QtCore import QObject

from ganstudio.ui.leaving import Leaving


def test_an_object_goes_with_its_children_once_the_event_loop_turns(qtbot):
    parent, gone = QObject(), []
    leaving = Leaving(parent)
    one = QObject(parent)
    child = QObject(one)
    one.destroyed.connect(lambda: gone.append("one"))
    leaving.let_go(one)
    assert one.parent() is None
    del one
    assert gone == []
    qtbot.waitUntil(lambda: gone == ["one"])
    assert not shiboken6.isValid(child)


def test_an_object_that_somebody_holds_stays(qtbot):
    parent = QObject()
    held = QObject(parent)
    Leaving(parent).let_go(held)
    qtbot.wait(10)
    assert shiboken6.isValid(held)
