"""Details by level: the coarse picture is held, and what is finer than a level is drawn anew."""

import random

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from ganstudio.core.capabilities import Refines, capability
from ganstudio.edit.latents import SEEDS, Latent
from ganstudio.edit.redraw import HELD, Redraw
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.details_inspector import DetailsInspector
from ganstudio.ui.widgets.label import Label

DRAWS = (1, 2, 3, 4, 5)


class DetailsTool(Tool):
    """Rows are levels, columns draws of their noise; one picture is seen large and can be kept."""

    key = "details"
    title = "Details by level"
    icon = "expand"
    needs = Refines
    shows = Redraw
    lacks = (
        "Details by level needs a generator that draws a picture from coarse to fine with noise of "
        "its own at every size: choose a run of a LAPGAN, such as lapgan-digits."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = SheetView("Details by level")
        self.pane = DetailsInspector()
        self.inspector = self.pane
        self._asked: tuple[Redraw, str] | None = None  # and the weights it was asked of
        self._done: tuple[Redraw, Rendering] | None = None
        about = Label(_ABOUT, "control", "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 8)
        column.setSpacing(0)
        column.addWidget(about)
        column.addWidget(self.sheet, 1)
        self._connect()

    def first_state(self, _chosen: Chosen) -> AnyRequest:
        """The first latent of the board."""
        kept = [one.latent for one in self.desk.board.items if one.latent.styles is None]
        return Redraw(latent=kept[0] if kept else Latent(seed=1), draws=DRAWS)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Redraw) or chosen is None:
            return
        sides = _sides(chosen)
        heads = ["Stays", "As it was", *(_head(request, at) for at in range(len(request.draws)))]
        rows = [f"keeps {side} px" for side in sides[:-1]]
        self.sheet.set_shape(len(rows), request.columns, heads, rows)
        if self.sheet.selection < 0:
            self.sheet.select(HELD)
        self.pane.show_request(request)
        if (request, chosen.ref.weights) != self._asked:
            self._asked, self._done = (request, chosen.ref.weights), None
            self.ask(request, "sheet")
        self._show_place()

    def take_picture(self, told: PictureDone) -> None:
        image = to_qimage(told.picture)
        self.sheet.set_image(told.index, image)
        if told.index == self._at:
            self.pane.picture.set_image(image)

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, Redraw):
            self._done = told.request, told.rendering
            self._show_place()
            self.actions_changed.emit()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("details.reseed", "Draw other details", self.reseed, menu="Edit",
                   section="tool", icon="dice", where="Explore", hint="R"),
            Action("details.lock", "Lock or unlock this draw", self.lock, menu="Edit",
                   section="tool", icon="lock", where="Explore", hint="L",
                   enabled=self._may_lock),
            Action("details.sample", "Take another sample", self._resample, menu="Edit",
                   section="tool", icon="dice", where="Explore"),
            Action("details.go-on", "Go on from this picture", self._go_on, menu="Edit",
                   section="tool", icon="step", where="Explore", enabled=self._may_keep),
            Action("details.board", "Put the picture on the board", self._to_board, shortcut="B",
                   menu="Edit", section="tool", icon="plus", where="Explore",
                   enabled=self._may_keep),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_R: self.reseed, Qt.Key.Key_L: self.lock}
        act = keys.get(Qt.Key(event.key()))
        if act is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            act()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    # what others may call

    def reseed(self) -> None:
        """Other noise in every column that is not locked."""
        request = self._request
        if request is None:
            return
        draws = list(request.draws)
        for at in range(len(draws)):
            if at not in request.locked:
                draws[at] = _fresh(draws)
        self._update("Draw other details", draws=tuple(draws))

    def lock(self) -> None:
        """Lock the column that is chosen, or unlock it."""
        request, at = self._request, self._draw
        if request is not None and at >= 0:
            locked = set(request.locked) ^ {at}
            self._update("Lock or unlock a draw", locked=tuple(sorted(locked)))

    # inside

    def _connect(self) -> None:
        self.sheet.chosen.connect(self._on_cell)
        self.sheet.opened.connect(self._on_opened)
        self.sheet.dropped.connect(self._on_dropped)
        pane = self.pane
        pane.seed_changed.connect(self._on_seed)
        pane.resample_asked.connect(self._resample)
        pane.count_changed.connect(self._on_count)
        pane.finer_changed.connect(self._on_finer)
        pane.reseed_asked.connect(self.reseed)
        pane.lock_asked.connect(self.lock)
        pane.board_asked.connect(self._to_board)
        pane.go_on_asked.connect(self._go_on)

    @property
    def _request(self) -> Redraw | None:
        chosen = self.desk.chosen
        found = self.state or (self.first_state(chosen) if chosen is not None else None)
        return found if isinstance(found, Redraw) else None

    @property
    def _at(self) -> int:
        """The picture that is seen large."""
        return max(self.sheet.selection, 0)

    @property
    def _draw(self) -> int:
        """The place of its column among the draws; negative where it is none of them."""
        return self._at % self.sheet.columns - HELD

    @property
    def _latent(self) -> Latent | None:
        """Of the picture that is seen large, once it is drawn."""
        if self._done is None or self._at >= len(self._done[1].pictures):
            return None
        found = self._done[1].readings["latents"][self._at]
        return found if isinstance(found, Latent) else None

    def _update(self, title: str, press: object | None = None, **update: object) -> None:
        request = self._request
        if request is not None:
            self.change(request.model_copy(update=update), title, press)

    def _show_place(self) -> None:
        request, chosen = self._request, self.desk.chosen
        if request is None or chosen is None:
            return
        sides = _sides(chosen)
        row, draw = self._at // self.sheet.columns, self._draw
        self.pane.show_place(request, (sides[row], sides[row + 1]), draw)
        self.pane.may_keep(ready=self._latent is not None)
        if self._done is not None and self._at < len(self._done[1].pictures):
            self.pane.picture.set_image(to_qimage(self._done[1].pictures[self._at]))

    def _on_cell(self, _index: object) -> None:
        self._show_place()
        self.actions_changed.emit()

    def _on_opened(self, _index: object) -> None:
        self._go_on()

    def _on_seed(self, seed: object) -> None:
        if isinstance(seed, int | float):
            self._take(Latent(seed=int(seed)), "Change the sample")

    def _resample(self) -> None:
        request = self._request
        if request is not None:
            self._take(request.latent.reseeded(random.Random()), "Take another sample")

    def _on_dropped(self, told: object) -> None:
        if isinstance(told, tuple):
            self._take(told[0], "Drop latent")

    def _go_on(self) -> None:
        """The picture that is seen large becomes the one that others are drawn of."""
        latent = self._latent
        if latent is not None:
            self._take(latent, "Go on from a picture")

    def _take(self, latent: Latent, title: str) -> None:
        self._update(title, latent=latent)

    def _on_count(self, count: object) -> None:
        request = self._request
        if request is None or not isinstance(count, int | float):
            return
        draws = list(request.draws[: int(count)])
        while len(draws) < count:
            draws.append(max(draws) + 1)
        locked = tuple(at for at in request.locked if at < len(draws))
        press = ("draws", self.pane.count.press)
        self._update("Change the number of draws", press, draws=tuple(draws), locked=locked)

    def _on_finer(self, finer: object) -> None:
        self._update("Change the finer levels", finer=bool(finer))

    def _to_board(self) -> None:
        latent = self._latent
        if latent is not None:
            self.desk.put_on_board(latent, note=self.pane.note)

    def _may_keep(self) -> bool | str:
        return self._latent is not None or "The picture is still drawn"

    def _may_lock(self) -> bool | str:
        return self._draw >= 0 or "Choose a draw first"


_ABOUT = (
    "Each row keeps the picture up to a size and draws the noise of the next one anew. A "
    "double-click goes on from a picture."
)


def _sides(chosen: Chosen) -> tuple[int, ...]:
    """Px of each level, coarse to fine."""
    found = capability(chosen.model.averaged, Refines)
    return found.sides if found is not None else ()


def _head(request: Redraw, at: int) -> str:
    locked = ", locked" if at in request.locked else ""
    return f"Noise {request.draws[at]}{locked}"


def _fresh(draws: list[int]) -> int:
    """A seed that is not among them."""
    return random.choice([seed for seed in range(SEEDS) if seed not in draws])
