"""Singular values of layers, measured a few layers at a time so that training is not held up."""

import time

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.instruments import LayerSpectrum, SpectraRead
from ganstudio.core.system import System
from ganstudio.engine.layers import weights_of

EXACT = 512  # rows or columns up to which all singular values are computed
ESTIMATED = 8  # of larger matrices
ITERATIONS = 3  # a measurement; the directions found go on from one to the next
SECONDS = 0.05  # of a measurement, after which the remaining layers wait for the next one

_Key = tuple[str, str]


class Spectra:
    """Remembers what was measured of every layer, and measures the longest ago first."""

    def __init__(self, exact: int = EXACT) -> None:
        """Args: exact: rows or columns up to which all singular values are computed."""
        self._exact = max(exact, ESTIMATED)
        self._known: dict[_Key, LayerSpectrum] = {}
        self._directions: dict[_Key, Tensor] = {}

    @torch.no_grad()
    def read(self, step: int, system: System, seconds: float = SECONDS) -> SpectraRead:
        """What is known by now, with at least one layer measured anew."""
        held = _matrices(system)
        self._known = {key: spectrum for key, spectrum in self._known.items() if key in held}
        until = time.monotonic() + seconds
        for key in sorted(held, key=self._measured):
            self._known[key] = self._measure(step, key, held[key])
            if time.monotonic() >= until:
                break
        players: dict[str, list[LayerSpectrum]] = {}
        for key in held:
            if key in self._known:
                players.setdefault(key[0], []).append(self._known[key])
        return SpectraRead(step, {name: tuple(found) for name, found in players.items()})

    def _measured(self, key: _Key) -> int:
        return self._known[key].step if key in self._known else -1

    def _measure(self, step: int, key: _Key, matrix: Tensor) -> LayerSpectrum:
        if min(matrix.shape) <= self._exact:
            return LayerSpectrum(key[1], all_values(matrix), True, step)
        before = self._directions.get(key)
        values, self._directions[key] = first_values(matrix, before)
        return LayerSpectrum(key[1], values, False, step)


def all_values(matrix: Tensor) -> NDArray[np.float64]:
    """(k,) falling; from the eigenvalues of the smaller Gram matrix, in double precision."""
    wide = (matrix if matrix.shape[0] <= matrix.shape[1] else matrix.t()).double()
    squares = torch.linalg.eigvalsh(wide @ wide.t()).flip(0)
    values: NDArray[np.float64] = squares.clamp_min(0).sqrt().cpu().numpy()
    return values


def first_values(
    matrix: Tensor, directions: Tensor | None = None
) -> tuple[NDArray[np.float64], Tensor]:
    """The largest few by subspace iteration; no estimate is above the true value.

    Args:
        matrix: (m, n), more than a few of each.
        directions: (n, k) that an earlier call found; none begins at fixed random ones.

    Returns:
        (k,) falling, and the directions (n, k) to go on from.
    """
    if directions is None or len(directions) != matrix.shape[1]:
        random = torch.Generator().manual_seed(0)
        directions = torch.randn(matrix.shape[1], ESTIMATED, generator=random).to(matrix)
    for _ in range(ITERATIONS):
        directions = torch.linalg.qr(matrix.t() @ (matrix @ directions)).Q
    _, values, rows = torch.linalg.svd(matrix @ directions, full_matrices=False)
    return values.double().cpu().numpy(), directions @ rows.t()


def _matrices(system: System) -> dict[_Key, Tensor]:
    """By player and layer; a layer with several is named for each."""
    found: dict[_Key, Tensor] = {}
    for player, network in system.players.items():
        for weight in weights_of(network):
            matrix = weight.matrix()
            if matrix is None:
                continue
            layer, number = weight.layer, 2
            while (player, layer) in found:
                layer, number = f"{weight.layer} ({number})", number + 1
            found[player, layer] = matrix
    return found
