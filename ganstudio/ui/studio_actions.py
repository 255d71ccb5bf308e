"""What can be done everywhere: open, find, look, go, ask for help."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog

from ganstudio import __version__
from ganstudio.ui.actions import Action
from ganstudio.ui.drops import WEIGHTS
from ganstudio.ui.theme import LARGEST_SCALE, SMALLEST_SCALE, theme

if TYPE_CHECKING:
    from ganstudio.ui.window import MainWindow

_Keys = QKeySequence.StandardKey
_ENDINGS = ("*.yaml", "*.yml", "*.ganpreset", "*.csv", "run.json", *(f"*{end}" for end in WEIGHTS))
_FILTER = f"Presets, bundles, tables, runs, weights ({' '.join(_ENDINGS)})"


class StudioActions(QObject):
    """The window's own actions."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context

    def all(self) -> tuple[Action, ...]:
        return (*self._file(), *self._view(), *self._go(), *self._help(), self._quit())

    def _file(self) -> tuple[Action, ...]:
        return (
            Action("file.open", "Open…", self._open_file, "A preset, bundle, table or run.json",
                   _Keys.Open, "File", "open", kind="Open", icon="file"),
            Action("file.open_folder", "Open folder…", self._open_folder,
                   "A run, or a folder of pictures to train on", "Ctrl+Shift+O", "File", "open",
                   kind="Open", icon="folder"),
            Action("file.check_folder", "Check a folder of data…", self._check_folder,
                   "What a folder of pictures holds, and how a run would see it", "Ctrl+Shift+D",
                   "File", "open", kind="Open", icon="data"),
        )  # fmt: skip

    def _quit(self) -> Action:
        """Last, so that nobody quits with the first Enter in the palette."""
        return Action(
            "file.quit", "Quit", self._window.close, "Runs are saved first", "Ctrl+Q", "File",
            "quit", kind="View",
        )  # fmt: skip

    def _view(self) -> tuple[Action, ...]:
        themes = tuple(
            Action(f"view.theme_{mode}", f"Display: {words}", partial(self._set_theme, mode),
                   menu="View/Theme", section="look", checked=partial(self._is_theme, mode),
                   kind="View", icon="eye")
            for mode, words in (("system", "theme of the system"), ("dark", "dark theme"),
                                ("light", "light theme"))
        )  # fmt: skip
        return (
            Action("view.palette", "Command palette", self._window.palette_box.open,
                   "Run a command, open a preset or a run", "Ctrl+Shift+P", "View", "find",
                   kind="View", icon="command", in_palette=False),
            Action("view.alone", "One panel alone", self._window.toggle_alone,
                   "The panel with the keyboard fills the window", "F11", "View", "find",
                   checked=self._is_alone, kind="View", icon="expand"),
            *themes,
            Action("view.larger", "Larger text", partial(self._scale_by, 10), "",
                   _Keys.ZoomIn, "View", "look", self._may_grow, kind="View"),
            Action("view.smaller", "Smaller text", partial(self._scale_by, -10), "",
                   _Keys.ZoomOut, "View", "look", self._may_shrink, kind="View"),
            Action("view.normal", "Normal text", self._scale_normal, "", "Ctrl+0", "View", "look",
                   kind="View"),
            Action("view.log", "Notices of this session", self._window.show_log,
                   "Everything the studio told you", "", "View", "log", kind="View", icon="info"),
            Action("view.tasks", "Tasks at work", self._window.show_tasks, "", "", "View", "log",
                   kind="View", icon="tasks"),
        )  # fmt: skip

    def _go(self) -> tuple[Action, ...]:
        places = []
        for number, entry in enumerate(self._window.centre.entries.values(), start=1):
            keys = "Ctrl+," if entry.at_bottom else f"Ctrl+{number}"
            places.append(
                Action(f"go.{entry.key}", entry.title, partial(self._context.navigate, entry.key),
                       f"Go to {entry.title}", keys, "Window", "go",
                       checked=partial(self._is_at, entry.key),
                       kind="Setting" if entry.at_bottom else "View", icon=entry.icon,
                       hint="workspace")
            )  # fmt: skip
        return (
            *places,
            Action("window.next_pane", "Next pane", partial(self._window.move_pane, 1), "", "F6",
                   "Window", "pane", kind="View"),
            Action("window.previous_pane", "Previous pane", partial(self._window.move_pane, -1),
                   "", "Shift+F6", "Window", "pane", kind="View"),
        )  # fmt: skip

    def _help(self) -> tuple[Action, ...]:
        return (
            Action("help.here", "Help for this workspace", self._window.show_help, "",
                   _Keys.HelpContents, "Help", "help", kind="View", icon="info"),
            Action("help.shortcuts", "Shortcuts", self._window.show_shortcuts,
                   "Every key and what it does", "Ctrl+/", "Help", "help", kind="View",
                   icon="command"),
            Action("help.about", "Version of the studio", self._tell_version, "", "", "Help",
                   "about", kind="View", icon="info"),
        )  # fmt: skip

    def _open_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open", "", _FILTER)
        if chosen:
            self._context.open_path(Path(chosen))

    def _open_folder(self) -> None:
        start = str(self._context.runs_folder())
        chosen = QFileDialog.getExistingDirectory(self._window, "Open folder", start)
        if chosen:
            self._context.open_path(Path(chosen))

    def _check_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Check a folder of data")
        if chosen:
            self._context.open_data(Path(chosen))

    def _set_theme(self, mode: str) -> None:
        self._context.settings_store.change("appearance", theme=mode)

    def _is_theme(self, mode: str) -> bool:
        return self._context.settings.appearance.theme == mode

    def _scale_by(self, percent: int) -> None:
        scale = self._context.settings.appearance.scale + percent
        bounded = min(max(scale, round(SMALLEST_SCALE * 100)), round(LARGEST_SCALE * 100))
        self._context.settings_store.change("appearance", scale=bounded)

    def _scale_normal(self) -> None:
        self._context.settings_store.change("appearance", scale=100)

    def _may_grow(self) -> bool | str:
        return theme().scale < LARGEST_SCALE or "The largest scale is reached"

    def _may_shrink(self) -> bool | str:
        return theme().scale > SMALLEST_SCALE or "The smallest scale is reached"

    def _is_alone(self) -> bool:
        return self._window.centre.alone.is_active

    def _is_at(self, key: str) -> bool:
        return self._window.centre.current_key == key

    def _tell_version(self) -> None:
        facts = self._context.engine
        torch = f"torch {facts.torch_version}, {facts.device}" if facts else "torch is loading"
        self._context.tell(f"GAN Studio {__version__}", torch)
