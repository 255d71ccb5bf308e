"""The cell that is looked at: in large, under other layer ranges, and what is done with it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from ganstudio.edit.artist import Picture
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent
from ganstudio.edit.mix import Crossover, Mix, Places, crossover_ranges
from ganstudio.edit.request import Request
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.latent_drag import Carried, LatentFiles, PictureFile, begin_drag
from ganstudio.ui.editing.latent_mime import copy_latent
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.mixing_grid import MixingGrid
from ganstudio.ui.tools.mixing_inspector import MixingInspector
from ganstudio.ui.tools.mixing_layout import Axis, Cell, Head, Spot
from ganstudio.ui.tools.timeline_given import send_to_timeline

_OWN = 0  # the first of the ranges is the cell's own

Ask = Callable[[Request, str], None]
Use = Callable[[tuple[Latent, ...]], None]


class ShownCell(QObject):
    """Latents of the cell and of its ranges come a moment after it is shown: what is to be done
    with one of them waits for that.
    """

    def __init__(
        self, desk: Desk, grid: MixingGrid, inspector: MixingInspector, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._grid, self._inspector = desk, grid, inspector
        self._files = LatentFiles(desk)
        self._cell = Cell(0, 0)
        self._mix: Mix | None = None
        self._places: Places | None = None  # what the latents are of
        self._crossover: Crossover | None = None
        self._latents: tuple[Latent, ...] = ()
        self._pictures: dict[int, Picture] = {}  # of the ranges
        self._use: Use | None = None

    @property
    def cell(self) -> Cell:
        return self._cell

    def forget(self) -> None:
        """The model is another one."""
        self._places = self._crossover = None

    def show(self, mix: Mix, sides: tuple[int, ...], known: Picture | None, ask: Ask) -> None:
        """Show the cell in focus."""
        cell = self._cell = self._grid.focused_cell
        self._mix = mix
        source, destination = mix.sources[cell.row], mix.destinations[cell.column]
        ranges = crossover_ranges(sides)
        self._inspector.show_cell(f"Cell {source.name} × {destination.name}")
        self._inspector.strip.show_ranges(ranges, mix.layers, len(sides))
        if known is not None:
            self._inspector.show_picture(to_qimage(known))
        asked = (mix.layers, *ranges)
        places = Places(source=source, destination=destination, ranges=asked)
        if places != self._places:
            self._places, self._latents, self._use = places, (), None
            ask(places, "places")
        crossover = Crossover(
            source=source, destination=destination, ranges=asked, manner=mix.manner
        )
        if crossover != self._crossover:
            self._crossover = crossover
            self._pictures = {} if known is None else {_OWN: known}
            ask(crossover, "cell")

    def take_picture(self, index: int, picture: Picture) -> None:
        """Of the cell, or of one of its ranges behind it."""
        self._pictures[index] = picture
        if index == _OWN:
            self._inspector.show_picture(to_qimage(picture))
        else:
            self._inspector.strip.set_image(index - 1, to_qimage(picture))

    def take(self, latents: tuple[Latent, ...]) -> None:
        """Do what was asked for meanwhile."""
        self._latents = latents
        use, self._use = self._use, None
        if use is not None:
            use(latents)

    # what is done with it

    def copy(self, spot: Spot) -> None:
        """The latent of a head, or of the cell, to the clipboard."""
        if isinstance(spot, Head) and self._mix is not None:
            self._copy(_latent_of(self._mix, spot))
        else:
            self._when_known(lambda latents: self._copy(latents[_OWN]))

    def to_board(self) -> None:
        self._when_known(self._to_board)

    def to_timeline(self) -> None:
        self._when_known(self._to_timeline)

    def drag(self, spot: Spot) -> None:
        """A head or the cell is dragged out of the grid: to the board, a tool, the desktop."""
        if isinstance(spot, Cell):
            self._when_known(partial(self._drag_cell, spot))
        elif spot is not None and self._mix is not None:
            drawn = Drawn(latent=_latent_of(self._mix, spot), manner=self._mix.manner)
            image = self._grid.heads.get(spot)
            begin_drag(self._grid, Carried(drawn, image, self._files.of(drawn)))

    def drag_range(self, index: object) -> None:
        """A picture of the strip is dragged out of it."""
        if isinstance(index, int):
            self._when_known(partial(self._drag_range, index + 1))

    def _when_known(self, use: Use) -> None:
        if self._latents:
            use(self._latents)
        else:
            self._use = use

    def _copy(self, latent: Latent) -> None:
        if self._mix is not None:
            copy_latent(latent, self._mix.manner)
            self._desk.context.tell_saved("Latent copied")

    def _to_board(self, latents: tuple[Latent, ...]) -> None:
        if self._mix is not None:
            self._desk.put_on_board(latents[_OWN], self._mix.manner)

    def _to_timeline(self, latents: tuple[Latent, ...]) -> None:
        if self._mix is not None:
            drawn = Drawn(latent=latents[_OWN], manner=self._mix.manner)
            send_to_timeline(self._desk, [drawn])

    def _drag_cell(self, cell: Cell, latents: tuple[Latent, ...]) -> None:
        if self._grid.is_held and cell == self._cell:
            self._grid.let_go()
            begin_drag(self._grid, self._carried(_OWN, latents[_OWN]))

    def _drag_range(self, index: int, latents: tuple[Latent, ...]) -> None:
        strip = self._inspector.strip
        if strip.is_held:
            strip.let_go()
            begin_drag(strip, self._carried(index, latents[index]))

    def _carried(self, index: int, latent: Latent) -> Carried:
        assert self._mix is not None
        drawn = Drawn(latent=latent, manner=self._mix.manner)
        picture, crossover = self._pictures.get(index), self._crossover
        if picture is None or crossover is None:
            return Carried(drawn)
        edit = Mix(
            sources=(crossover.source,),
            destinations=(crossover.destination,),
            layers=crossover.ranges[index],
            manner=crossover.manner,
        )
        name = f"mix {crossover.source.name} x {crossover.destination.name}"
        file = PictureFile(self._desk, name, picture, edit)
        return Carried(drawn, to_qimage(picture), file)


def _latent_of(mix: Mix, head: Head) -> Latent:
    return (mix.sources if head.axis is Axis.SOURCE else mix.destinations)[head.index]
