"""Explore on a tiny run, for tests of its tools."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.ui.context import StudioContext
from ganstudio.ui.workspaces.explore import ExploreWorkspace

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def opened(qtbot, context: StudioContext, path: Path, tool: str) -> ExploreWorkspace:
    """Explore with a run's model and a tool, all of it drawn."""
    workspace = ExploreWorkspace(context)
    qtbot.addWidget(workspace)
    workspace.resize(1376, 836)
    workspace.show()
    workspace.open_model(path)
    qtbot.waitUntil(lambda: workspace.desk.chosen is not None, timeout=30_000)
    workspace.choose_tool(tool)
    rest(qtbot, workspace)
    return workspace


def rest(qtbot, workspace) -> None:
    """Until everything asked for is drawn and shown."""
    renderer = workspace.desk.renderer
    qtbot.waitUntil(lambda: not renderer.is_busy and not renderer._newest, timeout=60_000)


def drag(widget: QWidget, start: QPointF, end: QPointF, keys=NO_KEYS) -> None:
    """Press, move in three steps, release."""
    QTest.mousePress(widget, LEFT, keys, start.toPoint())
    for step in (0.3, 0.7, 1.0):
        send_move(widget, start + (end - start) * step, keys)
    QTest.mouseRelease(widget, LEFT, keys, end.toPoint())


def send_move(widget: QWidget, place: QPointF, keys=NO_KEYS) -> None:
    """QTest moves without buttons and keys: the event is built here."""
    where = widget.mapToGlobal(place)
    event = QMouseEvent(QEvent.Type.MouseMove, place, where, Qt.MouseButton.NoButton, LEFT, keys)
    QApplication.sendEvent(widget, event)


def drop(widget: QWidget, mime, place: QPoint) -> None:
    """What Qt sends when something is dragged over a widget and let go."""
    copy = Qt.DropAction.CopyAction
    widget.dragMoveEvent(QDragMoveEvent(place, copy, mime, LEFT, NO_KEYS))
    widget.dropEvent(QDropEvent(QPointF(place), copy, mime, LEFT, NO_KEYS))
