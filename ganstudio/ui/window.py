"""The main window: header, rail, workspaces, status bar, and what belongs to all of them."""

from base64 import b64encode
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenuBar, QVBoxLayout, QWidget

from ganstudio.ui.actions import ActionRegistry
from ganstudio.ui.centre import Centre
from ganstudio.ui.closing import Closing
from ganstudio.ui.command_palette import CommandPalette
from ganstudio.ui.context import StudioContext
from ganstudio.ui.drop_overlay import DropOverlay, dragged
from ganstudio.ui.drops import Opened
from ganstudio.ui.header import Header
from ganstudio.ui.listing import preset_entries, recent_actions, run_entries
from ganstudio.ui.menus import Menus
from ganstudio.ui.notice_sheets import details_sheet, log_sheet
from ganstudio.ui.notifications import Notice
from ganstudio.ui.rail import Rail
from ganstudio.ui.settings import Settings
from ganstudio.ui.shelf import WorkspaceEntry
from ganstudio.ui.shortcuts import help_sheet, shortcut_sheet
from ganstudio.ui.status_bar import StatusBar
from ganstudio.ui.studio_actions import StudioActions
from ganstudio.ui.task_list import TaskPopover
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.toast import ToastHost

_W = "ganstudio.ui.workspaces"

WORKSPACES = (
    WorkspaceEntry(
        "presets", "Presets", "presets", f"{_W}.presets", "PresetsWorkspace", needs_engine=False
    ),
    WorkspaceEntry("design", "Design", "design", f"{_W}.design", "DesignWorkspace"),
    WorkspaceEntry("train", "Train", "train", f"{_W}.train", "TrainWorkspace"),
    WorkspaceEntry("explore", "Explore", "explore", f"{_W}.explore", "ExploreWorkspace"),
    WorkspaceEntry("edit", "Edit", "edit", f"{_W}.edit", "EditWorkspace"),
    WorkspaceEntry("learn", "Learn", "learn", f"{_W}.learn", "LearnWorkspace"),
    WorkspaceEntry("runs", "Runs", "runs", f"{_W}.runs", "RunsWorkspace"),
    WorkspaceEntry("data", "Data", "data", f"{_W}.data", "DataWorkspace"),
    WorkspaceEntry(
        "settings", "Settings", "settings", f"{_W}.settings_page", "SettingsWorkspace",
        needs_engine=False, at_bottom=True,
    ),
)  # fmt: skip

SMALLEST = (1180, 720)
COMPACT_UNDER = 1320


