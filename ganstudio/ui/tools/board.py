"""The latent board at its full size: look, sort, keep, and count with latents."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ganstudio.core.capabilities import Captioned, Generates, Judges, Truncates, capability
from ganstudio.core.errors import InputError
from ganstudio.edit.arithmetic import Combine
from ganstudio.edit.board import (
    BOARD,
    first_board,
    in_order,
    latents_of,
    with_added,
    with_group,
    with_latents,
    with_moved,
    with_note,
    with_seeds,
    with_star,
    with_truncation,
    without,
)
from ganstudio.edit.draw import Draw, Drawn, Group, from_text
from ganstudio.edit.latents import Latent
from ganstudio.edit.rank import Rank
from ganstudio.edit.request import Rendering, Request, rendered
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.board_pane import fresh_seeds
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.latent_cell import Cell
from ganstudio.ui.editing.latent_drag import LatentFiles
from ganstudio.ui.editing.latent_grid import LatentGrid
from ganstudio.ui.editing.latent_mime import copy_latent, from_mime
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.tools.board_inspector import BoardInspector
from ganstudio.ui.tools.timeline_given import send_to_timeline
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.scrolled import scrolled

_GROUP_KEYS: dict[Qt.KeyboardModifier, Group] = {
    Qt.KeyboardModifier.NoModifier: "A",
    Qt.KeyboardModifier.ShiftModifier: "B",
    Qt.KeyboardModifier.ControlModifier: "C",
}


class BoardTool(Tool):
    """Pictures of latents, kept with the run."""

    key = BOARD
    title = "Latent board"
    icon = "grid"
    needs = Generates
    shows = Draw
    lacks = (
        "The latent board needs a model that makes pictures of latents alone, such as DCGAN, "
        "StyleGAN2 or BigGAN: choose another run above."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = LatentGrid("Latent board, large", 112, gap=10, below=16, largest=224)
        self.grid.files = LatentFiles(desk)
        self.pane = BoardInspector()
        self.inspector = self.pane
        self.fill = SecondaryButton("Draw other seeds", "dice", keys="R")
        self.seed = NumberField(0, integer=True)
        self.seed.setAccessibleName("Seed to add")
        self.add = SecondaryButton("Add", "plus")
        self.order = Combo()
        self._press = object()
        self._offered: Chosen | None = None  # whose rows and orders are shown
        self._lay_out()
        self._connect()

    @property
    def board(self) -> Draw:
        return self.desk.board

    def first_state(self, _chosen: Chosen) -> AnyRequest:
        return first_board(self.desk.classes)

    def show_state(self, request: Request) -> None:
        if not isinstance(request, Draw):
            return
        if self.desk.chosen is not self._offered:
            self._offered = self.desk.chosen
            self._offer()
        pictures = self.desk.pictures
        images = [pictures.image(one.latent, one.manner) for one in request.items]
        cells = [Cell(one, self._words(one.latent), _below(one)) for one in request.items]
        self.grid.set_cells(cells, images)
        self.pane.show_sets(request)
        self._show_chosen()

    def select(self, place: int) -> None:
        self.grid.select((place,))
        self.grid.setFocus()

    def has_export(self) -> bool:
        pictures = self.desk.pictures
        drawn = [pictures.pixels(one.latent, one.manner) for one in self.board.items]
        return bool(drawn) and all(one is not None for one in drawn)

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        board = self.board
        pixels = [self.desk.pictures.pixels(one.latent, one.manner) for one in board.items]
        whole = [one for one in pixels if one is not None]
        if not whole or len(whole) < len(pixels):
            return None
        return board, rendered(whole, board.columns)

    def actions_offered(self) -> tuple[Action, ...]:
        chosen = self._chosen_or_reason
        where = "Explore"
        return (
            Action("board.fill", "Draw other seeds", self._fill, shortcut="R", menu="Edit",
                   section="board", icon="dice", where=where),
            Action("board.copy", "Copy latent", self._copy, shortcut="Ctrl+C", menu="Edit",
                   section="board", icon="copy", where=where, enabled=chosen),
            Action("board.paste", "Paste latent", self._paste, shortcut="Ctrl+V", menu="Edit",
                   section="board", where=where),
            Action("board.star", "Star", self._star, shortcut="S", menu="Edit", section="board",
                   icon="star", where=where, enabled=chosen),
            Action("board.remove", "Remove from the board", self._remove, shortcut="Del",
                   menu="Edit", section="board", icon="trash", where=where, enabled=chosen),
            Action("board.timeline", "Send to the timeline", self._to_timeline, shortcut="T",
                   menu="Edit", section="board", icon="film", where=where, enabled=chosen),
            Action("board.combine", "Put A − B + C on the board", self._combine, menu="Edit",
                   section="board", where=where, enabled=self._may_combine),
        )  # fmt: skip

    def take(self, told: RequestDone) -> None:
        match told.request:
            case Combine():
                found = told.rendering.readings["latent"]
                if isinstance(found, Latent):
                    self._put([Drawn(latent=found, note=_formula(told.request))], "Put A − B + C")
            case Rank(items=items, by=by) if items == self.board.items:
                values = told.rendering.readings["values"]
                ordered = in_order(self.board, values, falling=by == "critic")
                self.change(ordered, "Sort the board")

    # building

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 0, 4, 0)
        bar.setSpacing(8)
        bar.addWidget(self.fill)
        bar.addSpacing(8)
        bar.addWidget(Label("Seed", "control", "text2"))
        self.seed.setFixedWidth(88)
        bar.addWidget(self.seed)
        bar.addWidget(self.add)
        bar.addStretch(1)
        bar.addWidget(Label("Sort by", "control", "text2"))
        bar.addWidget(self.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 8, 8)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(scrolled(self.grid), 1)

    def _connect(self) -> None:
        pane, grid = self.pane, self.grid
        self.desk.pictures.arrived.connect(self._on_arrived)
        grid.chosen.connect(self._on_chosen)
        grid.dropped.connect(self._on_dropped)
        grid.moved.connect(self._on_moved)
        grid.key_pressed.connect(self._on_key)
        self.fill.clicked.connect(self._fill)
        self.add.clicked.connect(self._add)
        self.order.changed.connect(self._sort)
        pane.starred.connect(self._star)
        pane.removed.connect(self._remove)
        pane.filmed.connect(self._to_timeline)
        pane.copied.connect(self._copy)
        pane.pasted.connect(self._paste)
        pane.grouped.connect(self._group)
        pane.computed.connect(self._combine)
        pane.noted.connect(self._note)
        pane.truncated.connect(self._truncate)
        pane.released.connect(self._release)
        pane.classed.connect(self._class)
        pane.captioned.connect(self._caption)

    # what the user does

    def _fill(self) -> None:
        board = self.board
        seeds = fresh_seeds(len(board.items))
        self.change(with_seeds(board, seeds), "Draw other seeds")

    def _add(self) -> None:
        seed, classes = int(self.seed.value), self.desk.classes
        label = len(self.board.items) % classes if classes else None
        self._put([Drawn(latent=Latent(seed=seed, label=label))], "Add latent")
        self.seed.set_value(seed + 1)

    def _put(self, added: list[Drawn], title: str) -> None:
        self.change(with_added(self.board, added), title)
        self.grid.select((len(self.board.items) - 1,))

    def _sort(self, by: object) -> None:
        """Asks the model; the order follows with its answer."""
        board, current = self.board, self.grid.current
        self.order.set_value("")
        if not board.items:
            return
        if by == "critic":
            self.ask(Rank(items=board.items), "rank")
        elif by == "distance" and current >= 0:
            to = board.items[current].latent
            self.ask(Rank(items=board.items, by="distance", to=to), "rank")
        elif by == "distance":
            self.desk.context.tell(
                "No latent is chosen", "Choose the one to measure distances to.", tone="warn"
            )
        elif by == "stars":
            values = [float(one.is_starred) for one in board.items]
            self.change(in_order(board, values, falling=True), "Sort the board")

    def _star(self) -> None:
        self.change(with_star(self.board, self.grid.selection), "Star")

    def _remove(self) -> None:
        current = self.grid.current
        self.change(without(self.board, self.grid.selection), "Remove from the board")
        self.grid.select((min(current, len(self.board.items) - 1),))

    def _group(self, group: object) -> None:
        if group in ("A", "B", "C") and self.grid.selection:
            self.change(with_group(self.board, self.grid.selection, group), f"Mark as {group}")

    def _to_timeline(self) -> None:
        """The chosen ones, in the order in which they were chosen."""
        items = self.board.items
        send_to_timeline(self.desk, [items[place] for place in self.grid.selection])

    def _combine(self) -> None:
        a, b, c = (latents_of(self.board, group) for group in ("A", "B", "C"))
        if a:
            self.ask(Combine(a=a, b=b, c=c), "combine")

    def _note(self, words: object) -> None:
        self.change(with_note(self.board, self.grid.selection, str(words)), "Note")

    def _truncate(self, value: object) -> None:
        if isinstance(value, int | float):
            board = with_truncation(self.board, self.grid.selection, round(float(value), 3))
            self.change(board, "Truncate", self._press)

    def _release(self) -> None:
        self._press = object()

    def _class(self, label: object) -> None:
        if isinstance(label, int):
            update = {"label": label, "blend": ()}
            self.change(with_latents(self.board, self.grid.selection, update), "Change class")

    def _caption(self, words: object) -> None:
        update: dict[str, object] = {"caption": str(words)}
        self.change(with_latents(self.board, self.grid.selection, update), "Change caption")

    def _copy(self) -> None:
        if self.grid.current >= 0:
            drawn = self.board.items[self.grid.current]
            copy_latent(drawn.latent, drawn.manner)

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        found = from_mime(mime)
        if found is not None:
            latent, manner = found
            self._put([Drawn(latent=latent, manner=manner)], "Paste latent")
            return
        try:
            from_text(mime.text())
        except InputError as error:
            self.desk.context.tell_error(error)

    def _on_dropped(self, told: object) -> None:
        if isinstance(told, tuple):
            latent, manner, before = told
            added = Drawn(latent=latent, manner=manner)
            self.change(with_added(self.board, [added], before), "Drop latent")

    def _on_moved(self, told: object) -> None:
        if isinstance(told, tuple):
            places, before = told
            self.change(with_moved(self.board, places, before), "Move latent")

    def _on_key(self, event: object) -> None:
        if not isinstance(event, QKeyEvent):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            rest = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if rest in _GROUP_KEYS:
                self._group(_GROUP_KEYS[rest])
                event.accept()

    # what is shown

    def _on_chosen(self, _places: object) -> None:
        self._show_chosen()
        self.actions_changed.emit()

    def _show_chosen(self) -> None:
        items = self.board.items
        chosen = [items[place] for place in self.grid.selection if place < len(items)]
        last = chosen[-1] if chosen else None
        image = self.desk.pictures.image(last.latent, last.manner) if last else None
        self.pane.show_chosen(chosen, image)

    def _on_arrived(self, place: object) -> None:
        if not isinstance(place, tuple):
            return
        image = self.desk.pictures.image(*place)
        for at, cell in enumerate(self.grid.cells):
            if image is not None and (cell.drawn.latent, cell.drawn.manner) == place:
                self.grid.set_image(at, image)
                if at == self.grid.current:
                    self.pane.picture.set_image(image)

    def _offer(self) -> None:
        """What the model has a use for."""
        chosen = self.desk.chosen
        if chosen is None:
            return
        asks = partial(capability, chosen.model.averaged)
        self.pane.offer(
            chosen.model.spec.classes if self.desk.classes else (),
            truncates=asks(Truncates) is not None,
            depicts=asks(Captioned) is not None,
        )
        no_critic = "" if asks(Judges) is not None else "This model has no critic for it"
        self.order.set_items([
            ("", "As placed", ""),
            ("critic", "Critic's score", no_critic),
            ("distance", "Distance to the chosen one", ""),
            ("stars", "Stars first", ""),
        ])  # fmt: skip
        self.order.set_value("")

    def _words(self, latent: Latent) -> str:
        names = self.desk.chosen.model.spec.classes if self.desk.chosen else ()
        if latent.label is None or latent.label >= len(names):
            return latent.name
        return f"{latent.name}, {names[latent.label]}"

    def _chosen_or_reason(self) -> bool | str:
        return bool(self.grid.selection) or "No latent is chosen"

    def _may_combine(self) -> bool | str:
        return not self.pane.compute.accessibleDescription() or (
            self.pane.compute.accessibleDescription()
        )


def _below(drawn: Drawn) -> str:
    """The quiet line under a picture."""
    manner = f"ψ {drawn.manner.truncation:.2f}" if drawn.manner.truncation != 1 else ""
    return ", ".join(words for words in (manner, drawn.latent.caption, drawn.note) if words)


def _formula(combine: Combine) -> str:
    """Where a result came from, as its note."""
    words = [
        "mean of " + ", ".join(latent.name for latent in one) if len(one) > 1 else one[0].name
        for one in (combine.a, combine.b, combine.c)
        if one
    ]
    return words[0] if len(words) == 1 else f"{words[0]} − {words[1]} + {words[2]}"
