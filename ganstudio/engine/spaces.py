"""Where data and fakes lie among latents and among the critic's features, in a plane that rests."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Encodes, Generates, Perceives, capability
from ganstudio.core.instruments import FeaturesRead, LatentsRead, Numbers, Scatter
from ganstudio.core.system import RandomSource, System
from ganstudio.data.batches import Batch
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.metrics.planes import principal_plane, shares_along, turn
from ganstudio.parts.prior import Prior

DEVIATIONS = (1, 2, 3)
Floats = NDArray[np.float64]


class Spaces:
    """Reads both spaces, each turned so that the same real samples move least between readings."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._before: dict[type, Floats] = {}  # by space: where the real samples were seen

    def latents(self, averaged: System, batch: Batch, random: RandomSource) -> LatentsRead | None:
        """Of two numbers both, of more a plane through the prior's middle."""
        encodes = capability(averaged, Encodes)
        prior = getattr(self._setup.preset.system, "prior", None)
        if encodes is None or not isinstance(prior, Prior):
            return None
        found = self._samples(averaged, batch, random, encodes.encode)
        if found is None:
            return None
        # What lies behind the prior's numbers is noise, which no encoder looks for.
        real, fake = (side[:, : prior.size] for side in found)
        is_whole = prior.size <= 2
        plane = np.eye(prior.size, 2) if is_whole else self._plane(LatentsRead, real)
        shares = None if is_whole else shares_along(real, plane)
        scatter = self._scatter(averaged, batch, (real @ plane, fake @ plane), shares)
        is_square = is_whole and prior.distribution == "uniform"
        circles = () if is_square else tuple(prior.deviation * times for times in DEVIATIONS)
        square = 1.0 if is_square else None
        return LatentsRead(self._setup.step, scatter, prior.size, circles, square)

    def features(
        self,
        averaged: System,
        batch: Batch,
        random: RandomSource,
        nodes: NDArray[np.int64] | None = None,
    ) -> FeaturesRead | None:
        """About the middle of the real ones; `nodes` are their numbers in a graph."""
        perceives = capability(averaged, Perceives)
        if perceives is None:
            return None
        found = self._samples(averaged, batch, random, perceives.perceive)
        if found is None:
            return None
        middle = found[0].mean(0)
        real, fake = (side - middle for side in found)
        plane = self._plane(FeaturesRead, real)
        scatter = self._scatter(
            averaged, batch, (real @ plane, fake @ plane), shares_along(real, plane)
        )
        return FeaturesRead(self._setup.step, replace(scatter, nodes=nodes), real.shape[1])

    @torch.no_grad()
    def _samples(
        self,
        averaged: System,
        batch: Batch,
        random: RandomSource,
        read: Callable[[Tensor], Tensor],
    ) -> tuple[Floats, Floats] | None:
        """What is read of data, and of fakes of the same classes; None where it is not finite."""
        generates = capability(averaged, Generates)
        if generates is None:
            return None
        with evaluating(averaged):
            latents = generates.latents(len(batch.real), random)
            made = generates.generate(latents, batch.label if generates.classes else None)
            real, fake = (read(x).flatten(1).cpu().double().numpy() for x in (batch.real, made))
        return (real, fake) if np.isfinite(real).all() and np.isfinite(fake).all() else None

    def _plane(self, space: type, real: Floats) -> Floats:
        """(d, 2) orthonormal directions: the plane rests as far as it can where it was before."""
        plane = principal_plane(real)
        before = self._before.get(space)
        if before is not None and len(before) == len(real):
            plane = plane @ turn(real @ plane, before)
        self._before[space] = real @ plane
        return plane

    def _scatter(
        self,
        averaged: System,
        batch: Batch,
        places: tuple[Floats, Floats],
        shares: tuple[float, float] | None,
    ) -> Scatter:
        generates = capability(averaged, Generates)
        names = self._setup.dataset.spec.classes
        classes = None if batch.label is None or not names else batch.label.cpu().numpy()
        of_fakes = classes if generates is not None and generates.classes else None
        real, fake = (_numbers(side) for side in places)
        return Scatter(real, fake, names, classes, of_fakes, shares)


def _numbers(values: Floats) -> Numbers:
    return values.astype(np.float32)
