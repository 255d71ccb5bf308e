"""One window for all tests of a module: its workers end with each test, and begin again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget

from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.edit.documents import Session
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.workspace import EditorWorkspace
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from tests.ui.tools.explore_bench import rest


@contextmanager
def lasting(kind: type[EditorWorkspace], home: Path) -> Iterator[EditorWorkspace]:
    """A workspace whose settings and sessions lie in `home`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        theme().install("dark")
        store = SettingsStore(home / "settings.json")
        made = kind(StudioContext(store))
        made.resize(1376, 836)
        made.show()
        yield made
        assert made.may_close()
        made.close()
        made.context.deleteLater()
        made.deleteLater()
        store.flush()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def begin(qtbot, workspace: EditorWorkspace, path: Path, tool: str) -> None:
    """A run's model and a tool with nothing done yet, all of it drawn."""
    workspace.open_model(path, Session(workspace=workspace.workspace))
    desk = workspace.desk
    qtbot.waitUntil(
        lambda: (
            desk.chosen is not None
            and desk.chosen.ref.run == path.name
            and not workspace.context.tasks.tasks()
        ),
        timeout=30_000,
    )
    workspace.choose_tool(tool)
    settle(qtbot, workspace)


def settle(qtbot, workspace: EditorWorkspace) -> None:
    """Until all tasks have ended and everything asked for is drawn."""
    qtbot.waitUntil(lambda: not workspace.context.tasks.tasks(), timeout=60_000)
    rest(qtbot, workspace)


def alarms(widget: QWidget) -> list[QTimer]:
    """What will do something once, soon."""
    timers = widget.findChildren(QTimer)
    return [one for one in timers if one.isSingleShot() and one.isActive()]


def end(qtbot, workspace: EditorWorkspace) -> None:
    """Nothing of a test may be at work after it."""
    settle(qtbot, workspace)
    workspace.desk.save_now()
    qtbot.waitUntil(lambda: not alarms(workspace), timeout=30_000)
    settle(qtbot, workspace)
    assert workspace.context.tasks.shut_down()
    assert workspace.may_close()
