"""What every editing tool has: what it needs, what stands in the middle, what at the right."""

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ganstudio.core.capabilities import capability
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone, RequestFailed


class Tool(QWidget):
    """The middle of a workspace. It is created when it is first shown with a model that fits.

    A concrete tool sets the class attributes, takes the desk alone and implements `show_state`
    and `first_state`. Its state is a request, whole; it never keeps what is not in there, so that
    undo, sessions, scripts and provenance need nothing from it.
    """

    key: ClassVar[str] = ""  # in sessions; stays the same forever
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    needs: ClassVar[type] = object  # a capability
    shows: ClassVar[type[Request]] = Request  # the kind of its state
    lacks: ClassVar[str] = ""  # one sentence for models without it, naming systems that have it

    actions_changed = Signal()
    inspector_asked = Signal()  # in a small window it is folded away

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(self.title)
        self.inspector: QWidget | None = None  # what stands in the right pane
        desk.renderer.picture_done.connect(self._on_picture)
        desk.renderer.done.connect(self._on_done)
        desk.renderer.failed.connect(self._on_failed)

    # for a concrete tool to implement

    def first_state(self, chosen: Chosen) -> AnyRequest:
        """What a model that was never edited is shown with."""
        raise NotImplementedError

    def show_state(self, request: Request) -> None:
        """Show a request: of this tool's last edit, an undo, a session. Then ask for its pictures.

        Called too when newer weights of the same run arrive.
        """
        raise NotImplementedError

    def take_picture(self, told: PictureDone) -> None:
        """One picture of what was asked under a key of this tool."""

    def take(self, told: RequestDone) -> None:
        """All that was asked under a key of this tool."""

    def actions_offered(self) -> tuple[Action, ...]:
        """What can be done while the tool is shown."""
        return ()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        """What Export writes and its provenance; None while there is nothing."""
        return None

    def has_export(self) -> bool:
        """Whether there is something; quicker than to make it, for tools that put it together."""
        return self.exported() is not None

    # for a concrete tool to use

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        """Whether a model has what this tool needs, and pictures to show it in."""
        can = capability(chosen.model.averaged, cls.needs) is not None
        return can and chosen.model.spec.is_images

    @classmethod
    def restored(cls, edit: AnyRequest) -> AnyRequest | None:
        """The state that shows an exported picture again; None where another tool made it."""
        return edit if type(edit) is cls.shows else None

    @property
    def state(self) -> Request | None:
        """The request that is shown, as the session keeps it."""
        return self.desk.state_of(self.key)

    def change(self, request: AnyRequest, title: str, press: Hashable | None = None) -> None:
        """The user changed something: keep it, for undo too; `show_state` follows."""
        self.desk.edit(self.key, request, title, press)

    def begin(self, request: AnyRequest) -> None:
        """Something to begin with has come, such as a sample: keep it, but not as a step."""
        self.desk.begin(self.key, request)

    def ask(self, request: Request, part: str = "", *, follows: bool = False) -> None:
        """Draw on the worker: `take` follows. Only the newest request of each part is drawn.

        With `follows`, `take_picture` is told too what was being drawn when a newer one came: for
        one picture that follows a slider.
        """
        self.desk.ask(f"{self.key}/{part}", request, follows=follows)

    def is_mine(self, key: str) -> bool:
        return key.split("/")[0] == self.key

    def _on_picture(self, told: PictureDone) -> None:
        if self.is_mine(told.key):
            self.take_picture(told)

    def _on_done(self, told: RequestDone) -> None:
        if self.is_mine(told.key):
            self.take(told)

    def _on_failed(self, told: RequestFailed) -> None:
        if self.is_mine(told.key):
            self.take_failure(told)

    def take_failure(self, told: RequestFailed) -> None:
        """A request could not be drawn: by default the user is told."""
        self.desk.context.tell_error(told.error)
