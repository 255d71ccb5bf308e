"""Directions: sliders through the latent space that were found, not drawn."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout

from ganstudio.core.capabilities import Generates, Styles, capability
from ganstudio.edit.directions import Direction
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.factors import FactorReport
from ganstudio.edit.finding import Find
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.edit.steer import Steer, Strip
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.latent_mime import from_mime
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.directions_changes import (
    at_rest,
    with_amount,
    with_direction,
    with_found,
    without,
)
from ganstudio.ui.tools.directions_files import ask_open, ask_save, dragged_file, opened, save
from ganstudio.ui.tools.directions_inspector import DirectionsInspector
from ganstudio.ui.tools.directions_page import DirectionsPage
from ganstudio.ui.tools.directions_reports import FactorReports
from ganstudio.ui.tools.factor_bars import is_mixed, row_words

AMOUNTS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
IDLE_MILLISECONDS = 700  # without a change, before factors are measured


class DirectionsTool(Tool):
    """A list of directions with sliders in sigma; the chosen one as a strip."""

    key = "directions"
    title = "Directions"
    icon = "wand"
    needs = Generates
    shows = Steer
    lacks = (
        "Directions move latents, and this model makes nothing of latents alone: choose a run of "
        "a GAN from noise, such as DCGAN or StyleGAN2."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pane = DirectionsInspector()
        self.inspector = self.pane
        self.page = DirectionsPage()
        self.finder, self.list = self.page.finder, self.page.list
        self.strip, self.range = self.page.strip, self.page.range
        self._chosen = 0
        self._press = object()
        self._reports = FactorReports()
        self._done: tuple[Steer, Rendering] | None = None
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.setAcceptDrops(True)

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        """The first latent of the board, and no directions."""
        items = self.desk.board.items
        return Steer(latents=(items[0].latent if items else Latent(seed=1),))

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Steer) or chosen is None:
            return
        if chosen.ref.weights != self._reports.weights:
            self._reports.weights, self._done = chosen.ref.weights, None
        self._chosen = min(self._chosen, max(len(request.moves) - 1, 0))
        layers = self._layers
        self.finder.offer(chosen, layers)
        self.finder.show_board(self.desk.board)
        self.list.show_moves(request.moves, self._chosen, layers)
        self.page.show_place(
            request.latents[0],
            has_directions=bool(request.moves),
            has_used=any(move.amount for move in request.moves),
        )
        self._show_chosen(request)
        self.ask(request, "large")
        self.ask(Draw(items=(Drawn(latent=request.latents[0], manner=request.manner),)), "before")
        self._idle.start()

    def take_picture(self, told: PictureDone) -> None:
        image = to_qimage(told.picture) if told.picture.size > 1 else None
        match told.request:
            case Strip():
                if image is not None:
                    self.strip.set_image(told.index, image)
            case Steer():
                if image is not None:
                    self.pane.show_picture(image)
            case Draw():
                if image is not None:
                    self.pane.show_before(image)

    def take(self, told: RequestDone) -> None:
        match told.request:
            case Steer():
                is_first = self._done is None
                self._done = told.request, told.rendering
                if is_first:
                    self.actions_changed.emit()
            case FactorReport():
                self._keep_report(told.request, told.rendering)
            case Find():
                self._add(told.rendering.readings["directions"], "Find directions")

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("directions.find", "Find directions…", self._toggle_find, menu="Edit",
                   section="tool", icon="search", where="Explore"),
            Action("directions.reset", "All directions to 0", self._reset_all, menu="Edit",
                   section="tool", icon="reset", where="Explore"),
            Action("directions.save", "Save direction…", self._save, menu="Edit", section="tool",
                   icon="bookmark", where="Explore", enabled=self._has_one),
            Action("directions.open", "Open directions…", self._open, menu="Edit",
                   section="tool", icon="folder", where="Explore"),
            Action("directions.board", "Put the picture on the board", self._to_board,
                   menu="Edit", section="tool", icon="plus", where="Explore"),
        )  # fmt: skip

    # what others may call

    def save_to(self, path: Path) -> None:
        """Write the chosen direction. Told where it fails."""
        steer = self._steer
        if steer is not None and steer.moves:
            run = self.desk.chosen.path.name if self.desk.chosen else ""
            save(self.desk.context, path, steer.moves[self._chosen].direction, run)

    def open_from(self, path: Path) -> None:
        """Add the directions of a file, if they fit the model."""
        chosen = self.desk.chosen
        found = opened(self.desk.context, path, chosen.model.averaged) if chosen else ()
        if found:
            self._add(found, "Open directions")

    def choose(self, index: int) -> None:
        """Look at another direction."""
        steer = self._steer
        if steer is not None and 0 <= index < len(steer.moves) and index != self._chosen:
            self._chosen = index
            self.strip.clear()
            self.list.show_moves(steer.moves, index, self._layers)
            self._show_chosen(steer)
            self._idle.start()

    # inside

    @property
    def _steer(self) -> Steer | None:
        if self.desk.chosen is None:
            return None
        found = self.state or self.first_state(self.desk.chosen)
        return found if isinstance(found, Steer) else None

    @property
    def _layers(self) -> int:
        chosen = self.desk.chosen
        styles = capability(chosen.model.averaged, Styles) if chosen else None
        return len(styles.style_sides) if styles is not None else 0

    def _connect(self) -> None:
        self.finder.asked.connect(self._find)
        self.finder.closed.connect(self._toggle_find)
        self.page.open_find.clicked.connect(self._toggle_find)
        self.page.reset.clicked.connect(self._reset_all)
        self.page.empty.activated.connect(self._find_first)
        self.page.empty.alternative_activated.connect(self._open)
        self.list.chosen.connect(self._on_chosen)
        self.list.moved.connect(self._on_moved)
        self.list.released.connect(self._release)
        self.list.starred.connect(self._on_starred)
        self.strip.chosen.connect(self._on_strip)
        self.range.changed.connect(self._on_range)
        self._idle.timeout.connect(self._measure)
        pane = self.pane
        pane.renamed.connect(self._on_renamed)
        pane.save_asked.connect(self._save)
        pane.open_asked.connect(self._open)
        pane.board_asked.connect(self._to_board)
        pane.removed.connect(self._remove)

    def _show_chosen(self, steer: Steer) -> None:
        self.pane.words.setText(steer.title)
        if not steer.moves:
            self.pane.show_direction(None)
            self.pane.show_report(None)
            return
        move = steer.moves[self._chosen]
        self.pane.show_direction(move.direction)
        self.range.show_direction(move.direction, self._layers)
        self.strip.set_amounts(AMOUNTS)
        self.strip.set_now(move.amount)
        # A drag changes the others' amounts at most: the strip of the one that moves stays.
        still = steer.with_move(self._chosen, move.model_copy(update={"amount": 0.0}))
        self.ask(Strip(steer=still, chosen=self._chosen, amounts=AMOUNTS), "strip")
        self._show_factors(steer)

    def _show_factors(self, steer: Steer) -> None:
        for index, move in enumerate(steer.moves):
            factors = self._reports.of(move.direction) or ()
            words = row_words(factors) if factors else ""
            self.list.show_factor(index, words, is_mixed=is_mixed(factors))
        if steer.moves:
            self.pane.show_report(self._reports.of(steer.moves[self._chosen].direction))

    def _measure(self) -> None:
        """The factors of the chosen direction, then of the others, one after another."""
        steer = self._steer
        missing = self._reports.missing(steer, self._chosen) if steer is not None else None
        if missing is not None and self.isVisible():
            self.ask(missing, "report")

    def _keep_report(self, request: FactorReport, rendering: Rendering) -> None:
        self._reports.keep(request, rendering)
        steer = self._steer
        if steer is not None:
            self._show_factors(steer)
        if not self._idle.isActive():
            self._measure()

    def _find_first(self) -> None:
        self._find(None)

    def _find(self, _nothing: object) -> None:
        steer = self._steer
        if steer is not None:
            self.finder.show_board(self.desk.board)
            self.ask(self.finder.request(steer.latents[0].label), "find")

    def _add(self, found: tuple[Direction, ...], title: str) -> None:
        steer = self._steer
        if steer is None:
            return
        after = with_found(steer, found)
        if after == steer:
            self.desk.context.tell(
                "Nothing new was found",
                "These directions are in the list already: choose other layers or another method.",
                tone="info",
            )
            return
        self._chosen = len(steer.moves)
        self.finder.hide()
        self.change(after, title)

    def _on_chosen(self, index: object) -> None:
        if isinstance(index, int):
            self.choose(index)

    def _on_moved(self, told: object) -> None:
        if isinstance(told, tuple):
            self.choose(told[0])
            self._set_amount(told[0], float(told[1]))

    def _on_strip(self, amount: object) -> None:
        if isinstance(amount, float):
            self._set_amount(self._chosen, amount)
            self._release()

    def _set_amount(self, index: int, amount: float) -> None:
        steer = self._steer
        if steer is None or not 0 <= index < len(steer.moves):
            return
        title = f"Move {steer.moves[index].direction.name}"
        self.change(with_amount(steer, index, amount), title, (self._press, index))

    def _release(self) -> None:
        self._press = object()

    def _on_starred(self, told: object) -> None:
        if isinstance(told, tuple):
            self._redirect(told[0], "Star direction", is_starred=told[1])

    def _on_renamed(self, name: object) -> None:
        self._redirect(self._chosen, "Name direction", name=str(name))

    def _on_range(self, layers: object) -> None:
        if layers is None or isinstance(layers, tuple):
            self.strip.clear()
            self._redirect(self._chosen, "Choose layers", layers=layers)

    def _redirect(self, index: int, title: str, **update: object) -> None:
        """Another name, star or range of a direction."""
        steer = self._steer
        if steer is not None and 0 <= index < len(steer.moves):
            self.change(with_direction(steer, index, update), title)

    def _reset_all(self) -> None:
        steer = self._steer
        if steer is not None:
            self.change(at_rest(steer), "All directions to 0")

    def _remove(self) -> None:
        steer = self._steer
        if steer is not None and steer.moves:
            self.change(without(steer, self._chosen), "Remove direction")

    def _to_board(self) -> None:
        if self._done is not None:
            steer, rendering = self._done
            latent = rendering.readings["latents"][0]
            self.desk.put_on_board(latent, steer.manner, steer.title)

    def _toggle_find(self) -> None:
        self.finder.setVisible(self.finder.isHidden())

    def _has_one(self) -> bool | str:
        steer = self._steer
        return bool(steer and steer.moves) or "Find or open a direction first"

    def _save(self) -> None:
        steer = self._steer
        if steer is None or not steer.moves:
            return
        path = ask_save(self, steer.moves[self._chosen].direction)
        if path is not None:
            self.save_to(path)

    def _open(self) -> None:
        path = ask_open(self)
        if path is not None:
            self.open_from(path)

    # a latent of the board, or a file, dropped on the tool

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if from_mime(mime) is not None or dragged_file(mime) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped, steer = from_mime(event.mimeData()), self._steer
        file = dragged_file(event.mimeData()) if dropped is None else None
        if file is not None:
            self.open_from(file)
        elif dropped is not None and steer is not None:
            latent, manner = dropped
            self.strip.clear()
            update = {"latents": (latent,), "manner": manner}
            self.change(steer.model_copy(update=update), "Drop latent")
        event.acceptProposedAction()
