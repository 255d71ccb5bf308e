"""Measured numbers, and the calculations that give them."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from ganstudio.core.errors import DataError, InputError

Sides = TypeVar("Sides")

_OVERFLOW = (
    "The samples are too far apart for a finite result: choose an earlier checkpoint, or features "
    "of a smaller range."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a calculation gives it.

    Attributes:
        value: not finite where the samples are too far apart to be compared.
        spread: standard deviation over subsets or splits, where there are any.
        samples: looked at on each side, where that is not all of them.
        real: the same number of real samples alone, where there is one to be set beside it.
        caution: what a reader should know of it; empty where there is nothing.
    """

    value: float
    spread: float | None = None
    samples: int | None = None
    real: float | None = None
    caution: str = ""

    @property
    def is_finite(self) -> bool:
        return math.isfinite(self.value) and math.isfinite(self.spread or 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of an evaluation.

    Attributes:
        value: None where it could not be measured; `note` says why.
        features: name of the feature extractor; empty for what looks at the data themselves.
        samples: of each side.
        seconds: of the calculation, which may have given other readings too.
        note: a problem or a caution, one sentence.
        real: the same number of real samples alone, where there is one to be set beside it.
    """

    name: str
    title: str
    value: float | None
    spread: float | None
    features: str
    samples: int
    seconds: float
    note: str = ""
    real: float | None = None


@dataclass(frozen=True)
class Measure(Generic[Sides]):
    """A calculation that gives one figure for each name of `titles`, in their order.

    Attributes:
        work: may give a sentence for a figure that cannot be had where others can.
        is_quick: cheap enough to be repeated while a run trains.
    """

    titles: Mapping[str, str]
    work: Callable[[Sides], tuple[Figure | str, ...]]
    is_quick: bool = False


@dataclass(frozen=True)
class Battery(Generic[Sides]):
    """Measures of the same two sides, which are prepared only if one of them is wanted.

    Attributes:
        prepare: draws, extracts or counts. Raises InputError; DataError where the data are gone.
        features: name of the feature extractor behind the sides, or empty.
        is_inception: the extractor is what the published numbers are measured with.
    """

    measures: tuple[Measure[Sides], ...]
    prepare: Callable[[], Sides]
    samples: int
    features: str = ""
    is_inception: bool = False

    def names(self) -> tuple[str, ...]:
        return tuple(name for measure in self.measures for name in measure.titles)

    def read(self, is_wanted: Callable[[str, bool], bool]) -> list[Reading]:
        """Carry out the measures of which some name is wanted, given whether they are quick."""
        chosen = [m for m in self.measures if any(is_wanted(n, m.is_quick) for n in m.titles)]
        if not chosen:
            return []
        try:
            sides = self.prepare()
        except DataError as error:
            found = [self._unmeasured(measure, str(error)) for measure in chosen]
        else:
            found = [self._carry_out(measure, sides) for measure in chosen]
        return [
            reading
            for measure, readings in zip(chosen, found, strict=True)
            for reading in readings
            if is_wanted(reading.name, measure.is_quick)
        ]

    def _unmeasured(self, measure: Measure[Sides], problem: str) -> list[Reading]:
        return [self._reading(*title, problem, 0.0) for title in measure.titles.items()]

    def _carry_out(self, measure: Measure[Sides], sides: Sides) -> list[Reading]:
        began = time.perf_counter()
        figures: tuple[Figure | str, ...]
        try:
            with np.errstate(all="ignore"):
                figures = measure.work(sides)
        except InputError as error:
            figures = (str(error),) * len(measure.titles)
        seconds = time.perf_counter() - began
        named = zip(measure.titles.items(), figures, strict=True)
        return [self._reading(*title, figure, seconds) for title, figure in named]

    def _reading(self, name: str, title: str, figure: Figure | str, seconds: float) -> Reading:
        shown = self._named(title)
        if isinstance(figure, str) or not figure.is_finite:
            problem = figure if isinstance(figure, str) else _OVERFLOW
            return Reading(name, shown, None, None, self.features, self.samples, seconds, problem)
        return Reading(
            name, shown, figure.value, figure.spread, self.features,
            figure.samples or self.samples, seconds, figure.caution, figure.real,
        )  # fmt: skip

    def _named(self, title: str) -> str:
        """Only on Inception's features is a metric what publications call by its bare name."""
        is_bare = self.is_inception or not self.features
        return title if is_bare else f"{title} on {self.features}"
