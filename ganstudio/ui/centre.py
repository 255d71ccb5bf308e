"""The workspaces themselves: made when first shown, told when they are compact, walked with F6."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.ui.alone import PanelAlone
from ganstudio.ui.context import StudioContext
from ganstudio.ui.shelf import WaitingPage, WorkspaceEntry
from ganstudio.ui.widgets.pages import Pages
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.workspaces.base import Workspace

LOADING = (
    "Loading the engine",
    "torch is being read from the disk. This takes a few seconds, once in a session.",
)


class Centre(QObject):
    """Holds the stack. `shown` fires with a key after a workspace (or its stand-in) is in view."""

    shown = Signal(object)

    def __init__(
        self, entries: Iterable[WorkspaceEntry], context: StudioContext, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.stack = Pages(parent)
        self.entries = {entry.key: entry for entry in entries if entry.exists()}
        self.alone = PanelAlone(self.stack)
        self.current_key = ""
        self._context = context
        self._made: dict[str, Workspace] = {}
        self._waiting: dict[str, WaitingPage] = {}
        self._compact = False
        self._brought: dict[str, dict[str, str]] = {}
        context.engine_ready.connect(self._on_engine_ready)
        context.alone_asked.connect(self._on_alone_asked)

    def workspaces(self) -> tuple[Workspace, ...]:
        """Those made so far."""
        return tuple(self._made.values())

    def current(self) -> Workspace | None:
        return self._made.get(self.current_key)

    def show_workspace(self, key: str) -> None:
        """Show a workspace, making it if it can be made now. An unknown key shows nothing."""
        entry = self.entries.get(key)
        if entry is None:
            return
        self.alone.put_back()
        self.current_key = key
        is_new = key not in self._made and self._make(entry)
        self.stack.show_page(self._made.get(key) or self._stand_in(entry))
        self.shown.emit(key)
        if key in self._made:
            self._made[key].shown()
        if is_new:
            self._context.workspace_created(key)
            if key in self._brought:
                self._made[key].bring_back(self._brought.pop(key))

    def bring_back(self, key: str, part: dict[str, str]) -> None:
        """Hand a workspace what it remembered before a crash, now or when it is made."""
        if key in self._made:
            self._made[key].bring_back(part)
        elif key in self.entries:
            self._brought[key] = part
            self.show_workspace(key)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        for workspace in self._made.values():
            if workspace.is_compact != compact:
                workspace.set_compact(compact)

    def fail_engine(self, sentence: str) -> None:
        """Say in every stand-in why its workspace cannot come."""
        for page in self._waiting.values():
            page.set_words("The engine cannot be loaded", sentence)

    def move_pane(self, step: int, before: tuple[QWidget, ...]) -> None:
        """Give the keyboard to the next pane: those of `before`, then the workspace's."""
        workspace = self.current()
        panes = before + (workspace.panes() if workspace is not None else ())
        there = [pane for pane in panes if pane.isVisible()]
        if not there:
            return
        focused = self.stack.window().focusWidget()
        within = [i for i, pane in enumerate(there) if _holds(pane, focused)]
        place = (within[-1] + step) % len(there) if within else 0
        target = _first_stop(there[place])
        target.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def toggle_alone(self) -> bool:
        """One panel alone: the one with the keyboard, or the largest. Gives whether it worked."""
        if self.alone.is_active:
            self.alone.put_back()
            return True
        panel = self._panel_in_focus()
        return panel is not None and self.alone.show_alone(panel)

    def _make(self, entry: WorkspaceEntry) -> bool:
        if entry.needs_engine and not self._context.is_engine_ready:
            return False
        try:
            workspace = entry.create(self._context)
        except Exception as error:  # noqa: BLE001 - one broken screen must not end the studio
            self._context.tell_error(error)
            page = self._stand_in(entry)
            page.set_words(f"{entry.title} cannot be shown", "The log of notices says why.")
            return False
        self._made[entry.key] = workspace
        workspace.set_compact(self._compact)
        self.stack.addWidget(workspace)
        waiting = self._waiting.pop(entry.key, None)
        if waiting is not None:
            self.stack.removeWidget(waiting)
            waiting.deleteLater()
        return True

    def _stand_in(self, entry: WorkspaceEntry) -> WaitingPage:
        if entry.key not in self._waiting:
            page = self._waiting[entry.key] = WaitingPage(*LOADING)
            self.stack.addWidget(page)
        return self._waiting[entry.key]

    def _on_engine_ready(self) -> None:
        if self.current_key in self._waiting:
            self.show_workspace(self.current_key)

    def _on_alone_asked(self, panel: object) -> None:
        if self.alone.is_active:
            self.alone.put_back()
        elif isinstance(panel, QWidget):
            self.alone.show_alone(panel)

    def _panel_in_focus(self) -> QWidget | None:
        workspace = self.current()
        if workspace is None:
            return None
        widget: QWidget | None = self.stack.window().focusWidget()
        while widget is not None and widget is not workspace:
            if isinstance(widget, PanelFrame):
                return widget
            widget = widget.parentWidget()
        panels = [panel for panel in workspace.findChildren(PanelFrame) if panel.isVisible()]
        return max(panels, key=lambda panel: panel.width() * panel.height(), default=None)


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is pane or pane.isAncestorOf(widget))


def _first_stop(pane: QWidget) -> QWidget:
    """The first widget of a pane that Tab would stop at, or the pane."""
    for child in pane.findChildren(QWidget):
        stops = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        if stops and child.isVisible() and child.isEnabled():
            return child
    return pane
