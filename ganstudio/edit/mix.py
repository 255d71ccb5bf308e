"""Style mixing: some layers of one picture in the style of another, Karras 2019, section 3.1."""

from typing import Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold


class Mix(Request):
    """A grid: rows give the styles of the chosen layers, columns all others.

    Attributes:
        sources: one for each row.
        destinations: one for each column.
        layers: taken from the source; none leaves the destination, all give the source.
        locked_sources: rows that a reseeding leaves alone.
        locked_destinations: columns that it leaves alone.
    """

    kind: Literal["mix"] = "mix"
    sources: tuple[Latent, ...] = Field(min_length=1)
    destinations: tuple[Latent, ...] = Field(min_length=1)
    layers: tuple[int, ...] = ()
    manner: Manner = PLAIN
    locked_sources: tuple[int, ...] = ()
    locked_destinations: tuple[int, ...] = ()

    def run(self, system: System, told: Told = untold) -> Rendering:
        cells = tuple(range(len(self.sources) * len(self.destinations)))
        drawn = MixCells(mix=self, cells=cells).run(system, told)
        return Rendering(drawn.pictures, len(self.destinations))


class MixCells(Request):
    """Some cells of a grid, in the order in which they are wanted: those that are seen first.

    Attributes:
        cells: by row, then column; `told` is called with these numbers.
    """

    mix: Mix
    cells: tuple[int, ...] = Field(min_length=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, mix = Artist(system), self.mix
        columns = len(mix.destinations)
        rows = {cell // columns for cell in self.cells}
        styles = {row: artist.styles(mix.sources[row]) for row in rows}
        others = {
            at: artist.styles(mix.destinations[at]) for at in {c % columns for c in self.cells}
        }
        pictures = []
        for cell in self.cells:
            mixed = crossed(styles[cell // columns], others[cell % columns], mix.layers)
            pictures.append(artist.draw_styles(mixed, mix.manner))
            told(cell, pictures[-1])
        return rendered(pictures, columns)


class Crossover(Request):
    """One cell in large, and what other layer ranges would make of the same two.

    Attributes:
        ranges: of layers, one for each picture; the first is the cell's own.
    """

    source: Latent
    destination: Latent
    ranges: tuple[tuple[int, ...], ...] = Field(min_length=1)
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist = Artist(system)
        source, destination = artist.styles(self.source), artist.styles(self.destination)
        pictures: list[Picture] = []
        for index, layers in enumerate(self.ranges):
            mixed = crossed(source, destination, layers)
            pictures.append(artist.draw_styles(mixed, self.manner))
            told(index, pictures[-1])
        return rendered(pictures, len(pictures))


class Places(Request):
    """Where the pictures of a `Crossover` lie: it draws none, so that it is there at once.

    The reading "latents" is their places in w+, a `Latent` for each range.
    """

    source: Latent
    destination: Latent
    ranges: tuple[tuple[int, ...], ...] = Field(min_length=1)

    def run(self, system: System, _told: Told = untold) -> Rendering:
        artist = Artist(system)
        source, destination = artist.styles(self.source), artist.styles(self.destination)
        mixed = (crossed(source, destination, layers) for layers in self.ranges)
        latents = tuple(Latent(styles=Packed.of(styles[0])) for styles in mixed)
        return Rendering(np.zeros((0, 1, 1, 1), np.uint8), readings={"latents": latents})


def crossed(source: Tensor, destination: Tensor, layers: tuple[int, ...]) -> Tensor:
    """Styles (n, layers, d) of the destination with some layers of the source's."""
    chosen = torch.zeros(destination.shape[1], dtype=torch.bool, device=destination.device)
    chosen[[layer for layer in layers if 0 <= layer < len(chosen)]] = True
    return torch.where(chosen[:, None], source, destination)


def crossover_ranges(sides: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Where the two are crossed over when such a model is trained, one point a resolution.

    From no layer of the source, over its finest ones, to all of them.
    """
    starts = [layer for layer, side in enumerate(sides) if layer == 0 or side != sides[layer - 1]]
    return ((), *(tuple(range(start, len(sides))) for start in reversed(starts)))


def named_ranges(sides: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Coarse, middle and fine layers, as the paper calls 4 to 8, 16 to 32 and 64 px and more.

    Models of few resolutions are cut into three as equal as possible; a name may stay empty.
    """
    known = sorted(set(sides))
    if known and known[-1] >= 64:
        names = {
            side: "coarse" if side <= 8 else "middle" if side <= 32 else "fine" for side in known
        }
    else:
        thirds = ("coarse", "middle", "fine")
        count = len(known)
        names = {side: thirds[min(at * 3 // max(count, 1), 2)] for at, side in enumerate(known)}
        if count == 2:
            names = dict(zip(known, ("coarse", "fine"), strict=True))
    return {
        name: tuple(layer for layer, side in enumerate(sides) if names[side] == name)
        for name in ("coarse", "middle", "fine")
    }
