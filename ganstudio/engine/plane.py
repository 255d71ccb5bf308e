"""The plane on which vectors are drawn."""

import torch
from torch import Tensor

MARGIN = 1.4  # of the furthest sample: room for fakes that overshoot


class Plane:
    """Points as they are, or the two directions in which longer vectors vary most.

    Attributes:
        extent: [-extent, extent] in both directions shows the samples with some margin.
    """

    def __init__(self, samples: Tensor) -> None:
        """Args: samples: (n, d) with d of at least 2; of 2, the plane is that of the data."""
        size = samples.shape[1]
        self._middle = samples.new_zeros(size) if size == 2 else samples.mean(0)
        self._axes = torch.eye(2).to(samples) if size == 2 else self._principal(samples)
        self.extent = MARGIN * max(float(self.place(samples).abs().max()), 1e-6)

    def _principal(self, samples: Tensor) -> Tensor:
        """(d, 2), each direction's largest entry positive."""
        centred = (samples - self._middle).double()
        axes = torch.linalg.eigh(centred.T @ centred).eigenvectors.flip(1)[:, :2]
        largest = axes.gather(0, axes.abs().argmax(0, keepdim=True))
        return (axes * largest.sign()).to(samples)

    def place(self, samples: Tensor) -> Tensor:
        """(n, d) samples to (n, 2) points: what of them lies in the plane."""
        return self.turn(samples - self._middle)

    def turn(self, directions: Tensor) -> Tensor:
        """(n, d) directions to (n, 2)."""
        return directions @ self._axes

    def lift(self, points: Tensor) -> Tensor:
        """(n, 2) points to the (n, d) samples that lie there."""
        return points @ self._axes.T + self._middle
