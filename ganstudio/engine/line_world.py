"""Worlds of single numbers: densities over an axis, the critic along it, and where latents go.

Figure 1 of Goodfellow et al. 2014, arXiv:1406.2661.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.events import WorldView

Floats = NDArray[np.float64]

BAND, SPREAD = 0.25, 0.12  # of the view: where reals and fakes lie in a plane, and how high
_CENTRAL = 0.1  # of the samples: the shortest interval with so many tells how wide a mode is
_CENTRAL_WIDTH = 0.2513  # of that interval, in standard deviations of a Gaussian
_FLOOR = 0.02  # of the mean density: beside it lies no evidence, and D* is a half
_FINE = 257


@dataclass(frozen=True, slots=True)
class Along:
    """What is known over the axis of a world of single numbers.

    Attributes:
        axis: (g,) rising.
        data: (g,) density of the data, true where `is_true`, else estimated.
        made: (g,) density of the averaged generator's samples.
        raw: (g,) the same of the raw weights.
        critic: (g,) scores; empty without a critic of samples.
        are_logits: whether the scores' sigmoid is D(x).
    """

    axis: Floats
    data: Floats
    made: Floats
    raw: Floats
    critic: Floats
    are_logits: bool
    is_true: bool

    def verdict(self) -> Floats:
        """(g,) D(x) where scores are logits, else the scores."""
        return sigmoid(self.critic) if self.are_logits else self.critic

    def best(self) -> Floats:
        """(g,) D* = p / (p + q), proposition 1; a half where neither has samples."""
        floor = _FLOOR / max(float(np.ptp(self.axis)), 1e-12)
        return (self.data + floor) / (self.data + self.made + 2 * floor)

    def steepness(self) -> Floats:
        """(g,) size of the critic's slope."""
        return np.abs(np.gradient(self.critic, self.axis)) if self.critic.size else self.critic


def is_line(world: WorldView) -> bool:
    """Whether the samples are single numbers, spread upwards only to be seen.

    Snapshots from before there were lines in worlds are known by their striped surface and by the
    bands of their points.
    """
    if world.line is not None:
        return True
    surface = world.surface
    is_striped = bool(surface.size and np.ptp(surface) > 0 and np.ptp(surface, axis=0).max() == 0)
    return is_striped and all(
        np.abs(points[:, 1] - band * world.extent).max(initial=0) <= 1.01 * SPREAD * world.extent
        for points, band in ((world.real, BAND), (world.fake, -BAND))
    )


def along(world: WorldView) -> Along:
    """The curves of a world of single numbers; what its snapshot lacks is estimated of points."""
    line = world.line
    if line is None:
        coarse = np.linspace(-world.extent, world.extent, len(world.surface))
        axis = np.linspace(-world.extent, world.extent, _FINE)
        critic = np.interp(axis, coarse, world.surface[0].astype(float))
    else:
        axis, critic = line.axis.astype(float), line.critic.astype(float)
    raw = smoothed(world.raw[:, 0], axis)
    is_true = line is not None and line.data.size > 0
    data = line.data if line is not None and is_true else smoothed(world.real[:, 0], axis)
    made = line.made if line is not None else smoothed(world.fake[:, 0], axis)
    are_logits = line is not None and line.are_logits
    return Along(axis, data.astype(float), made.astype(float), raw, critic, are_logits, is_true)


def smoothed(samples: NDArray[np.floating], axis: Floats) -> Floats:
    """(g,) density at the points of an even axis: a Gaussian kernel as wide as modes ask for."""
    finite = np.sort(samples[np.isfinite(samples)].astype(float))
    if not len(finite):
        return np.zeros(len(axis))
    cell = float(axis[1] - axis[0])
    width = max(0.9 * _scale(finite) * len(finite) ** -0.2, 0.6 * cell)
    # Samples share themselves among the two nearest points; an exact sum would be slow.
    place = (finite - axis[0]) / cell
    inside = place[(place >= 0) & (place < len(axis) - 1)]
    left = inside.astype(int)
    counts = np.zeros(len(axis))
    np.add.at(counts, left, 1 - (inside - left))
    np.add.at(counts, left + 1, inside - left)
    reach = np.arange(-len(axis) + 1, len(axis)) * cell
    kernel = np.exp(-0.5 * (reach / width) ** 2) / (width * np.sqrt(2 * np.pi))
    whole = np.convolve(counts, kernel, mode="full")[len(axis) - 1 : 2 * len(axis) - 1]
    return np.asarray(whole / len(finite), float)


def sigmoid(scores: NDArray[np.floating]) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * scores.astype(float))), float)


def _scale(rising: Floats) -> float:
    """Standard deviation of the narrowest mode, or of all samples where that is less."""
    within = max(int(_CENTRAL * len(rising)), 1)
    shortest = float((rising[within:] - rising[:-within]).min(initial=np.inf))
    return min(float(rising.std()), shortest / _CENTRAL_WIDTH)