class MainWindow(QMainWindow):
    """Everything of it speaks through the context; it owns none of the work."""

    def __init__(
        self, context: StudioContext, entries: tuple[WorkspaceEntry, ...] = WORKSPACES
    ) -> None:
        super().__init__()
        self.context = context
        self.registry = ActionRegistry(self)
        self.registry.set_changed_keys(context.settings.shortcuts.keys)
        self.centre = Centre(entries, context, self)
        self.closing = Closing(context, self)
        self.header = Header(QMenuBar(), self)
        self.rail = Rail(self)
        self.status = StatusBar(self)
        self.body = QWidget(self)
        self.toasts = ToastHost(self.body)
        self.palette_box = CommandPalette(self.registry, self)
        self.task_box = TaskPopover(context.tasks, self)
        self.drop_overlay = DropOverlay(self)
        self._dropped: Opened | str | None = None
        self._is_compact = False
        self._lay_out()
        self._connect()
        self.registry.set_actions("studio", StudioActions(self).all())
        self.menus = Menus(self.registry, self.header.menu_bar, self)
        self._show_palette_keys()
        self._restyle()

    @property
    def is_compact(self) -> bool:
        """Under 1320 px at 100 %: right panes become overlays, labels become icons."""
        return self._is_compact

    # what the actions do

    def show_log(self) -> None:
        log_sheet(self.context.log.notices(), self).open()

    def show_shortcuts(self) -> None:
        shortcut_sheet(self.registry, self).open()

    def show_help(self) -> None:
        workspace = self.centre.current()
        if workspace is None:
            self.show_shortcuts()
            return
        offered = workspace.actions_offered()
        help_sheet(workspace.title, workspace.help, offered, self.registry, self).open()

    def show_tasks(self) -> None:
        self.task_box.open_under(self.header.tasks_button)

    def toggle_alone(self) -> None:
        if not self.centre.toggle_alone():
            self.context.tell("No panel here can stand alone")

    def move_pane(self, step: int) -> None:
        self.centre.move_pane(step, (self.rail,))

    def refresh_recent(self) -> None:
        """Read the library again for File, Open recent."""
        self.registry.set_actions("recent", recent_actions(self.context))

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._judge_width()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._judge_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.centre.alone.is_active:
            self.centre.alone.put_back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.closing.may_close(self.centre.workspaces()):
            super().closeEvent(event)
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._dropped = dragged(event.mimeData())
        if self._dropped is None:
            return
        is_refused = isinstance(self._dropped, str)
        words = self._dropped if isinstance(self._dropped, str) else self._dropped.words()
        self.drop_overlay.show_words(words, is_refused=is_refused)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_overlay.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_overlay.hide()
        dropped, self._dropped = dragged(event.mimeData()), None
        if isinstance(dropped, Opened):
            event.acceptProposedAction()
            self.context.open(dropped)
        elif dropped is not None:
            self.context.tell(dropped, tone="warn")

    # building

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.setWindowTitle("GAN Studio")
        self.setMenuWidget(self.header)
        row, frame = QHBoxLayout(self.body), QVBoxLayout()
        for layout in (row, frame):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.centre.stack, 1)
        whole = QWidget(self)
        whole.setLayout(frame)
        frame.addWidget(self.body, 1)
        frame.addWidget(self.status)
        self.setCentralWidget(whole)
        for number, entry in enumerate(self.centre.entries.values(), start=1):
            keys = "Ctrl+," if entry.at_bottom else f"Ctrl+{number}"
            self.rail.add(entry.key, entry.title, entry.icon, keys, at_bottom=entry.at_bottom)

    def _connect(self) -> None:
        context = self.context
        self.rail.chosen.connect(context.navigate)
        self.header.palette_asked.connect(self.palette_box.open)
        self.header.tasks_asked.connect(self.show_tasks)
        self.registry.refused.connect(self._on_refused)
        self.registry.changed.connect(self._show_palette_keys)
        self.palette_box.assign_asked.connect(self._on_assign_asked)
        self.palette_box.add_provider(partial(preset_entries, context))
        self.palette_box.add_provider(partial(run_entries, context))
        self.centre.shown.connect(self._on_shown)
        self.centre.alone.changed.connect(self._show_document)
        context.navigate_asked.connect(self.centre.show_workspace)
        context.notice.connect(self._on_notice)
        context.saved.connect(self.status.set_saved)
        context.tasks.changed.connect(self._on_tasks_changed)
        context.engine_ready.connect(self._on_engine_ready)
        context.runs_changed.connect(self.refresh_recent)
        context.run_ended.connect(self.refresh_recent)
        context.settings_store.changed.connect(self._on_settings)
        context.settings_store.saved.connect(self._on_settings_saved)
        theme().changed.connect(self._restyle)
        QTimer.singleShot(0, self, self.refresh_recent)

    def _restyle(self) -> None:
        smallest = [min(theme().px(side), side + 120) for side in SMALLEST]
        self.setMinimumSize(*smallest)
        self._judge_width()

    def _judge_width(self) -> None:
        compact = self.width() < theme().px(COMPACT_UNDER)
        if compact != self._is_compact:
            self._is_compact = compact
        self.centre.set_compact(compact)

    # what happens

    def _on_shown(self, key: str) -> None:
        self.rail.set_current(key)
        workspace = self.centre.current()
        if workspace is not None:
            unique = Qt.ConnectionType.UniqueConnection
            workspace.document_changed.connect(self._show_document, unique)
            workspace.actions_changed.connect(self._show_actions, unique)
        self._show_document()
        self._show_actions()

    def _show_document(self) -> None:
        workspace = self.centre.current()
        entry = self.centre.entries.get(self.centre.current_key)
        where = workspace.where() if workspace else entry.title if entry else ""
        what = workspace.document() if workspace else ""
        self.header.set_document(where, what)
        self.setWindowTitle(f"{what or where} \N{EN DASH} GAN Studio")

    def _show_actions(self) -> None:
        workspace = self.centre.current()
        self.registry.set_actions("workspace", workspace.actions_offered() if workspace else ())

    def _show_palette_keys(self) -> None:
        action = self.registry.find("view.palette")
        if action is not None:
            native = QKeySequence.SequenceFormat.NativeText
            self.header.command_field.set_keys(self.registry.keys(action).toString(native))

    def _on_notice(self, notice: Notice) -> None:
        link, on_link = notice.link, notice.on_link
        if notice.details and not link:
            link, on_link = "Details", partial(self._show_details, notice)
        follow = None if on_link is None else partial(_call, on_link)
        self.toasts.show_toast(notice.tone, notice.title, notice.detail, link, follow)

    def _show_details(self, notice: Notice) -> None:
        details_sheet(notice, self).open()

    def _on_refused(self, reason: str) -> None:
        self.context.tell(reason, tone="warn")

    def _on_assign_asked(self, action_id: str) -> None:
        self.context.navigate("settings")
        self.context.keys_asked.emit(action_id)

    def _on_tasks_changed(self) -> None:
        self.header.tasks_button.set_count(len(self.context.tasks.tasks()))

    def _on_engine_ready(self) -> None:
        facts = self.context.engine
        if facts is not None:
            self.status.set_device(facts.device)
            self.status.set_torch(f"torch {facts.torch_version}")

    def _on_settings(self, settings: Settings) -> None:
        self.registry.set_changed_keys(settings.shortcuts.keys)

    def _on_settings_saved(self, path: object) -> None:
        self.status.set_saved(f"Settings saved, {getattr(path, 'name', path)}")

    def geometry_words(self) -> str:
        """Geometry for the journal."""
        return b64encode(self.saveGeometry().data()).decode("ascii")


def _call(function: object) -> None:
    if callable(function):
        function()
