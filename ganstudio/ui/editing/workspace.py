"""The base of Explore and Edit: one model, several tools, one session with undo."""

from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.edit.board import BOARD
from ganstudio.edit.documents import SESSION_SUFFIX, Session, read, write
from ganstudio.edit.provenance import read_script
from ganstudio.ui.actions import Action
from ganstudio.ui.context import ModelRequest, StudioContext
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.lack import LackPage
from ganstudio.ui.editing.model_bar import ModelBar, model_choices, usable_models
from ganstudio.ui.editing.models import Chosen, model_name
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.library.sides import Pane, Sides
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.pages import Pages
from ganstudio.ui.workspaces.base import Workspace

WIDTHS = (216, 300)
_READING = ("Reading a model", "Its weights come from the disk; a large one takes some seconds.")
TRIES = 8  # models that are read for one that a tool fits, where nobody chose one


class EditorWorkspace(Workspace):
    """A concrete one names its tools, and gives a widget that chooses between them.

    `choose_tool` is called by that widget; `show_tools` tells it what fits the model.
    """

    workspace: ClassVar[Literal["explore", "edit"]]
    tools: ClassVar[tuple[type[Tool], ...]] = ()
    nothing: ClassVar[tuple[str, str]] = ("No model is open", "")

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.desk = Desk(context, self.workspace, self)
        self.bar = ModelBar()
        self._made: dict[str, Tool] = {}
        self._shown = ""
        self._last = self.desk.session
        self._tries: list[Path] = []  # what is opened next, where this model fits no tool
        self._sought = ""  # the tool that the next model was looked for
        self._path: Path | None = None  # of the model that is shown
        self._stack = Pages()
        self._inspectors = QStackedWidget()
        self._empty = EmptyState("mix", *self.nothing, "Open the presets", primary=True)
        self._lack = LackPage(context)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._lack)
        self._inspectors.addWidget(QWidget())
        right = Pane("panel", "left")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self._inspectors)
        self.sides = Sides(self.left_pane(), self._centre(), right, WIDTHS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sides)
        self._connect()
        self._refresh_bar()

    # for a concrete workspace

    def left_pane(self) -> QWidget | None:
        """What stands at the left; None for nothing."""
        return None

    def show_tools(self, fitting: dict[str, str], shown: str) -> None:
        """Tell the chooser why each tool, by key, cannot be used ("" if it can), and the shown."""

    # what is open

    @property
    def tool(self) -> Tool | None:
        """The tool that is shown."""
        return self._made.get(self._shown)

    def open_model(self, path: Path, session: Session | None = None) -> None:
        self._tries = []
        self.desk.open_model(path, session)

    def choose_tool(self, key: str) -> None:
        """Show a tool; one that does not fit the model shows why instead."""
        chosen = self.desk.chosen
        kind = next((one for one in self.tools if one.key == key), None)
        if kind is None or chosen is None:
            return
        if not kind.fits(chosen):
            self._show_lack(kind)
            return
        if key not in self._made:
            self._make(kind)
        tool = self._made[key]
        self._shown = key
        self.desk.note_tool(key)
        self._stack.show_page(tool)
        if tool.inspector is not None:
            self._inspectors.setCurrentWidget(tool.inspector)
        self._show_state(tool, chosen)
        self._tell_tools()
        self.document_changed.emit()
        self.actions_changed.emit()

    def document(self) -> str:
        chosen, tool = self.desk.chosen, self.tool
        if chosen is None:
            return ""
        return f"{chosen.ref.run} / {tool.title}" if tool else chosen.ref.run

    def shown(self) -> None:
        self.bar.list_models(self.context)
        self.bar.show_model(self.desk.chosen)
        if self.desk.chosen is None and not self.desk.models.is_busy:
            own = usable_models(self.context)
            self._tries = [*own[:TRIES], *(path for path in own[TRIES:] if path.is_file())]
            self._try_next()

    def may_close(self) -> bool:
        """Sessions keep themselves; nothing is asked."""
        self.desk.shut_down()
        return True

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.sides.set_compact(compact)
        self.bar.inspect.setVisible(compact)

    def panes(self) -> tuple[QWidget, ...]:
        return (self._stack, self._inspectors)

    # actions

    def actions_offered(self) -> tuple[Action, ...]:
        where, key = self.title, self.key
        tool = self.tool
        return (
            Action(f"{key}.undo", "Undo", self.desk.undo, shortcut="Ctrl+Z", menu="Edit",
                   icon="undo", where=where, kind="View",
                   enabled=lambda: bool(self.desk.history.undo_title) or "Nothing to undo"),
            Action(f"{key}.redo", "Redo", self.desk.redo, shortcut="Ctrl+Shift+Z", menu="Edit",
                   icon="redo", where=where, kind="View",
                   enabled=lambda: bool(self.desk.history.redo_title) or "Nothing to redo"),
            Action(f"{key}.save", "Save session as…", self._save_as, shortcut="Ctrl+Shift+S",
                   menu="File", where=where, kind="Run", enabled=self._has_model),
            Action(f"{key}.open", "Open session…", self._open, menu="File", where=where,
                   kind="Open"),
            Action(f"{key}.export", "Export picture…", self._export, shortcut="Ctrl+E",
                   menu="File", icon="export", where=where, kind="Run", enabled=self._can_export),
            *(tool.actions_offered() if tool else ()),
        )  # fmt: skip

    def export_to(self, path: Path) -> None:
        """Write what the tool shows as a PNG that carries its script."""
        found = self.tool.exported() if self.tool else None
        if found is not None:
            self.desk.export(path, *found)

    def save_to(self, path: Path) -> None:
        """Write the session as a file of its own."""
        chosen = self.desk.chosen
        if chosen is None:
            return
        try:
            write(path, self.desk.session.model_copy(update={"model": chosen.ref}))
        except OSError as error:
            self.context.tell(
                "The session was not written",
                f"{path}: {error.strerror or error}. Choose another folder.",
                tone="error",
            )
            return
        self.context.tell_saved(f"{path.name} saved")

    def open_file(self, path: Path) -> None:
        """Open a session, or a picture that carries its script, with the model it names.

        Where that model is open already, what it replaces comes back by an undo.
        """
        try:
            session = self._session_of(path)
        except InputError as error:
            self.context.tell_error(error)
            return
        place = self._find(session.model.run)
        if place is None:
            self.context.tell(
                f"{path.name} was made with another run",
                f"There is no run {session.model.run} here: import it, or choose a model first.",
                tone="error",
            )
            return
        chosen = self.desk.chosen
        if chosen is None or chosen.path != place:
            self.open_model(place, session)
            return
        tools = self.desk.session.tools if path.suffix == ".png" else {}  # a picture is of one tool
        update = {"tools": {**tools, **session.tools}, "model": chosen.ref}
        self.desk.open_session(session.model_copy(update=update))
        self.choose_tool(session.tool)

    # inside

    def _centre(self) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        return centre

    def _connect(self) -> None:
        self.bar.chosen.connect(self._on_chosen)
        self.bar.follow_changed.connect(self._on_follow)
        self.bar.undo.clicked.connect(self.desk.undo)
        self.bar.redo.clicked.connect(self.desk.redo)
        self.bar.export.clicked.connect(self._export)
        self.bar.inspect.clicked.connect(self._toggle_inspector)
        self.desk.models.busy_changed.connect(self._on_busy)
        self.desk.session_opened.connect(self._on_opened)
        self.desk.model_changed.connect(self._on_model)
        self.desk.session_changed.connect(self._on_session)
        # Tools connect later than this and are to be told first.
        self.desk.renderer.done.connect(self._on_drawn, Qt.ConnectionType.QueuedConnection)
        to_presets = partial(self.context.navigate, "presets")
        self._empty.activated.connect(to_presets)
        self._lack.alternative_activated.connect(to_presets)
        self._lack.found.connect(self._on_found)
        self.context.model_opened.connect(self._on_request)

    def _make(self, kind: type[Tool]) -> None:
        tool = kind(self.desk)
        tool.actions_changed.connect(self.actions_changed)
        tool.actions_changed.connect(self._refresh_bar)
        tool.inspector_asked.connect(self._show_inspector)
        self._made[kind.key] = tool
        self._stack.addWidget(tool)
        if tool.inspector is not None:
            self._inspectors.addWidget(tool.inspector)

    def _show_state(self, tool: Tool, chosen: Chosen) -> None:
        state = tool.state
        tool.show_state(tool.first_state(chosen) if state is None else state)
        self._refresh_bar()

    def _show_lack(self, kind: type[Tool]) -> None:
        self._shown = ""
        self._lack.show_lack(kind)
        self._stack.show_page(self._lack)
        self._inspectors.setCurrentIndex(0)
        self._tell_tools()
        self._refresh_bar()
        self.document_changed.emit()
        self.actions_changed.emit()

    def _tell_tools(self) -> None:
        chosen = self.desk.chosen
        fitting = {
            kind.key: "" if chosen and kind.fits(chosen) else kind.lacks for kind in self.tools
        }
        self.show_tools(fitting, self._shown)

    def _on_model(self, chosen: Chosen) -> None:
        fitting = [kind.key for kind in self.tools if kind.fits(chosen)]
        if not fitting and self._tries:
            self._try_next()
            return
        self._tries = []
        is_newer, self._path = chosen.path == self._path, chosen.path
        self.bar.list_models(self.context)
        self.bar.show_model(chosen)
        if is_newer and self._stack.currentWidget() is self._lack:
            return  # other weights lack what these did; what was found meanwhile stays told
        wanted, self._sought = self._sought or self._shown or self.desk.session.tool, ""
        if not fitting:
            self._show_lack(self.tools[0])
        else:
            self.choose_tool(wanted if wanted in fitting else fitting[0])
        self.document_changed.emit()

    def _try_next(self) -> None:
        if self._tries:
            self.desk.open_model(self._tries.pop(0))

    def _on_opened(self, session: Session) -> None:
        """Another session: it says what is shown."""
        self._last = session
        self._shown = session.tool or self._shown

    def _on_session(self, session: Session) -> None:
        """Show the tool that an edit, an undo or a redo has changed, unless that is the board's:
        it is seen beside every tool.
        """
        before, self._last = self._last, session
        chosen = self.desk.chosen
        if chosen is None:
            return
        keys = {*before.tools, *session.tools}
        moved = {key for key in keys if before.tools.get(key) is not session.tools.get(key)}
        elsewhere = sorted(moved - {self._shown, BOARD})
        if elsewhere and self._shown not in moved:
            self.choose_tool(elsewhere[0])
        elif self.tool is not None:
            self._show_state(self.tool, chosen)
        self._refresh_bar()

    def _on_busy(self, busy: object) -> None:
        """Say what is waited for, while nothing else is shown."""
        if self.desk.chosen is None:
            self._empty.set_words(*(_READING if busy else self.nothing))

    def _on_drawn(self, _told: object) -> None:
        self._refresh_bar()

    def _refresh_bar(self) -> None:
        bar, history, can_export = self.bar, self.desk.history, self._can_export()
        bar.undo.set_refusal("" if history.undo_title else "Nothing to undo")
        bar.redo.set_refusal("" if history.redo_title else "Nothing to redo")
        bar.export.set_refusal("" if can_export is True else str(can_export))

    def _on_chosen(self, path: object) -> None:
        if isinstance(path, Path):
            self.open_model(path)

    def _on_found(self, path: Path) -> None:
        self._sought = self._lack.sought
        self.open_model(path)

    def _on_follow(self, follows: object) -> None:
        self.desk.models.set_follows(bool(follows))

    def _on_request(self, request: ModelRequest) -> None:
        if request.workspace != self.workspace:
            return
        if request.session is not None:
            self.open_file(request.session)
        else:
            self.open_model(request.path)

    def _show_inspector(self) -> None:
        self.sides.show_right(True)

    def _toggle_inspector(self) -> None:
        self.sides.show_right(not self.sides.is_right_open)

    def _has_model(self) -> bool | str:
        return self.desk.chosen is not None or "No model is open"

    def _can_export(self) -> bool | str:
        return (self.tool is not None and self.tool.has_export()) or "There is no picture yet"

    def _export(self) -> None:
        name = f"{self._shown or 'picture'}.png"
        path, _ = QFileDialog.getSaveFileName(self, "Export picture", name, "Pictures (*.png)")
        if path:
            self.export_to(Path(path))

    def _save_as(self) -> None:
        name = f"{self.desk.session.model.run or 'session'}{SESSION_SUFFIX}"
        found, _ = QFileDialog.getSaveFileName(
            self, "Save session", name, f"Sessions (*{SESSION_SUFFIX})"
        )
        if found:
            self.save_to(Path(found))

    def _open(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, "Open session", "", f"Sessions and pictures (*{SESSION_SUFFIX} *.png)"
        )
        if found:
            self.open_file(Path(found))

    def _session_of(self, path: Path) -> Session:
        """Raises InputError: neither a session nor a picture that was made here."""
        if path.suffix != ".png":
            return read(path, Session)
        script = read_script(path)
        if script is None:
            raise InputError(
                f"{path.name} carries no edit of the studio: drop it on a tool instead."
            )
        empty = Session(workspace=self.workspace, model=script.model)
        for kind in self.tools:
            state = kind.restored(script.edit)
            if state is not None:
                return empty.with_tool(kind.key, state)
        raise InputError(f"{path.name} was made by a tool that {self.title} does not have.")

    def _find(self, run: str) -> Path | None:
        """The folder of a run by its name; that of the open model where none is named."""
        for path, _words, _reason in model_choices(self.context):
            if isinstance(path, Path) and model_name(path) == run:
                return path
        return self.desk.chosen.path if self.desk.chosen and not run else None
