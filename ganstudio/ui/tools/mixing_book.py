"""Pictures of a mixing grid that were drawn already, and how long one takes."""

import time
from collections import OrderedDict

from ganstudio.edit.artist import Picture
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.mix import Mix

_MOST_KEPT = 4096  # pictures

_Way = tuple[tuple[int, ...], Manner]
_Made = tuple[int, int, int]
"""All that the picture of a cell depends on, beside the model: latents and ways as numbers."""


class CellBook:
    """Pictures by what they are made of: going back to a range draws nothing.

    Cells have their number in the request, by row and column.
    """

    def __init__(self) -> None:
        self._latents: dict[Latent, int] = {}
        self._ways: dict[_Way, int] = {}
        self._kept: OrderedDict[_Made, Picture] = OrderedDict()
        self._mix: Mix | None = None
        self._cells: list[_Made] = []
        self._done = 0  # cells of the grid that have a picture
        self._began = 0.0
        self._drawn = 0
        self.seconds = 0.0  # that a picture takes

    def clear(self) -> None:
        """Forget all pictures: the model is another one."""
        self.__init__()  # type: ignore[misc]

    def show_mix(self, mix: Mix) -> None:
        """What the numbers of cells mean from now on."""
        if mix is self._mix:
            return
        self._mix, self._cells = mix, self._made(mix)
        self._done = sum(made in self._kept for made in self._cells)

    @property
    def count(self) -> int:
        return len(self._cells)

    @property
    def done(self) -> int:
        return self._done

    def picture(self, cell: int) -> Picture | None:
        return self._kept.get(self._cells[cell])

    def missing(self) -> list[int]:
        """Cells without a picture."""
        return [at for at, made in enumerate(self._cells) if made not in self._kept]

    def pictures(self) -> list[Picture] | None:
        """All of them; None while some are missing."""
        found = [self._kept.get(made) for made in self._cells]
        whole = [picture for picture in found if picture is not None]
        return whole if found and len(whole) == len(found) else None

    def begin(self) -> None:
        """Drawing begins now."""
        self._began, self._drawn = time.perf_counter(), 0

    def take(self, mix: Mix, cell: int, picture: Picture) -> None:
        """Keep what was drawn for a grid, this one or an older one."""
        self._kept[(self._cells if mix is self._mix else self._made(mix))[cell]] = picture
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self._drawn += 1
        self.seconds = (time.perf_counter() - self._began) / self._drawn
        self._done = sum(made in self._kept for made in self._cells)

    def _made(self, mix: Mix) -> list[_Made]:
        way = self._ways.setdefault((mix.layers, mix.manner), len(self._ways))
        rows = [self._latent(latent) for latent in mix.sources]
        columns = [self._latent(latent) for latent in mix.destinations]
        return [(row, column, way) for row in rows for column in columns]

    def _latent(self, latent: Latent) -> int:
        return self._latents.setdefault(latent, len(self._latents))
