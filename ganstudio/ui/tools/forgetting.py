"""Forget a thing: it is marked on a few samples, and the maps that draw it are dropped."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from ganstudio.core.capabilities import Captioned, Generates, capability
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.feature_maps import has_maps
from ganstudio.edit.forget import ROWS, Forget
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone, RequestFailed
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools import forgetting_changes as changes
from ganstudio.ui.tools.forgetting_boxes import BoxPlace, BoxSheet
from ganstudio.ui.tools.forgetting_inspector import IN_TURN, ForgettingInspector
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Label

MARKED_COLUMNS = 6
SIDES = ("with", "without", "difference")


class _Asked(NamedTuple):
    """What was asked for, and of which weights."""

    request: Request
    weights: str


class ForgettingTool(Tool):
    """Above, samples on which boxes are drawn; below, others with and without the maps."""

    key = "forget"
    title = "Forget a thing"
    icon = "eraser"
    needs = Generates
    shows = Forget
    lacks = (
        "Forget a thing needs a generator with feature maps, which convolutions have: choose a run "
        "of one, such as dcgan-digits."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.boxes = BoxSheet("Samples to draw boxes on")
        self.sheet = SheetView("Samples with and without the maps")
        self.empty = EmptyState("paint", "Nothing is marked yet", _EMPTY)
        self.pane = ForgettingInspector()
        self.inspector = self.pane
        self._marked: _Asked | None = None
        self._pairs: _Asked | None = None
        self._done: tuple[Forget, Rendering] | None = None
        self._failure = ""
        self.below = QStackedWidget()
        self.below.addWidget(self.empty)
        self.below.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 8)
        column.setSpacing(0)
        column.addWidget(Label(_ABOUT, "control", "text2", wrap=True))
        column.addWidget(self.boxes, 1)
        column.addWidget(self.below, 1)
        self._connect()

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        return super().fits(chosen) and has_maps(chosen.model.averaged)

    def first_state(self, _chosen: Chosen) -> AnyRequest:
        return self._first_request()

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Forget) or chosen is None:
            return
        self.boxes.set_shape(-(-len(request.marked) // MARKED_COLUMNS), MARKED_COLUMNS)
        self.boxes.set_boxes([one.boxes for one in request.marked])
        self.sheet.set_shape(ROWS, len(request.shown), sides=SIDES)
        self.below.setCurrentWidget(self.sheet if request.has_boxes else self.empty)
        if not request.has_boxes:
            self._clear_sheet()
        is_text = bool(self._words())
        has_classes = self.desk.classes > 0 and not is_text
        self.pane.offer(chosen.model.spec.classes if has_classes else (), is_text=is_text)
        self.pane.show_request(request)
        self._ask_marked(request, chosen.ref.weights)
        self._ask_pairs(request, chosen.ref.weights)
        self._show_readings()
        self._show_chosen()

    def take_picture(self, told: PictureDone) -> None:
        if isinstance(told.request, Draw):
            self.boxes.set_image(told.index, to_qimage(told.picture))
        elif isinstance(told.request, Forget) and told.request.has_boxes:
            self.sheet.set_image(told.index, to_qimage(told.picture))

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, Forget):
            self._done, self._failure = (told.request, told.rendering), ""
            self._show_readings()
            self.actions_changed.emit()

    def take_failure(self, told: RequestFailed) -> None:
        if not isinstance(told.request, Forget):
            super().take_failure(told)
            return
        self._failure = str(told.error)
        self._clear_sheet(len(told.request.shown))
        self._show_readings()

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done if self._done is not None and self._done[0].has_boxes else None

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("forget.reseed", "Show other samples", self.reseed, menu="Edit",
                   section="tool", icon="dice", where="Explore", hint="R"),
            Action("forget.others", "Take other samples to mark", self._take_others, menu="Edit",
                   section="tool", icon="dice", where="Explore"),
            Action("forget.remove", "Remove the box", self.remove_box, menu="Edit",
                   section="tool", icon="trash", where="Explore", hint="Del",
                   enabled=self._may_remove),
            Action("forget.clear", "Remove all boxes", self.clear, menu="Edit",
                   section="tool", where="Explore", enabled=self._may_clear),
            Action("forget.board", "Put the sample on the board", self._to_board, shortcut="B",
                   menu="Edit", section="tool", icon="plus", where="Explore",
                   enabled=self._may_keep),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self.reseed()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.boxes.setFocus(Qt.FocusReason.OtherFocusReason)

    # what others may call

    def reseed(self) -> None:
        """Other samples with and without the maps."""
        self._record(changes.with_other_shown(self._request), "Show other samples")

    def remove_box(self) -> None:
        """The one that is chosen."""
        chosen = self.boxes.chosen_box
        if chosen is not None:
            self.boxes.choose_box(None)
            self._record(changes.without_box(self._request, *chosen), "Remove a box")

    def clear(self) -> None:
        self._record(changes.without_boxes(self._request), "Remove all boxes")

    # inside

    def _connect(self) -> None:
        self.boxes.drawn.connect(self._on_drawn)
        self.boxes.box_chosen.connect(self._on_chosen)
        self.boxes.removal_asked.connect(self.remove_box)
        self.boxes.dropped.connect(self._on_marked_dropped)
        self.sheet.chosen.connect(self._on_chosen)
        self.sheet.dropped.connect(self._on_shown_dropped)
        pane = self.pane
        pane.class_changed.connect(self._on_class)
        pane.caption_changed.connect(self._on_caption)
        pane.layer_changed.connect(self._on_layer)
        pane.share_changed.connect(self._on_share)
        pane.reseed_asked.connect(self.reseed)
        pane.others_asked.connect(self._take_others)
        pane.removal_asked.connect(self.remove_box)
        pane.clear_asked.connect(self.clear)
        pane.board_asked.connect(self._to_board)

    @property
    def _request(self) -> Forget:
        found = self.state
        return found if isinstance(found, Forget) else self._first_request()

    def _first_request(self) -> Forget:
        """Of a caption that is known, where the model depicts one."""
        words = self._words()
        if words:
            return changes.first_request(caption=words[0])
        return changes.first_request(self.desk.classes)

    def _words(self) -> tuple[str, ...]:
        """What captions may be written with; none where the model reads none."""
        chosen = self.desk.chosen
        found = capability(chosen.model.averaged, Captioned) if chosen is not None else None
        return tuple(found.words) if found is not None else ()

    @property
    def _latent(self) -> Latent | None:
        """Of the column that is chosen below."""
        at, shown = self.sheet.selection, self._request.shown
        return shown[at % len(shown)] if at >= 0 and self._request.has_boxes else None

    def _record(self, request: Forget, title: str, press: object | None = None) -> None:
        self.change(request, title, press)

    def _ask_marked(self, request: Forget, weights: str) -> None:
        items = tuple(Drawn(latent=one.latent) for one in request.marked)
        asked = _Asked(Draw(items=items, columns=MARKED_COLUMNS), weights)
        if asked != self._marked:
            self._marked = asked
            self.ask(asked.request, "marked")

    def _ask_pairs(self, request: Forget, weights: str) -> None:
        asked = _Asked(request, weights)
        if asked != self._pairs:
            self._pairs, self._done, self._failure = asked, None, ""
            self.ask(request, "pairs")

    def _clear_sheet(self, start: int = 0) -> None:
        for at in range(start, self.sheet.count):
            self.sheet.set_image(at, None)

    def _show_readings(self) -> None:
        """Those of before stay while others are measured, so that a drag does not flicker."""
        if self._failure:
            self.pane.show_readings(None, self._failure)
        elif self._done is not None:
            request, rendering = self._done
            self.pane.show_layers(rendering.readings["layers"], request.layer)
            self.pane.show_readings(rendering.readings)
        elif not self._request.has_boxes:
            self.pane.show_readings(None)

    def _show_chosen(self) -> None:
        self.pane.may_remove(is_chosen=self.boxes.chosen_box is not None)
        self.pane.may_keep(is_chosen=self._latent is not None)

    def _on_chosen(self, _index: object = None) -> None:
        self._show_chosen()
        self.actions_changed.emit()

    def _on_drawn(self, told: object) -> None:
        if isinstance(told, tuple):
            sample, box = told
            request = changes.with_box(self._request, sample, box)
            self._record(request, "Draw a box")
            self.boxes.choose_box(BoxPlace(sample, len(request.marked[sample].boxes) - 1))

    def _on_marked_dropped(self, told: object) -> None:
        if not isinstance(told, tuple):
            return
        request = changes.with_marked_latent(self._request, told[0])
        if request is None:
            self.desk.context.tell(
                "There is no room for the sample",
                "A dropped sample takes the place of one without a box: remove a box first.",
            )
        else:
            self._record(request, "Drop latent")

    def _on_shown_dropped(self, told: object) -> None:
        if isinstance(told, tuple):
            self._record(changes.with_shown_latent(self._request, told[0]), "Drop latent")

    def _on_class(self, label: object) -> None:
        if isinstance(label, int):
            wanted = None if label == IN_TURN else label
            request = changes.with_class(self._request, wanted, self.desk.classes)
            self._record(request, "Choose class")

    def _on_caption(self, caption: object) -> None:
        self._record(changes.with_caption(self._request, str(caption)), "Change caption")

    def _on_layer(self, layer: object) -> None:
        self._record(self._request.model_copy(update={"layer": layer}), "Choose layer")

    def _on_share(self, share: object) -> None:
        if isinstance(share, int | float):
            request = self._request.model_copy(update={"share": float(share)})
            self._record(request, "Set strength", ("share", self.pane.share.press))

    def _take_others(self) -> None:
        self._record(changes.with_other_marked(self._request), "Take other samples")

    def _to_board(self) -> None:
        latent = self._latent
        if latent is not None:
            self.desk.put_on_board(latent)

    def _may_remove(self) -> bool | str:
        return self.boxes.chosen_box is not None or "Click on a box first"

    def _may_clear(self) -> bool | str:
        return self._request.has_boxes or "No box is drawn yet"

    def _may_keep(self) -> bool | str:
        return self._latent is not None or "Choose a sample below first"


_ABOUT = (
    "Drag boxes around one thing on a few samples: the feature maps that a regression finds within "
    "them are dropped."
)
_EMPTY = (
    "Drag a box around the same thing on two samples or more, such as the upper loop of a digit. "
    "Fresh samples with and without the maps that draw it then stand here."
)
