"""The written-out list of workspaces, and pages that stand in for one that is not there yet."""

import importlib
from dataclasses import dataclass
from importlib.util import find_spec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.ui.context import StudioContext
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.workspaces.base import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceEntry:
    """One line of the rail. The module is imported when the workspace is first shown."""

    key: str
    title: str
    icon: str
    module: str
    name: str  # of the Workspace class
    needs_engine: bool = True  # wait for torch, so that importing the module stalls nothing
    at_bottom: bool = False

    def exists(self) -> bool:
        return find_spec(self.module) is not None

    def create(self, context: StudioContext) -> Workspace:
        module = importlib.import_module(self.module)
        factory: type[Workspace] = getattr(module, self.name)
        return factory(context)


class WaitingPage(QWidget):
    """What stands where a workspace will be: a title and one sentence."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = Label(title, "object", "text")
        self._text = Label(text, "body", "text2", wrap=True)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)

    def set_words(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
