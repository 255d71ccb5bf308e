"""What a workspace edits: a session with undo, kept on disk, drawn with a model."""

import contextlib
from collections.abc import Hashable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.paths import home
from ganstudio.edit.board import BOARD, first_board, with_added
from ganstudio.edit.documents import SESSION_SUFFIX, Script, Session, read
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.history import History
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.provenance import write_picture
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.autosave import Autosave
from ganstudio.ui.editing.models import Chosen, ModelSource
from ganstudio.ui.editing.pictures import LatentPictures
from ganstudio.ui.editing.renderer import Renderer

SAVE_MILLISECONDS = 500
DAMAGED = ".damaged"
SIZES = 64


def autosave_path(workspace: str, run: str) -> Path:
    """Where the session of a run is kept while nobody has saved it elsewhere."""
    return home() / "sessions" / workspace / f"{run}{SESSION_SUFFIX}"


class Desk(QObject):
    """One session of one model. Tools change it by `edit`, and draw by `ask`.

    Every change is on disk half a second later, so that a crash loses nothing; a model that is
    opened again finds its session as it was left.
    """

    session_changed = Signal(object)  # Session: edited, undone, redone, opened
    session_opened = Signal(object)  # Session: another one stands here; model_changed follows
    model_changed = Signal(object)  # Chosen: another model, or newer weights of the same run

    def __init__(
        self,
        context: StudioContext,
        workspace: Literal["explore", "edit"],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.models = ModelSource(context, self)
        self.renderer = Renderer(self)
        self.pictures = LatentPictures(self.renderer, self.models, self)
        self.history = History(Session(workspace=workspace), _weight)
        self._workspace: Literal["explore", "edit"] = workspace
        self._incoming: tuple[Path, Session] | None = None  # waits for the model of this path
        self._save = QTimer(self, singleShot=True, interval=SAVE_MILLISECONDS)
        self._save.timeout.connect(self._save_soon)
        self._autosave = Autosave(self)
        self._autosave.failed.connect(self._tell_unsaved, Qt.ConnectionType.QueuedConnection)
        self.models.changed.connect(self._on_model)

    @property
    def session(self) -> Session:
        return self.history.present

    @property
    def chosen(self) -> Chosen | None:
        return self.models.chosen

    def open_model(self, path: Path, session: Session | None = None) -> None:
        """Read a run's model; then its session of last time, or `session`, is opened."""
        self._save_soon()
        self._incoming = (path, session) if session is not None else None
        self.models.open(path)

    def open_session(self, session: Session) -> None:
        """Replace the whole session; that can be undone."""
        self._record(session, "Open session")

    def edit(
        self, tool: str, request: AnyRequest, title: str, press: Hashable | None = None
    ) -> None:
        """A tool's state is now `request`.

        Args:
            tool: its key.
            request: all that the tool shows.
            title: what was done, as the Edit menu says it behind "Undo".
            press: edits in a row with an equal press are one step: a slider's drag.
        """
        self._record(self.session.with_tool(tool, request), title, press)

    def edit_beside(
        self, tool: str, request: AnyRequest, title: str, press: Hashable | None = None
    ) -> None:
        """As `edit`, while another tool is shown and stays so."""
        changed = self.session.with_tool(tool, request, shown=self.session.tool)
        self._record(changed, title, press)

    def begin(self, tool: str, request: AnyRequest) -> None:
        """What a tool begins with by itself: in the session, but no step that could be undone."""
        shown = self.session.tool
        self.history.amend(self.session.with_tool(tool, request, shown=shown))
        self._save.start()
        if shown == tool:
            self.session_changed.emit(self.session)

    def note_tool(self, tool: str) -> None:
        """Which tool is shown: kept with the session, no step of its own."""
        if self.session.tool != tool:
            self.history.amend(self.session.model_copy(update={"tool": tool}))
            self._save.start()

    @property
    def board(self) -> Draw:
        """The latents that are kept beside every tool of Explore."""
        kept = self.state_of(BOARD)
        if isinstance(kept, Draw):
            return kept
        return first_board(self.classes) if self.chosen is not None else Draw()

    @property
    def classes(self) -> int:
        """How many classes the chosen model draws; 0 where it has none."""
        found = capability(self.chosen.model.averaged, Generates) if self.chosen else None
        return found.classes if found is not None else 0

    def change_board(self, board: Draw, title: str, press: Hashable | None = None) -> None:
        """Another board, whatever tool is shown."""
        self.edit_beside(BOARD, board, title, press)

    def put_on_board(self, latent: Latent, manner: Manner = PLAIN, note: str = "") -> None:
        """Keep a latent: "To the board" of any tool."""
        added = Drawn(latent=latent, manner=manner, note=note)
        self.change_board(with_added(self.board, [added]), "Put on the board")

    def state_of(self, tool: str) -> Request | None:
        """What a tool showed last; None if it was not used with this model."""
        return self.session.tools.get(tool)

    def ask(self, key: str, request: Request, *, follows: bool = False) -> bool:
        """Draw for `key` with the model that is chosen; False if there is none."""
        if self.chosen is None:
            return False
        self.renderer.ask(key, request, self.chosen.model.averaged, follows=follows)
        return True

    def undo(self) -> None:
        self._moved(self.history.undo())

    def redo(self) -> None:
        self._moved(self.history.redo())

    def export(self, path: Path, edit: AnyRequest, rendering: Rendering) -> None:
        """Write a picture that carries its script; where that fails, say so."""
        if self.chosen is None:
            return
        script = Script(workspace=self._workspace, model=self.chosen.ref, edit=edit)
        try:
            write_picture(path, rendering.sheet(), script)
        except OSError as error:
            self.context.tell(
                "The picture was not written",
                f"{path}: {error.strerror or error}. Choose another folder.",
                tone="error",
            )
            return
        self.context.tell_saved(f"{path.name} saved")

    def save_now(self) -> None:
        """Write the session where it is found again, and wait for it."""
        self._save_soon()
        self._autosave.settle()

    def shut_down(self) -> bool:
        """Save and end the workers. Gives whether they ended."""
        self._save_soon()
        self.models.stop()
        return self._autosave.shut_down() and self.renderer.shut_down()

    def _save_soon(self) -> None:
        self._save.stop()
        if self.chosen is None or not self.session.tools:
            return
        document = self.session.model_copy(update={"model": self.chosen.ref})
        self._autosave.keep(autosave_path(self._workspace, self.chosen.ref.run), document)

    def _tell_unsaved(self, error: OSError) -> None:
        self.context.tell(
            "The session was not saved",
            f"{error.filename or 'Its file'}: {error.strerror or error}. It stays open here.",
            tone="error",
        )

    def _record(self, session: Session, title: str, press: Hashable | None = None) -> None:
        before = self.session
        self.history.record(session, title, press)
        if session != before:
            self._moved(session)

    def _moved(self, session: Session) -> None:
        self._save.start()
        self.session_changed.emit(session)

    def _on_model(self, chosen: Chosen) -> None:
        path, incoming = self._incoming or (None, None)
        self._incoming = None
        brought = incoming if path == chosen.path else None  # its model could not be read
        is_other = brought is not None or self.session.model.run != chosen.ref.run
        if is_other:
            session = brought or self._kept(chosen)
            self.history = History(session.model_copy(update={"model": chosen.ref}), _weight)
            self.session_opened.emit(self.session)
        self.model_changed.emit(chosen)
        if is_other:
            self.session_changed.emit(self.session)

    def _kept(self, chosen: Chosen) -> Session:
        """The session of last time; an empty one where there is none or it cannot be read."""
        path = autosave_path(self._workspace, chosen.ref.run)
        self._autosave.settle()
        if path.exists():
            try:
                return read(path, Session)
            except InputError as error:
                aside = path.with_suffix(DAMAGED)
                with contextlib.suppress(OSError):  # else the next save would replace it
                    path.replace(aside)
                self.context.tell_error(InputError(f"{error} It is kept beside as {aside.name}."))
        return Session(workspace=self._workspace)


def _weight(session: Session) -> int:
    return sum(_size(request) for request in session.tools.values())


_sizes: dict[int, tuple[Request, int]] = {}


def _size(request: Request) -> int:
    """Characters of a request; counted once for each, as an edit changes one of many."""
    kept = _sizes.get(id(request))
    if kept is None or kept[0] is not request:
        if len(_sizes) > SIZES:
            _sizes.clear()
        kept = _sizes[id(request)] = request, len(request.model_dump_json())
    return kept[1]
