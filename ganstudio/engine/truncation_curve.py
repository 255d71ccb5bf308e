"""What truncation trades, strength by strength: Brock et al. 2019, arXiv:1809.11096, appendix E."""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TextIO

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Generates, Styles, Truncates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.data import digits
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.measures import Wanted, extractor_of, opened_data
from ganstudio.engine.sampling import TrainedModel
from ganstudio.metrics import features
from ganstudio.metrics.extractor import Extractor
from ganstudio.metrics.frechet import frechet_distance
from ganstudio.metrics.inception_score import inception_score
from ganstudio.metrics.spread import within_class_spread
from ganstudio.nn.random import Random
from ganstudio.parts.truncation import strength_at

THRESHOLDS = (2.0, 1.5, 1.0, 0.7, 0.5, 0.3, 0.1)
PSIS = (1.0, 0.9, 0.8, 0.7, 0.5, 0.3, 0.1)
SAMPLES = 1000
AT_ONCE = 250
_HEAD = ("strength", "fid", "inception_score", "spread", "features", "samples")

Report = Callable[[float, str], None]
"""The share done in [0, 1], and what is being done. May raise Cancelled."""


class Place(NamedTuple):
    """One strength of truncation: as it is called, and as a generator is asked for it."""

    called: float  # τ, or ψ where styles are pulled
    strength: float


class TruncationPoint(NamedTuple):
    """What was measured of samples of one strength.

    Attributes:
        called: τ: no value of a latent lies beyond it; or ψ, where styles are pulled. Infinite
            for latents as they were trained with.
        fid: None where samples are too few for it.
        score: inception score; None where what compares images knows no classes.
        spread: of pixels within classes over that of the data; 1 where they vary alike.
    """

    called: float
    fid: float | None
    score: float | None
    spread: float


@dataclass(frozen=True, slots=True)
class TruncationCurve:
    """All of one sweep.

    Attributes:
        pulls: the strengths are ψ, towards the mean style; else thresholds τ.
        points: without truncation first, then from weak to strong.
        features: what images were compared by.
        samples: of every strength.
    """

    pulls: bool
    points: tuple[TruncationPoint, ...]
    features: str
    samples: int

    def write_csv(self, stream: TextIO) -> None:
        """A row for every strength, at full precision; empty where nothing could be measured."""
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEAD)
        for point in self.points:
            numbers = ("" if one is None else repr(one) for one in point)
            writer.writerow((*numbers, self.features, self.samples))


def truncation_curve(
    model: TrainedModel, report: Report, samples: int = SAMPLES, seed: int = 0
) -> TruncationCurve:
    """Measure samples of the same latents at every strength, statistics taken anew for each.

    Raises:
        InputError: nothing can be truncated, or there are too few samples.
        DataError: the data, which samples are compared with, are gone.
        Cancelled: by `report`.
    """
    sampler = _Sampler(model, samples, seed)
    report(0.0, "reading the data")
    reals = _Reals.of(model, samples, seed)
    pulls = capability(model.averaged, Styles) is not None
    points, places = [], _places(pulls=pulls)
    for done, place in enumerate(places):
        words = "without truncation" if place.strength == 1 else f"at {place.called:g}"
        sheet = sampler.sheet(place.strength, lambda: report(done / len(places), words))  # noqa: B023
        points.append(_point(place, sheet, sampler, reals))
    report(1.0, "")
    return TruncationCurve(pulls, tuple(points), reals.extractor.name, samples)


class _Sampler:
    """The same latents and classes for every strength."""

    def __init__(self, model: TrainedModel, samples: int, seed: int) -> None:
        generates = capability(model.averaged, Generates)
        truncates = capability(model.averaged, Truncates)
        if generates is None or truncates is None:
            raise InputError(
                "This generator offers no truncation: choose a run of BigGAN or StyleGAN."
            )
        self._generates, self._truncates = generates, truncates
        random = Random(derive(seed, "truncation"), model.device)
        self._latents = generates.latents(samples, random)
        classes = generates.classes
        turns = torch.arange(samples, device=model.device)
        self._labels = turns % classes if classes else None

    @property
    def labels(self) -> NDArray[np.int64]:
        """All 0 where there are no classes."""
        if self._labels is None:
            return np.zeros(len(self._latents), np.int64)
        found: NDArray[np.int64] = self._labels.cpu().numpy()
        return found

    @torch.no_grad()
    def sheet(self, strength: float, begin: Callable[[], None]) -> Tensor:
        """(n, c, h, w); `begin` is called before every part."""
        parts = []
        for rows in torch.arange(len(self._latents)).split(AT_ONCE):
            begin()
            label = None if self._labels is None else self._labels[rows]
            latents = self._latents[rows]
            if strength == 1:
                parts.append(self._generates.generate(latents, label))
            else:
                parts.append(self._truncates.truncated(latents, strength, label))
        return torch.cat(parts)


@dataclass(frozen=True, slots=True)
class _Reals:
    """What samples are compared with, and by what."""

    extractor: Extractor
    features: NDArray[np.float64]
    spread: float

    @classmethod
    def of(cls, model: TrainedModel, samples: int, seed: int) -> "_Reals":
        dataset = opened_data(model)
        spec = dataset.spec
        is_told_apart = len(spec.classes) > 1 and not isinstance(model.preset.data, digits.Digits)
        choice = features.CLASSES if is_told_apart else ""
        extractor = extractor_of(model, dataset, Wanted(features=choice))
        if extractor is None:
            raise InputError("A curve of truncation compares images, and this run makes points.")
        count = min(samples, spec.size or samples)
        batch = dataset.reference(count, derive(model.preset.seed, "evaluate", seed))
        generates = capability(model.averaged, Generates)
        is_by_class = batch.label is not None and generates is not None and generates.classes
        labels = batch.label.cpu().numpy() if is_by_class and batch.label is not None else None
        pixels = to_uint8(batch.real)
        spread = within_class_spread(
            pixels, np.zeros(count, np.int64) if labels is None else labels
        )
        return cls(extractor, extractor.features(batch.real), spread)


def _places(*, pulls: bool) -> Sequence[Place]:
    if pulls:
        return [Place(psi, psi) for psi in PSIS]
    return [Place(math.inf, 1.0), *(Place(limit, strength_at(limit)) for limit in THRESHOLDS)]


def _point(place: Place, sheet: Tensor, sampler: _Sampler, reals: _Reals) -> TruncationPoint:
    own = reals.extractor.features(sheet)
    is_enough = min(len(own), len(reals.features)) > own.shape[1]
    fid = frechet_distance(reals.features, own) if is_enough else None
    score = None
    if reals.extractor.classes:
        score = inception_score(reals.extractor.probabilities(sheet)).mean
    spread = within_class_spread(to_uint8(sheet), sampler.labels) / (reals.spread or 1.0)
    return TruncationPoint(place.called, fid, score, spread)
