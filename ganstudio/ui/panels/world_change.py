"""What has changed in a world between two moments: the surface under it, and where fakes went."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.events import WorldView
from ganstudio.ui.colour_tables import ColourTable, diverging_table
from ganstudio.ui.panels.world_fields import FieldName, Floats, field_of

_MOST_MOVES = 160  # fakes whose way is drawn
_MUTED = (44, 211)  # of 256 colours: the brightest ones would hide the points
_RISE: dict[FieldName, str] = {
    "critic": "blue more real, orange more fake",
    "slope": "orange steeper, blue flatter",
    "best": "blue more reals, orange more fakes",
}


@dataclass(frozen=True, slots=True)
class WorldChange:
    """Attributes:
    surface: (g, g) now less then; empty where both have no surface in common.
    most: the largest change of it, either way.
    moves: (n, 4) x, y then and x, y now of the fakes of the same latents.
    """

    surface: Floats
    most: float
    moves: NDArray[np.float32]


def change_of(now: WorldView, before: WorldView, name: FieldName) -> WorldChange:
    """From the world before to the one now."""
    surface = np.zeros((0, 0))
    if now.surface.shape == before.surface.shape and now.extent == before.extent:
        surface = np.nan_to_num(field_of(now, name) - field_of(before, name))
    most = float(np.abs(surface).max()) if surface.size else 0.0
    return WorldChange(surface, most, _moves(now, before))


def mean_way(change: WorldChange) -> float:
    """How far a fake has moved in the mean, in units of the plane."""
    ways = change.moves[:, 2:] - change.moves[:, :2]
    return float(np.hypot(ways[:, 0], ways[:, 1]).mean()) if len(ways) else 0.0


def signed_table(name: FieldName, *, dark: bool) -> ColourTable:
    """From the largest fall to the largest rise; blue is what the critic says is real."""
    table = diverging_table(dark=dark)[np.linspace(*_MUTED, 256).round().astype(int)]
    return table if name == "slope" else table[::-1]


def change_words(name: FieldName) -> str:
    """What the colours mean."""
    return _RISE[name]


def _moves(now: WorldView, before: WorldView) -> NDArray[np.float32]:
    """Fixed latents: the same row is the same latent throughout a run."""
    count = min(len(now.fake), len(before.fake), _MOST_MOVES)
    moves = np.concatenate([before.fake[:count], now.fake[:count]], axis=1)
    return moves[np.isfinite(moves).all(axis=1)]
