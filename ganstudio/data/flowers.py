"""Flowers that need no download, and of which everything is known: factors, labels and words.

For what styles and directions control (Karras et al. 2019, arXiv:1812.04948, sec. 3 and 4).
"""

from functools import cache as remembered
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.rng import derive
from ganstudio.data import cache
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.flower_drawing import PETALS, SHAPES, Factors, Numbers, draw
from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store
from ganstudio.data.vocabulary import Vocabulary

SIZES = ("small", "", "large")  # a flower between is of no size worth saying
COUNTS = ("four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COLOURS = ("red", "orange", "yellow", "green", "turquoise", "blue", "violet", "pink")
_BORDERS = (0.04, 0.115, 0.2, 0.44, 0.54, 0.7, 0.8, 0.955)  # hues where each colour ends
_SIZE_BORDERS = (0.62, 0.74)
_RANGES = {
    "hue": (0.0, 1.0),
    "size": (0.5, 0.86),
    "centre_hue": (0.03, 0.17),
    "ground_hue": (0.0, 1.0),
    "light": (-np.pi, 0.0),
    "x": (-0.16, 0.16),
    "y": (-0.2, 0.1),
    "tilt": (0.0, 0.3),
}
_VERSION = 1  # of the drawing: a new one draws all pictures anew
_CHUNK = 256  # pictures between two reports of progress


class Flowers(Config):
    """Drawn flowers whose petals, colours, size, place, light and ground are all known."""

    label: ClassVar[str] = "Flowers"
    kind: Literal["flowers"] = "flowers"
    size: Literal[32, 64, 128] = Field(
        32,
        title="Image size",
        description="The same flowers at every size; 32 px trains on a processor.",
        json_schema_extra=hints(unit="px"),
    )
    count: int = Field(
        10_000,
        ge=16,
        le=200_000,
        title="Pictures",
        description="How many different flowers there are. They are drawn once and kept.",
        json_schema_extra=hints(log=True, slider=(100, 100_000)),
    )
    labels: Literal["shape", "petals"] = Field(
        "shape",
        title="Classes",
        description="What class-conditional systems are told: the shape of the petals (4 classes) "
        "or their number (9).",
    )
    garden: int = Field(
        0,
        ge=0,
        le=2**31,
        title="Garden",
        description="Another number gives other flowers of the same kind.",
        json_schema_extra=hints(advanced=True),
    )

    def spec(self) -> DataSpec:
        shape = (3, self.size, self.size)
        return DataSpec(shape, self._classes(), self.count, self.vocabulary().words)

    def vocabulary(self) -> Vocabulary:
        return _vocabulary()

    def factors(self) -> Factors:
        """Of every picture, in the order of `pictures`."""
        return planted(self.count, self.garden)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Garden":
        return Garden(self, self.pictures(report), Setting(seed, device, share))

    def pictures(self, report: Report) -> Pictures:
        """All pictures with their labels, drawn or from the cache. Raises DataError, Cancelled."""
        report(f"Preparing {self.label.lower()}", 0.0)
        origin = self.model_dump_json(exclude={"labels"})
        factors = self.factors()
        found = cache.open_or_make(
            cache.key(origin, f"drawing {_VERSION}"),
            (3, self.size, self.size),
            lambda writer: _draw_all(factors, self.size, writer, report),
        )
        return Pictures(found.images, self._label(factors), self._classes())

    def _label(self, factors: Factors) -> NDArray[np.int64]:
        ids = factors.shape if self.labels == "shape" else factors.petals - PETALS[0]
        return ids.astype(np.int64)

    def _classes(self) -> tuple[str, ...]:
        return tuple(f"{word} petals" for word in (SHAPES if self.labels == "shape" else COUNTS))


def planted(count: int, garden: int = 0) -> Factors:
    """Factors of `count` flowers, all independent; each is even over its range."""
    random = np.random.default_rng(derive(garden, "flowers"))
    petals = random.integers(PETALS[0], PETALS[1] + 1, count).astype(np.float32)
    spread = {
        name: random.uniform(*span, count).astype(np.float32) for name, span in _RANGES.items()
    }
    turn = (random.random(count) * 2 * np.pi / petals).astype(np.float32)
    shape = random.integers(len(SHAPES), size=count).astype(np.float32)
    return Factors(petals=petals, shape=shape, turn=turn, **spread)


def _draw_all(factors: Factors, size: int, writer: cache.Writer, report: Report) -> None:
    count = len(factors.hue)
    for start in range(0, count, _CHUNK):
        report(f"Drawing {start:,} of {count:,} flowers", start / count)
        drawn = draw(factors.rows(slice(start, start + _CHUNK)), size)
        writer.add(np.moveaxis(drawn, -1, 1))


class Words(NamedTuple):
    """What a caption says of a flower, as numbers of the words above."""

    size: int
    colour: int
    petals: int
    shape: int
    ground: int

    def captions(self) -> tuple[str, str]:
        """Two ways to say it."""
        said = ("a", SIZES[self.size], COLOURS[self.colour], "flower with", COUNTS[self.petals])
        flower = " ".join(word for word in (*said, SHAPES[self.shape], "petals") if word)
        ground = COLOURS[self.ground]
        article = "an" if ground[0] in "aeiou" else "a"
        return f"{flower} on {article} {ground} ground", f"on {article} {ground} ground {flower}"


def captions(factors: Factors) -> list[tuple[str, str]]:
    """Two ways to say what each picture shows, the flower first in the first."""
    table = np.stack(
        [
            np.searchsorted(_SIZE_BORDERS, factors.size, side="right"),
            colour_of(factors.hue),
            factors.petals.astype(np.int64) - PETALS[0],
            factors.shape.astype(np.int64),
            colour_of(factors.ground_hue),
        ],
        axis=1,
    )
    return [Words(*row).captions() for row in table.tolist()]


def colour_of(hue: Numbers) -> NDArray[np.int64]:
    """Numbers of the colours' names for hues in turns."""
    return np.searchsorted(_BORDERS, hue % 1, side="right") % len(COLOURS)


@remembered
def _vocabulary() -> Vocabulary:
    words = (*SIZES, *COLOURS, *COUNTS, *SHAPES, "a an flower with petals on ground")
    return Vocabulary.of(words)


class Setting(NamedTuple):
    """Where and how a dataset is opened."""

    seed: int
    device: torch.device
    share: Share


class Garden:
    """Opened flowers: pictures, labels and captions of a step, and the factors behind any."""

    notices: tuple[str, ...] = ()

    def __init__(self, source: Flowers, pictures: Pictures, setting: Setting) -> None:
        seed, device, share = setting
        self.spec = source.spec()
        self.factors = source.factors()
        assert pictures.labels is not None  # flowers always have them
        self.vacant = pictures.vacant
        self._labels = torch.as_tensor(pictures.labels, device=device)
        texts = [text for pair in captions(self.factors) for text in pair]
        words = source.vocabulary().encode(texts).to(device)
        self._captions = words.view(len(self._labels), 2, -1)
        # The store carries the number of each picture, from which all else follows.
        numbered = Pictures(pictures.images, np.arange(len(self._labels)))
        self._store = Store(numbered, seed, device, share)

    def draw(self, count: int) -> Batch:
        return self._told(self._store.draw(count))

    def reference(self, count: int, seed: int) -> Batch:
        return self._told(self._store.reference(count, seed))

    def reference_factors(self, count: int, seed: int) -> Factors:
        """Of the pictures of `reference`, row by row."""
        numbers = self._store.reference(count, seed).label
        assert numbers is not None
        return self.factors.rows(numbers.cpu().numpy())

    def state(self) -> dict[str, Tensor]:
        return self._store.state()

    def restore(self, state: dict[str, Tensor]) -> None:
        """Continue exactly. Raises DataError where the number of pictures has changed."""
        self._store.restore(state)

    def _told(self, batch: Batch) -> Batch:
        assert batch.label is not None
        # One way to say it by the parity of the number: a function of the picture alone.
        said = self._captions[batch.label, batch.label % 2]
        return Batch(batch.real, self._labels[batch.label], said)
