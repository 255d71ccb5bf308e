"""Measurements of a trained system against its data: what `evaluate` prints and panels plot."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Encodes, Generates, Judges, capability
from ganstudio.core.errors import DataError, InputError, nearest
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.endless import World
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Referred
from ganstudio.data.stacked_digits import StackedDigits
from ganstudio.engine.critic_features import critic_batteries
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.engine.slope import critic_slope
from ganstudio.engine.translations import Given, is_given_images
from ganstudio.engine.untrained import untrained
from ganstudio.metrics.asked_classes import asked_measures
from ganstudio.metrics.extractor import Extractor
from ganstudio.metrics.figures import Battery, Figure, Measure, Reading
from ganstudio.metrics.image_measures import (
    CLASS_MEASURES,
    FEATURE_MEASURES,
    PIXEL_MEASURES,
    Vectors,
)
from ganstudio.metrics.ivom import ivom
from ganstudio.metrics.modes import ModeCoverage, count_modes
from ganstudio.metrics.point_measures import MODE_MEASURES, POINT_MEASURES, Points
from ganstudio.metrics.pyramid_distance import ImageSets, pyramid_measures
from ganstudio.metrics.reconstruction import ENCODING_MEASURES, Encoded
from ganstudio.metrics.region_maps import Maps
from ganstudio.metrics.stacked import STACK_MEASURES, stack_coverage
from ganstudio.metrics.variety import Classed, variety_measures
from ganstudio.nn.random import Random
from ganstudio.nn.rectified import last_hidden

WORLD_SAMPLES = 2500  # the published rule for modes and quality (VEEGAN, PacGAN)
IMAGE_SAMPLES = 512
GIVEN_SAMPLES = 128  # of images that are translated, which takes longer
AT_ONCE = 256  # fakes generated together


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured.

    Attributes:
        metrics: names; empty for all, None for those quick enough to be repeated in training.
        samples: of each side; where the data hold fewer, all of them.
        extractor: of the features of images; without one, no metric on features.
        seed: of the samples.
        of_regions: what is measured of pictures of label maps.
    """

    metrics: tuple[str, ...] | None = None
    samples: int | None = None
    extractor: Extractor | None = None
    seed: int = 0
    of_regions: tuple[Measure[Maps], ...] = ()

    def wants(self, name: str, is_quick: bool) -> bool:
        return is_quick if self.metrics is None else not self.metrics or name in self.metrics


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, line by line; `coverage` where the world's modes are known."""

    rows: tuple[Reading, ...]
    coverage: ModeCoverage | None = None
    samples: int = 0

    @property
    def readings(self) -> dict[str, float]:
        """Values of curves by name; NaN, a gap in the curve, where nothing could be measured."""
        return {
            f"metric/{row.name}": math.nan if row.value is None else row.value for row in self.rows
        }


@dataclass(frozen=True, slots=True)
class _Sides:
    """Real and fake samples of one evaluation.

    Attributes:
        reals: None where the data are gone; `absence` says why.
        distinct: the reals never repeat, so fewer are compared where the data are few.
        own: measures of systems that are given images, each beside what belongs there.
        labels: (n,) the classes that the fakes were asked for; None where there are none.
    """

    reals: Batch | None
    distinct: int
    fake: Tensor
    absence: str = ""
    own: list[Battery[Any]] = field(default_factory=list)
    labels: Tensor | None = None

    @property
    def batch(self) -> Batch:
        """Raises DataError."""
        if self.reals is None:
            raise DataError(self.absence)
        return self.reals

    @property
    def distinct_batch(self) -> Batch:
        """Raises DataError."""
        label = self.batch.label
        own = None if label is None else label[: self.distinct]
        return Batch(self.real, own)

    @property
    def real(self) -> Tensor:
        """Raises DataError."""
        return self.batch.real[: self.distinct]

    def pixels(self) -> Vectors:
        return Vectors(*(_flat(to_uint8(images)) for images in (self.real, self.fake)))

    def images(self) -> ImageSets:
        return ImageSets(self.real, self.fake)

    def classed(self) -> Classed:
        label = self.batch.label
        if label is None or self.labels is None:
            return Classed(_array(self.real), _array(self.fake))
        own = label[: self.distinct].cpu().numpy(), self.labels.cpu().numpy()
        return Classed(_array(self.real), _array(self.fake), *own)

    def points(self) -> Points:
        return Points(_array(self.real), _array(self.fake))


