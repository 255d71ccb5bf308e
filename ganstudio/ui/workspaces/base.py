"""What every workspace has: a title, its actions, the words in the header, a compact layout."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.actions import Action
from ganstudio.ui.context import StudioContext
from ganstudio.ui.theme import theme


class Workspace(QWidget):
    """A screen under the rail. It is created when it is first shown and then kept.

    A concrete workspace sets `key` and `title` and takes the context alone:
    `PresetsWorkspace(context)`. It emits `document_changed` when its document's name changes and
    `actions_changed` when it offers other actions (not when their state changes).
    """

    key = ""
    title = ""
    help: tuple[str, ...] = ()  # paragraphs for F1: what this is for and how to begin

    document_changed = Signal()
    actions_changed = Signal()

    def __init__(self, context: StudioContext) -> None:
        super().__init__()
        self.context = context
        self.setObjectName(f"workspace-{self.key}")
        self.setAccessibleName(self.title)
        self._compact = False

    @property
    def is_compact(self) -> bool:
        return self._compact

    def actions_offered(self) -> tuple[Action, ...]:
        """What can be done here; menus, shortcuts and the palette follow while this is shown."""
        return ()

    def document(self) -> str:
        """What is open here, such as "wgan-gp-ring 07"; empty where the title says it all."""
        return ""

    def where(self) -> str:
        """The quiet word before the document in the header: "Runs", "Presets"."""
        return self.title

    def set_compact(self, compact: bool) -> None:
        """Obey the layout of a window under 1320 px; called at creation and at every change."""
        self._compact = compact

    def shown(self) -> None:
        """The user came here."""

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 moves between, in order: left pane, centre, right pane, strip."""
        return ()

    def remembered(self) -> dict[str, str]:
        """What brings this workspace back after a crash, such as an edited preset's text."""
        return {}

    def bring_back(self, remembered: dict[str, str]) -> None:
        """Take up what `remembered` gave before the studio ended."""

    def may_close(self) -> bool:
        """Whether nothing would be lost; a workspace that asks the user does so in here."""
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("window"))
        painter.end()
