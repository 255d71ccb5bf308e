"""Classes by the critic: what it names a picture, and samples that it names as wanted."""

import numpy as np
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout

from ganstudio.core.capabilities import Classifies, Generates, capability
from ganstudio.edit.artist import Picture
from ganstudio.edit.confirm import Chances, Confirm, NameClasses
from ganstudio.edit.given import Given
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import RequestDone
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.confirming_inspector import ConfirmingInspector
from ganstudio.ui.tools.confirming_search import ConfirmSearch, Trying, plain
from ganstudio.ui.tools.inversion_photos import PhotoSource, photo_of
from ganstudio.ui.widgets.label import Label

COLUMNS = 6


class ConfirmingTool(Tool):
    """A search is started by its button and goes on as a task; what it gave is kept by request."""

    key = "confirm"
    title = "Classes by the critic"
    icon = "search"
    needs = Classifies
    shows = Confirm
    lacks = (
        "Classes by the critic needs a critic that names them, such as a semi-supervised GAN's or "
        "an AC-GAN's: choose a run such as semisupervised-digits."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = SheetView("Samples that were named so")
        self.pane = ConfirmingInspector()
        self.inspector = self.pane
        self.about = Label("", "control", "text2", wrap=True)
        self.searches = ConfirmSearch(desk, self)
        self.photos = PhotoSource(desk, self)
        self._failure: tuple[Confirm, str] | None = None
        self._given: tuple[Given, str] | None = None  # that was named, and by which weights
        self._chances: Chances | None = None  # of it
        self._looks_at_given = False
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 8)
        column.setSpacing(0)
        column.addWidget(self.about)
        column.addWidget(self.sheet, 1)
        self._connect()
        self.setAcceptDrops(True)

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        can_draw = capability(chosen.model.averaged, Generates) is not None
        return can_draw and super().fits(chosen)

    def first_state(self, _chosen: Chosen) -> AnyRequest:
        return Confirm(columns=COLUMNS)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Confirm) or chosen is None:
            return
        self.about.setText(_ABOUT[bool(self.desk.classes)])
        self.pane.offer(_names(chosen))
        self.pane.show_request(request)
        self._name_given(request.given, chosen.ref.weights)
        self._show_sheet()

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, NameClasses):
            self._chances = told.rendering.readings["chances"]
            self._show_picture()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        request = self._request
        done = self.searches.result(request) if request is not None else None
        return None if request is None or done is None else (plain(request), done)

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("confirm.run", "Generate until named so", self.generate, menu="Edit",
                   section="tool", icon="search", where="Explore", enabled=self._may_run),
            Action("confirm.photo", "Name a picture…", self.photos.choose, menu="Edit",
                   section="tool", icon="image", where="Explore"),
            Action("confirm.own", "Name one of the model's own", self._draw_own, menu="Edit",
                   section="tool", icon="dice", where="Explore"),
            Action("confirm.board", "Put the picture on the board", self._to_board, shortcut="B",
                   menu="Edit", section="tool", icon="plus", where="Explore",
                   enabled=self._may_keep),
        )  # fmt: skip

    # what others may call

    def generate(self) -> None:
        """Search with the settings that are shown."""
        request = self._request
        if request is not None:
            self._failure = None
            self._looks_at_given = False
            self.searches.begin(request)

    def cancel(self) -> None:
        self.searches.cancel()

    @property
    def is_busy(self) -> bool:
        return self.searches.is_busy

    # inside

    def _connect(self) -> None:
        self.sheet.chosen.connect(self._on_cell)
        self.sheet.dropped.connect(self._on_dropped)
        self.photos.taken.connect(self._on_taken)
        self.searches.heard.connect(self._on_heard)
        self.searches.changed.connect(self._on_searches)
        self.searches.failed.connect(self._on_search_failed)
        pane = self.pane
        pane.changed.connect(self._on_setting)
        pane.run_asked.connect(self.generate)
        pane.cancelled.connect(self.cancel)
        pane.board_asked.connect(self._to_board)
        pane.photo_asked.connect(self.photos.choose)

    @property
    def _request(self) -> Confirm | None:
        chosen = self.desk.chosen
        found = self.state or (self.first_state(chosen) if chosen is not None else None)
        return found if isinstance(found, Confirm) else None

    @property
    def _done(self) -> Rendering | None:
        request = self._request
        return self.searches.result(request) if request is not None else None

    @property
    def _at(self) -> int:
        return max(self.sheet.selection, 0)

    def _latent(self) -> Latent | None:
        """Of the sample that is seen; None where none is."""
        done = self._done
        if done is None or self._looks_at_given or self._at >= len(done.pictures):
            return None
        found = done.readings["latents"][self._at]
        return found if isinstance(found, Latent) else None

    # what is shown

    def _show_sheet(self) -> None:
        request, done = self._request, self._done
        if request is None:
            return
        rows = -(-request.count // request.columns)
        self.sheet.set_shape(rows, request.columns)
        is_mine = self.searches.searched == plain(request)
        if not is_mine or done is not None:
            for at in range(self.sheet.count):
                has_one = done is not None and at < len(done.pictures)
                image = to_qimage(done.pictures[at]) if done is not None and has_one else None
                self.sheet.set_image(at, image)
        failure = self._failure
        told = failure[1] if failure is not None and failure[0] == plain(request) else ""
        self.pane.show_busy(is_busy=self.is_busy)
        if not self.is_busy:
            self.pane.show_result(request, done, told)
        self._show_picture()

    def _show_picture(self) -> None:
        """What is seen large, and what the critic names it."""
        request, done = self._request, self._done
        if request is None:
            return
        latent = self._latent()
        self.pane.board.set_refusal("" if latent is not None else "Choose a sample first")
        picture: Picture | None = None
        words, chances = "", None
        if self._looks_at_given and request.given is not None:
            picture, words = request.given.picture.array(), request.given.name
            chances = self._chances
        elif latent is not None and done is not None:
            picture, words = done.pictures[self._at], f"Seed {latent.seed}"
            chances = done.readings["chances"][self._at]
        self.pane.picture.setVisible(picture is not None)
        if picture is not None:
            self.pane.picture.set_image(to_qimage(np.ascontiguousarray(picture)))
        self.pane.show_picture(words, chances, request.wanted)

    def _name_given(self, given: Given | None, weights: str) -> None:
        asked = None if given is None else (given, weights)
        if asked == self._given:
            return
        self._given, self._chances = asked, None
        self._looks_at_given = given is not None
        if given is not None:
            self.ask(NameClasses(given=given), "given")

    # the search

    def _on_heard(self, told: Trying) -> None:
        tried = told.tried
        self.pane.show_progress(told.request, tried.draws, tried.found)
        request = self._request
        if tried.is_found and request is not None and told.request == plain(request):
            self.sheet.set_image(tried.found - 1, to_qimage(tried.picture))

    def _on_searches(self) -> None:
        """One begins, or has come to its end."""
        request = self._request
        if self.is_busy and request is not None:
            self.pane.show_progress(request, 0, 0)
            for at in range(self.sheet.count):
                self.sheet.set_image(at, None)
        self._show_sheet()
        self.actions_changed.emit()

    def _on_search_failed(self, error: Exception) -> None:
        searched = self.searches.searched
        if searched is not None:
            self._failure = searched, str(error)

    # what the user does

    def _on_setting(self, told: object) -> None:
        request = self._request
        if request is not None and isinstance(told, tuple):
            update, title, press = told
            self.change(request.model_copy(update=update), title, press)

    def _on_cell(self, _index: object) -> None:
        self._looks_at_given = False
        self._show_picture()
        self.actions_changed.emit()

    def _on_taken(self, told: object) -> None:
        request = self._request
        if request is not None and isinstance(told, tuple):
            given = Given(picture=told[0], name=told[1])
            self._looks_at_given = True
            self.change(request.model_copy(update={"given": given}), "Name a picture")

    def _on_dropped(self, told: object) -> None:
        if isinstance(told, tuple):
            self.photos.draw(told[0], told[1])

    def _draw_own(self) -> None:
        request = self._request
        if request is not None:
            self.photos.draw_own(request.given.name if request.given else "")

    def _to_board(self) -> None:
        latent, chosen, request = self._latent(), self.desk.chosen, self._request
        if latent is not None and chosen is not None and request is not None:
            name = _names(chosen)[request.wanted]
            self.desk.put_on_board(latent, note=f"named {name}")

    def _may_run(self) -> bool | str:
        return not self.is_busy or "A search is going on"

    def _may_keep(self) -> bool | str:
        return self._latent() is not None or "Choose a sample first"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if photo_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        photo = photo_of(event.mimeData())
        if photo is not None:
            event.acceptProposedAction()
            self.photos.open(photo)


_ABOUT = {
    False: "This generator cannot be asked for a class, but its critic names them: samples are "
    "drawn until enough are named as wanted. Drop a picture to see what it is named.",
    True: "The generator is asked for the class, and only samples that the critic names so are "
    "kept. Drop a picture to see what it is named.",
}


def _names(chosen: Chosen) -> tuple[str, ...]:
    return tuple(chosen.model.spec.classes)