class Evaluator:
    """Measures with its own random numbers: training does not notice."""

    def __init__(self, preset: Preset, dataset: Referred, device: torch.device) -> None:
        self._preset = preset
        self._dataset = dataset
        self._device = device

    def measure(
        self,
        step: int,
        trained: System,
        averaged: System,
        seed: int = 0,
        samples: int | None = None,
    ) -> Evaluation:
        """The quick metrics, as they are recorded while a run trains."""
        return self.answer(step, trained, averaged, Request(samples=samples, seed=seed))

    def answer(self, step: int, trained: System, averaged: System, request: Request) -> Evaluation:
        """Metrics of the averaged generator, and the slope of the trained critic.

        Raises:
            InputError: a metric that is named cannot be measured here; of those that are not
                named, the row says so.
        """
        sides = self._sides(averaged, step, request)
        if sides is None:
            return Evaluation(())
        coverage = self._coverage(sides)
        batteries = sides.own + self._batteries(sides, coverage, request.extractor)
        batteries += _encoding_batteries(averaged, sides)
        batteries.append(self._slope_battery(trained, sides, step))
        batteries.append(self._search_battery(averaged, sides, request.seed))
        batteries += self._critic_batteries(averaged, sides)
        _refuse_unknown(request.metrics or (), [n for b in batteries for n in b.names()])
        rows = tuple(row for battery in batteries for row in battery.read(request.wants))
        for row in rows:
            if request.metrics and row.value is None:
                raise InputError(row.note)
        return Evaluation(rows, coverage, len(sides.fake))

    def generate(self, system: System, count: int, seed: int) -> tuple[Tensor, Tensor | None]:
        """(count, ...) fakes in batches, and their labels (cycled) where there are classes."""
        generates = _generates(system)
        random = Random(derive(self._preset.seed, "sample", seed), self._device)
        labels = _cycled(count, generates.classes, self._device)
        return _generated(system, generates.latents(count, random), labels), labels

    def _sides(self, averaged: System, step: int, request: Request) -> _Sides | None:
        """None where a run that trains has nothing to be compared with."""
        if capability(averaged, Generates) is None and is_given_images(averaged):
            return self._given_sides(averaged, request)
        spec = self._dataset.spec
        has_modes = not spec.is_images or isinstance(self._preset.data, StackedDigits)
        count = request.samples or (WORLD_SAMPLES if has_modes else IMAGE_SAMPLES)
        seed = derive(self._preset.seed, "evaluate", request.seed)
        reals, absence = self._reals(count, seed)
        random = Random(derive(self._preset.seed, "evaluate", step, request.seed), self._device)
        generates = _generates(averaged)
        latents = generates.latents(count, random)
        labels = reals.label if reals else _cycled(count, generates.classes, self._device)
        fake = _generated(averaged, latents, labels)
        asked = labels if generates.classes else None
        return _Sides(reals, spec.size or count, fake, absence, labels=asked)

    def _given_sides(self, averaged: System, request: Request) -> _Sides | None:
        """Raises InputError, DataError: there is nothing to measure, or the data are gone."""
        spec = self._dataset.spec
        usual = GIVEN_SAMPLES if spec.is_images else WORLD_SAMPLES
        count = min(request.samples or usual, spec.size or WORLD_SAMPLES)
        batch = self._dataset.reference(count, derive(self._preset.seed, "evaluate", request.seed))
        given = Given(averaged, batch, spec)
        if own := given.batteries(request.of_regions):
            return _Sides(batch, count, given.made, own=own)
        if request.metrics is None:
            return None
        raise InputError(
            "Nothing can be measured of this run, as its data hold no image that belongs to "
            "another and its system leads no image back: look at its samples."
        )

    def _reals(self, count: int, seed: int) -> tuple[Batch | None, str]:
        try:
            return self._dataset.reference(count, seed), ""
        except DataError as error:
            return None, str(error)

    def _batteries(
        self, sides: _Sides, coverage: ModeCoverage | None, extractor: Extractor | None
    ) -> list[Battery[Any]]:
        count = len(sides.fake)
        if not self._dataset.spec.is_images:
            found: list[Battery[Any]] = [Battery(POINT_MEASURES, sides.points, count)]
            if coverage is not None:
                found.append(Battery(MODE_MEASURES, lambda: coverage, count))
            return found
        found = [Battery(PIXEL_MEASURES, sides.pixels, count)]
        if coverage is not None:
            found.append(Battery(STACK_MEASURES, lambda: coverage, count))
        found += self._picture_batteries(sides)
        return found + (_feature_batteries(sides, extractor) if extractor else [])

    def _picture_batteries(self, sides: _Sides) -> list[Battery[Any]]:
        """Of patches at every size, and of how alike pictures are."""
        spec, count = self._dataset.spec, len(sides.fake)
        size = spec.shape[-2], spec.shape[-1]
        classes = () if sides.labels is None else spec.classes
        found: list[Battery[Any]] = [
            Battery(pyramid_measures(*size), sides.images, count),
            Battery(variety_measures(*size, classes), sides.classed, count),
        ]
        if len(classes) > 1:
            found.append(Battery(asked_measures(*size, classes), sides.classed, count))
        return found

    def _coverage(self, sides: _Sides) -> ModeCoverage | None:
        source = self._preset.data
        if isinstance(source, StackedDigits):
            return stack_coverage(sides.fake)
        modes = source.modes() if isinstance(source, World) else None
        return (
            None if modes is None else count_modes(sides.points().fake, modes.centres, modes.sigma)
        )

    def _critic_batteries(self, averaged: System, sides: _Sides) -> list[Battery[Any]]:
        """Of pictures with classes alone."""
        spec, preset, device = self._dataset.spec, self._preset, self._device
        if not spec.is_images or len(spec.classes) < 2:
            return []

        def fresh() -> System:
            return untrained(preset, averaged, device, spec)

        return critic_batteries(averaged, fresh, lambda: sides.distinct_batch, len(sides.fake))

    def _slope_battery(self, trained: System, sides: _Sides, step: int) -> Battery[Any]:
        """Empty where the system has no critic to be asked."""
        judges = capability(trained, Judges)
        measures: tuple[Measure[Judges], ...] = ()

        def slope(asked: Judges) -> tuple[Figure]:
            random = Random(derive(self._preset.seed, "slope", step), self._device)
            return (critic_slope(trained, asked, sides.batch, sides.fake, random),)

        if judges is not None:
            measures = (Measure({"slope": "Slope of the critic"}, slope, is_quick=True),)
        return Battery(measures, lambda: judges, len(sides.fake))

    def _search_battery(self, averaged: System, sides: _Sides, seed: int) -> Battery[Any]:
        """Empty where no pictures are made of latents that could be searched for."""
        is_images = self._dataset.spec.is_images
        generates = capability(averaged, Generates) if is_images else None
        measures: tuple[Measure[Generates], ...] = ()

        def search(asked: Generates) -> tuple[Figure]:
            random = Random(derive(self._preset.seed, "ivom", seed), self._device)
            labels = sides.batch.label if asked.classes else None
            with evaluating(averaged):
                return (ivom(asked, sides.real, labels, random),)

        if generates is not None:
            measures = (Measure({"ivom": "Inference via optimisation (IvOM)"}, search),)
        return Battery(measures, lambda: generates, len(sides.fake))


