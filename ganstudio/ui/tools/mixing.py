"""Style mixing: coarse styles of one picture and fine styles of another, in a grid."""

import random

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from ganstudio.core.capabilities import Styles, capability
from ganstudio.edit.latents import Latent
from ganstudio.edit.mix import Crossover, Mix, MixCells, Places, named_ranges
from ganstudio.edit.request import Rendering, Request, rendered
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.mixing_book import CellBook
from ganstudio.ui.tools.mixing_cell import ShownCell
from ganstudio.ui.tools.mixing_changes import (
    dropped,
    locked,
    moved,
    removed,
    reseeded,
    resized,
    swapped,
)
from ganstudio.ui.tools.mixing_grid import Dropped, MixingGrid, Moved
from ganstudio.ui.tools.mixing_inspector import MixingInspector
from ganstudio.ui.tools.mixing_layers import LayersPanel
from ganstudio.ui.tools.mixing_layout import Axis, Cell, Head
from ganstudio.ui.widgets.buttons import QuietButton
from ganstudio.ui.widgets.label import Divider

_ROWS, _COLUMNS = 5, 6


class MixingTool(Tool):
    key = "mixing"
    title = "Style mixing"
    icon = "compare"
    needs = Styles
    shows = Mix
    lacks = (
        "Style mixing needs a style for each layer: choose a run of StyleGAN or StyleGAN2, such as "
        "stylegan2-digits."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = MixingGrid()
        self.layers = LayersPanel()
        self.inspector: MixingInspector = MixingInspector()
        self.swap = QuietButton("Swap", "swap", "small")
        self.swap.set_tooltip("Make sources of the destinations, and the other way round")
        self.reseed = QuietButton("Reseed unlocked", "dice", "small", keys="R")
        self._mix: Mix | None = None
        self._weights = ""
        self._sides: tuple[int, ...] = ()  # px of each layer
        self.book = CellBook()
        self.cell = ShownCell(desk, self.grid, self.inspector, self)
        self._lay_out()
        self._connect()

    def first_state(self, chosen: Chosen) -> Mix:
        """Five sources and six destinations, in the middle layers."""
        sides = sides_of(chosen)
        classes = self.desk.classes
        latents = [
            Latent(seed=100 + at, label=at % classes if classes else None)
            for at in range(_ROWS + _COLUMNS)
        ]
        layers = named_ranges(sides)["middle"] or tuple(range(len(sides) // 2))
        return Mix(
            sources=tuple(latents[:_ROWS]), destinations=tuple(latents[_ROWS:]), layers=layers
        )

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Mix) or chosen is None:
            return
        if chosen.ref.weights != self._weights:
            self._weights, self._sides = chosen.ref.weights, sides_of(chosen)
            self.book.clear()
            self.cell.forget()
        self._mix = request
        self.book.show_mix(request)
        self.grid.show_mix(request)
        self.layers.show_layers(self._sides, request.layers)
        self.inspector.show_mix(request, len(self._sides))
        self._show_heads()
        self._show_cell()
        self._ask_cells()

    # pictures

    def take_picture(self, told: PictureDone) -> None:
        request = told.request
        if isinstance(request, MixCells):
            columns = len(request.mix.destinations)
            self.book.take(request.mix, told.index, told.picture)
            cell = Cell(told.index // columns, told.index % columns)
            self.grid.set_cell(cell, to_qimage(told.picture))
            self._show_pace()
        elif isinstance(request, Crossover):
            self.cell.take_picture(told.index, told.picture)

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, Places):
            self.cell.take(told.rendering.readings["latents"])
        elif isinstance(told.request, MixCells):
            self.actions_changed.emit()

    def has_export(self) -> bool:
        return self._mix is not None and self.book.done == self.book.count

    def exported(self) -> tuple[Mix, Rendering] | None:
        pictures = self.book.pictures()
        if self._mix is None or pictures is None:
            return None
        return self._mix, rendered(pictures, len(self._mix.destinations))

    # acting

    def actions_offered(self) -> tuple[Action, ...]:
        where = "Style mixing"
        return (
            Action("mixing.reseed", "Reseed unlocked heads", self._reseed_all, menu="Edit",
                   icon="dice", where=where, kind="View", hint="R"),
            Action("mixing.swap", "Swap sources and destinations", self._swap, menu="Edit",
                   icon="swap", where=where, kind="View"),
            Action("mixing.timeline", "Send the cell to the timeline", self.cell.to_timeline,
                   menu="Edit", icon="film", where=where, kind="View"),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self._reseed_all()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 6, 16, 6)
        bar.addWidget(self.swap)
        bar.addStretch(1)
        bar.addWidget(self.reseed)
        area = QScrollArea()
        area.setWidget(self.grid)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addLayout(bar)
        column.addWidget(area, 1)
        column.addWidget(Divider())
        column.addWidget(self.layers)
        area.verticalScrollBar().valueChanged.connect(self._ask_cells)
        area.horizontalScrollBar().valueChanged.connect(self._ask_cells)

    def _connect(self) -> None:
        self.grid.focused.connect(self._on_focus)
        self.grid.opened.connect(self._on_opened)
        self.grid.reseed_asked.connect(self._on_reseed)
        self.grid.lock_asked.connect(self._on_lock)
        self.grid.remove_asked.connect(self._on_remove)
        self.grid.moved.connect(self._on_moved)
        self.grid.dropped.connect(self._on_dropped)
        self.grid.copy_asked.connect(self.cell.copy)
        self.grid.drag_asked.connect(self.cell.drag)
        self.layers.changed.connect(self._on_layers)
        self.inspector.manner_changed.connect(self._on_manner)
        self.inspector.range_chosen.connect(self._on_layers)
        self.inspector.counts_changed.connect(self._on_counts)
        self.inspector.strip.drag_asked.connect(self.cell.drag_range)
        self.inspector.copy_asked.connect(self._copy_cell)
        self.inspector.board_asked.connect(self.cell.to_board)
        self.inspector.film_asked.connect(self.cell.to_timeline)
        self.swap.clicked.connect(self._swap)
        self.reseed.clicked.connect(self._reseed_all)
        self.desk.pictures.arrived.connect(self._on_arrived)

    def _show_heads(self) -> None:
        mix = self._mix
        if mix is None:
            return
        heads = _heads(mix)
        found = {head: self.desk.pictures.image(one, mix.manner) for head, one in heads.items()}
        self.grid.set_heads({head: image for head, image in found.items() if image is not None})
        self.desk.pictures.wish(self.key, [(latent, mix.manner) for latent in heads.values()])

    def _on_arrived(self, place: object) -> None:
        mix = self._mix
        if mix is None or not self.isVisible():
            return
        for head, latent in _heads(mix).items():
            if (latent, mix.manner) == place:
                self.grid.set_head(head, self.desk.pictures.image(latent, mix.manner))

    def _show_cell(self) -> None:
        """The focused cell in large, and its crossover points."""
        if self._mix is not None:
            cell = self.grid.focused_cell
            known = self.book.picture(self._number(cell))
            self.cell.show(self._mix, self._sides, known, self.ask)

    def _ask_cells(self) -> None:
        """Show what is known, and draw what is not: those that are seen first."""
        mix = self._mix
        if mix is None:
            return
        missing = set(self.book.missing())
        for at, cell in enumerate(self.grid.all_cells()):
            known = None if at in missing else self.book.picture(at)
            if known is not None:
                self.grid.set_cell(cell, to_qimage(known))
        self._show_pace()
        if not missing:
            self.desk.renderer.cancel(f"{self.key}/cells")
            return
        seen = [at for at in map(self._number, self.grid.visible_cells()) if at in missing]
        order = (*seen, *sorted(missing - set(seen)))
        self.book.begin()
        self.ask(MixCells(mix=mix, cells=order), "cells")

    def _show_pace(self) -> None:
        self.inspector.show_pace(self.book.done, self.book.count, self.book.seconds)

    def _number(self, cell: Cell) -> int:
        """The place of a cell among the request's pictures."""
        return cell.row * len(self._mix.destinations) + cell.column if self._mix else 0

    def _on_focus(self, _cell: object) -> None:
        self._show_cell()

    def _on_opened(self, _cell: object) -> None:
        """The large view stands in the inspector, which may be folded away."""
        self._show_cell()
        self.inspector.strip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.inspector_asked.emit()

    def _on_layers(self, layers: object) -> None:
        if self._mix is not None and isinstance(layers, tuple):
            self._change("Choose layers", ("layers", self.layers.press), layers=layers)

    def _on_manner(self, manner: object) -> None:
        self._change("Change truncation or noise", ("manner", self.inspector.press), manner=manner)

    def _on_counts(self, counts: object) -> None:
        if self._mix is not None and isinstance(counts, tuple):
            self.change(resized(self._mix, *counts), "Resize the grid")

    def _on_reseed(self, head: object) -> None:
        if self._mix is not None and isinstance(head, Head):
            self.change(reseeded(self._mix, [head], _seed()), "Reseed a head")

    def _reseed_all(self) -> None:
        if self._mix is not None:
            self.change(reseeded(self._mix, list(_heads(self._mix)), _seed()), "Reseed unlocked")

    def _on_lock(self, head: object) -> None:
        if self._mix is not None and isinstance(head, Head):
            self.change(locked(self._mix, head), "Lock or unlock a head")

    def _on_remove(self, head: object) -> None:
        if self._mix is not None and isinstance(head, Head):
            self.change(removed(self._mix, head), "Remove a head")

    def _on_moved(self, told: object) -> None:
        if self._mix is not None and isinstance(told, Moved):
            head = Head(told.axis, told.index)
            self.change(moved(self._mix, head, told.before), "Move a head")

    def _on_dropped(self, told: object) -> None:
        if self._mix is not None and isinstance(told, Dropped):
            head = Head(told.axis, told.index)
            self.change(dropped(self._mix, head, told.latent), "Put a latent into the grid")

    def _swap(self) -> None:
        if self._mix is not None:
            self.change(swapped(self._mix), "Swap sources and destinations")

    def _copy_cell(self) -> None:
        self.cell.copy(self.cell.cell)

    def _change(self, title: str, press: object, **changed: object) -> None:
        if self._mix is not None:
            self.change(self._mix.model_copy(update=changed), title, str(press))


def sides_of(chosen: Chosen) -> tuple[int, ...]:
    """Px of each layer of styles, coarse to fine."""
    found = capability(chosen.model.averaged, Styles)
    return found.style_sides if found is not None else ()


def _heads(mix: Mix) -> dict[Head, Latent]:
    rows = {Head(Axis.SOURCE, at): latent for at, latent in enumerate(mix.sources)}
    return rows | {Head(Axis.DESTINATION, at): one for at, one in enumerate(mix.destinations)}


def _seed() -> random.Random:
    """Another one each time: what comes of it is kept in the request."""
    return random.Random()
