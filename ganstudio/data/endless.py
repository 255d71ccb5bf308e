"""Worlds that never end: samples drawn fresh from a density whose truth is known."""

import hashlib
from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.config import Config
from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.source import Report, Share


class Modes(NamedTuple):
    """The known modes of a world.

    Attributes:
        centres: (k, d) float64, in the order of the labels.
        sigma: standard deviation of every mode in each direction.
    """

    centres: NDArray[np.float64]
    sigma: float


class Drawn(NamedTuple):
    """(n, d) points or (n, c, h, w) images, and the (n,) mode of each where there are labels."""

    samples: Tensor
    label: Tensor | None = None


Sampler = Callable[[int, torch.Generator], Drawn]


class Endless:
    """An opened world: every draw is new, and a function of the seed and the state alone."""

    notices: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()

    def __init__(
        self, spec: DataSpec, sampler: Sampler, random: torch.Generator, share: Share
    ) -> None:
        self.spec = spec
        self._sample = sampler
        self._random = random
        self._share = share

    def draw(self, count: int) -> Batch:
        samples, label = self._sample(self._share.total(count), self._random)
        return Batch(self._share.part(samples), None if label is None else self._share.part(label))

    def reference(self, count: int, seed: int) -> Batch:
        """`count` samples of their own stream; equal for every process."""
        own = torch.Generator(self._random.device).manual_seed(derive(seed, "reference"))
        return Batch(*self._sample(count, own))

    def state(self) -> dict[str, Tensor]:
        return {"random": self._random.get_state()}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Continue exactly; a state saved on another kind of device starts a stream of its own."""
        saved = state["random"]
        if saved.numel() == self._random.get_state().numel():
            self._random.set_state(saved)
        else:
            digest = hashlib.blake2b(saved.numpy().tobytes(), digest_size=8).digest()
            self._random.manual_seed(int.from_bytes(digest, "big") >> 1)


class World(Config):
    """A density to be learned, drawn from without end."""

    label: ClassVar[str]

    @property
    @abstractmethod
    def extent(self) -> float:
        """A plot of [-extent, extent] in every direction shows the world with some margin."""

    @abstractmethod
    def sampler(self, device: torch.device) -> Sampler:
        """Draws on `device`. Raises DataError where a file is behind the world."""

    def modes(self) -> Modes | None:
        return None

    def density(self, axis: NDArray[np.float64]) -> NDArray[np.float64] | None:  # noqa: ARG002
        """(g,) true density at single numbers; None where it is not known, or not of numbers."""
        return None

    def spec(self) -> DataSpec:
        return DataSpec((2,))

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> Endless:
        report(f"Preparing {self.label}", 0.0)
        random = torch.Generator(device).manual_seed(derive(seed, "data"))
        return Endless(self.spec(), self.sampler(device), random, share)