def _feature_batteries(sides: _Sides, extractor: Extractor) -> list[Battery[Any]]:
    count, named = len(sides.fake), (extractor.name, extractor.is_inception)

    def features() -> Vectors:
        return Vectors(extractor.features(sides.real), extractor.features(sides.fake))

    def probabilities() -> NDArray[np.float64]:
        return extractor.probabilities(sides.fake)

    found: list[Battery[Any]] = [Battery(FEATURE_MEASURES, features, count, *named)]
    if extractor.classes:
        found.append(Battery(CLASS_MEASURES, probabilities, count, *named))
    return found


def _encoding_batteries(system: System, sides: _Sides) -> list[Battery[Any]]:
    """What is asked of systems that find latents for data, as BiGAN does."""
    encodes, generates = capability(system, Encodes), capability(system, Generates)
    if encodes is None or generates is None:
        return []

    @torch.no_grad()
    def encoded() -> Encoded:
        real, label = sides.real, sides.batch.label
        own = None if label is None else label[: len(real)]
        with evaluating(system):
            parts = [last_hidden(encodes.encode, part) for part in real.split(AT_ONCE)]
        codes = torch.cat([codes for codes, _ in parts])
        hidden = [seen for _, seen in parts if seen is not None]
        rebuilt = _generated(system, codes, own if generates.classes else None)
        labels = None if own is None else own.cpu().numpy()
        seen = _array(torch.cat(hidden)) if hidden else None
        return Encoded(_array(real), _array(rebuilt), _array(codes), seen, labels)

    return [Battery(ENCODING_MEASURES, encoded, len(sides.fake))]


def _refuse_unknown(wanted: tuple[str, ...], known: list[str]) -> None:
    for name in wanted:
        if name not in known:
            near = nearest(name, known)
            meant = f"; did you mean {near!r}?" if near else ""
            raise InputError(
                f"{name!r} is not measured for this run{meant}; there are {', '.join(known)}."
            )


def _generates(system: System) -> Generates:
    generates = capability(system, Generates)
    if generates is None:
        raise InputError(
            "This run's system makes nothing of latents or of images, so nothing can be measured: "
            "look at its curves."
        )
    return generates


@torch.no_grad()
def _generated(system: System, latents: Tensor, labels: Tensor | None) -> Tensor:
    generates = _generates(system)
    starts = range(0, len(latents), AT_ONCE)
    with evaluating(system):
        parts = [
            generates.generate(
                latents[start : start + AT_ONCE],
                None if labels is None else labels[start : start + AT_ONCE],
            )
            for start in starts
        ]
    return torch.cat(parts)


def _cycled(count: int, classes: int, device: torch.device) -> Tensor | None:
    return torch.arange(count, device=device) % classes if classes else None


def _array(samples: Tensor) -> NDArray[np.float64]:
    found: NDArray[np.float64] = samples.double().cpu().numpy()
    return found


def _flat(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    return pixels.reshape(len(pixels), -1).astype(np.float64) / 127.5 - 1
