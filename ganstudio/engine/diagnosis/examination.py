"""Takes the vital signs of a run, with random numbers of its own: training does not notice."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.spatial.distance import cdist, pdist
from torch import Tensor, nn

from ganstudio.core.capabilities import Generates, Judges, capability
from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch
from ganstudio.data.endless import Modes, World
from ganstudio.engine.diagnosis.vitals import Dead, Vitals
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.engine.slope import interpolates, slopes
from ganstudio.engine.spectra import ESTIMATED, Spectra
from ganstudio.nn.random import Random

POINTS, IMAGES = 256, 64  # samples of each kind
NEIGHBOURS = 1000  # real images that fakes are compared with
MOST_NUMBERS = 4_000_000  # of them together
MOST_SIDE = 32  # px of images that are compared; larger ones are shrunk
SEED = "diagnosis"
Vectors = NDArray[np.float64]


class Examination:
    """Of the trained networks, not of the averaged ones: those hide what goes wrong."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._spectra = Spectra(exact=ESTIMATED)

    @torch.no_grad()
    def take(self, norms: Mapping[str, float]) -> Vitals:
        """Args: norms: of every player's gradients since the last time."""
        setup, step = self._setup, self._setup.step
        generates = capability(setup.system, Generates)
        of_weights = Vitals(step, norms, stretch=self._stretch())
        if generates is None:
            return of_weights
        with evaluating(setup.system), _watched(setup.system.players) as dead:
            fake = generates.generate(self._latents, self._labels(generates))
            rank = self._rank(fake)
        if not bool(fake.isfinite().all()):
            return of_weights
        vectors = _vectors(fake)
        occupied, modes = self._occupied(vectors)
        return replace(
            of_weights, rank=rank, slope=self._slope(fake), spread=self._spread(vectors),
            occupied=occupied, modes=modes, centre=vectors.mean(axis=0) / self._usual,
            copied=self._copied(vectors), dead=dict(dead),
        )  # fmt: skip

    def _stretch(self) -> dict[str, dict[str, float]]:
        players = self._spectra.read(self._setup.step, self._setup.system, math.inf).players
        return {
            player: {one.layer: float(one.values[0]) for one in spectra}
            for player, spectra in players.items()
        }

    def _rank(self, fake: Tensor) -> float | None:
        """The area under the curve of true against false positives."""
        judges = capability(self._setup.system, Judges)
        if judges is None:
            return None
        label = self._batch.label
        real, made = (judges.judge(side, label).double() for side in (self._batch.real, fake))
        above = (real[:, None] > made[None, :]).double() + 0.5 * (real[:, None] == made[None, :])
        return float(above.mean())

    def _slope(self, fake: Tensor) -> float | None:
        judges = capability(self._setup.system, Judges)
        if judges is None:
            return None
        between = interpolates(self._batch.real, fake, self._random("between"))
        return float(slopes(self._setup.system, judges, between, self._batch.label).mean())

    def _spread(self, fake: Vectors) -> float:
        return float(pdist(fake).mean()) / self._usual

    def _occupied(self, fake: Vectors) -> tuple[float | None, int]:
        modes = self._modes
        if modes is None or len(modes.centres) < 2:
            return None, 0
        nearest = cdist(fake, modes.centres).argmin(axis=1)
        shares = np.bincount(nearest, minlength=len(modes.centres)) / len(fake)
        seen = shares[shares > 0]
        return float(np.exp(-(seen * np.log(seen)).sum())), len(modes.centres)

    def _copied(self, fake: Vectors) -> float | None:
        """None for worlds that never end, which cannot be learned by heart."""
        if self._setup.dataset.spec.size is None or not self._apart:
            return None
        nearest = torch.cdist(torch.from_numpy(fake), self._known).amin(dim=1)
        return float(nearest.median()) / self._apart

    @cached_property
    def _apart(self) -> float:
        """Median distance of a real sample to the nearest other; 0 where they repeat."""
        between = torch.cdist(self._known, self._known).fill_diagonal_(torch.inf)
        return float(between.amin(dim=1).median())

    @cached_property
    def _modes(self) -> Modes | None:
        source = self._setup.preset.data
        return source.modes() if isinstance(source, World) else None

    @cached_property
    def _usual(self) -> float:
        """Mean distance between two reals."""
        return float(pdist(_vectors(self._batch.real)).mean()) or 1.0

    @cached_property
    def _batch(self) -> Batch:
        return self._reference(IMAGES if self._setup.dataset.spec.is_images else POINTS)

    @cached_property
    def _known(self) -> Tensor:
        """(n, d) reals, on the CPU."""
        numbers = int(np.prod(self._setup.dataset.spec.shape))
        count = min(NEIGHBOURS, max(MOST_NUMBERS // numbers, 2))
        return torch.from_numpy(_vectors(self._reference(count).real))

    def _reference(self, count: int) -> Batch:
        """Each sample once, where the data are few."""
        count = min(count, self._setup.dataset.spec.size or count)
        return self._setup.dataset.reference(count, derive(self._setup.preset.seed, SEED))

    @cached_property
    def _latents(self) -> Tensor:
        generates = capability(self._setup.system, Generates)
        assert generates is not None  # callers look
        return generates.latents(len(self._batch.real), self._random("latents"))

    def _labels(self, generates: Generates) -> Tensor | None:
        return self._batch.label if generates.classes else None

    def _random(self, name: str) -> Random:
        return Random(derive(self._setup.preset.seed, SEED, name), self._setup.device)


@contextmanager
def _watched(players: Mapping[str, nn.Module]) -> Iterator[dict[str, Dead]]:
    """While open, the worst layer of every player whose units rectify: 0 for all samples."""
    alive: dict[tuple[str, str], Tensor] = {}
    found: dict[str, Dead] = {}
    handles = [
        module.register_forward_hook(_noting(alive, (player, name)))
        for player, network in players.items()
        for name, module in network.named_modules()
        if isinstance(module, nn.ReLU)
    ]
    try:
        yield found
    finally:
        for handle in handles:
            handle.remove()
        for (player, name), units in alive.items():
            share = 1 - float(units.double().mean())
            if player not in found or share > found[player].share:
                found[player] = Dead(name, share)


Hook = Callable[[nn.Module, object, object], None]


def _noting(alive: dict[tuple[str, str], Tensor], place: tuple[str, str]) -> Hook:
    """A hook that notes which units, or channels, were above 0 for any sample so far."""

    def hook(_module: nn.Module, _inputs: object, output: object) -> None:
        if isinstance(output, Tensor) and output.dim() > 1:
            units = (output > 0).transpose(0, 1).flatten(1).any(dim=1)
            alive[place] = alive[place] | units if place in alive else units

    return hook


def _vectors(samples: Tensor) -> Vectors:
    """(n, d) samples as they are compared."""
    if samples.dim() == 4 and max(samples.shape[2:]) > MOST_SIDE:
        samples = nn.functional.adaptive_avg_pool2d(samples, MOST_SIDE)
    vectors: Vectors = samples.flatten(1).double().cpu().numpy()
    return vectors
