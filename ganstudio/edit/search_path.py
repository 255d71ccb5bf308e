"""Where a search went, on the plane that shows most of its way."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SearchPath:
    """A search from several starts on a plane, in the units of what is searched.

    The plane is that of the two principal components of how far each start has moved. Those of a
    model's own latents, or of all places, would show how far starts are apart, and hardly a way.

    Attributes:
        steps: (t,) of the places.
        places: (t, starts, 2) where each start was.
        best: (t, 2) the best place so far of all starts.
        own: (n, 2) some of the model's own latents.
        middle: (2,) of them: the mean style, or z = 0.
        share: of the squared movement that the plane shows.
    """

    steps: NDArray[np.int64]
    places: Points
    best: Points
    own: Points
    middle: Points
    share: float

    def row(self, step: int) -> int:
        """The last of the places at a step or before it."""
        return max(int(np.searchsorted(self.steps, step, "right")) - 1, 0)


class PathBook:
    """Notes of where a search is."""

    def __init__(self) -> None:
        self._steps: list[int] = []
        self._places: list[Tensor] = []
        self._best: list[Tensor] = []

    def note(self, step: int, places: Tensor, best: Tensor) -> None:
        """Copies of variables (starts, ...) and of the best ones (...) so far."""
        self._steps.append(step)
        self._places.append(places.flatten(1).to("cpu", copy=True))
        self._best.append(best.flatten().to("cpu", copy=True))

    def path(self, own: Tensor, middle: Tensor) -> SearchPath:
        """All that was noted, with own latents (n, ...) and the middle (...) of them."""
        places = torch.stack(self._places).double()
        flat = places.flatten(0, 1)
        mean = flat.mean(0)
        axes, share = _plane((places - places[0]).flatten(0, 1))

        def on_plane(points: Tensor) -> Points:
            found: Points = ((points.cpu().double() - mean) @ axes).float().numpy()
            return found

        return SearchPath(
            np.array(self._steps),
            on_plane(flat).reshape(*places.shape[:2], 2),
            on_plane(torch.stack(self._best)),
            on_plane(own.flatten(1)),
            on_plane(middle.flatten()),
            share,
        )


def _plane(moves: Tensor) -> tuple[Tensor, float]:
    """Two orthonormal directions (d, 2), and the share of the squares of moves (n, d) they show.

    By the matrix of inner products, as there are fewer moves than dimensions. Where nothing has
    moved, any two directions are one.
    """
    values, vectors = torch.linalg.eigh(moves @ moves.t())
    values = values.clamp_min(0)
    total = float(values.sum())
    seen = values[-2:].flip(0)
    axes = moves.t() @ vectors[:, -2:].flip(1)
    lengths = axes.norm(dim=0)
    any_two = torch.linalg.qr(torch.cat([axes, torch.eye(moves.shape[1], 2).to(axes)], 1))[0]
    is_flat = lengths <= 1e-9 * max(total**0.5, 1e-9)
    axes = torch.where(is_flat, any_two[:, :2], axes / lengths.clamp_min(1e-12))
    axes = axes * _facing(axes)
    return axes, float(seen.sum()) / total if total > 0 else 1.0


def _facing(axes: Tensor) -> Tensor:
    """(2,) signs that make the largest number of each direction (d, 2) positive."""
    return axes.gather(0, axes.abs().argmax(0, keepdim=True))[0].sign()
