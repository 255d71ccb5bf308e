"""Tokens of three colours and two sizes as two datasets, each labelled in its own way.

What one system learns from several datasets that say different things (Choi et al. 2018,
arXiv:1711.09020, sec. 3.3): half of the pictures tell their colour, the other half their size.
"""

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.rng import derive
from ganstudio.data import cache
from ganstudio.data.batches import Batch, DataSpec, Group
from ganstudio.data.order import Order
from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store
from ganstudio.data.token_drawing import (
    COLOURS,
    GROUNDS,
    HUES,
    RADII,
    SHAPES,
    SIZES,
    Factors,
    draw,
)

GROUPS = (Group("colour", COLOURS), Group("size", SIZES))
UNKNOWN = -1
_HUE_SPREAD, _RADIUS_SPREAD = 0.03, 0.06
_VERSION = 1  # of the drawing: a new one draws all tokens anew
_CHUNK = 256  # pictures between two reports of progress


class Tokens(Config):
    """Coloured tokens, large and small: half are labelled by colour, half by size."""

    label: ClassVar[str] = "Tokens"
    kind: Literal["tokens"] = "tokens"
    size: Literal[32, 64, 128] = Field(
        32,
        title="Image size",
        description="The same tokens at every size; 32 px trains on a processor.",
        json_schema_extra=hints(unit="px"),
    )
    count: int = Field(
        4000,
        ge=16,
        le=200_000,
        title="Pictures",
        description="How many different tokens there are, in both halves together.",
        json_schema_extra=hints(log=True, slider=(100, 100_000)),
    )
    labels: Literal["half each", "all"] = Field(
        "half each",
        title="Labels",
        description="Half each: a picture tells its colour or its size. All: every picture tells "
        "both.",
    )
    box: int = Field(
        0,
        ge=0,
        le=2**31,
        title="Box",
        description="Another number gives other tokens of the same kind.",
        json_schema_extra=hints(advanced=True),
    )

    def spec(self) -> DataSpec:
        return DataSpec((3, self.size, self.size), size=self.count, groups=GROUPS)

    def factors(self) -> Factors:
        """Of every picture, in the order of `pictures`."""
        return planted(self.count, self.box)

    def attributes(self) -> NDArray[np.int64]:
        """(count, 2) colour and size of every picture as far as it tells them, else -1."""
        known = told(self.factors())
        if self.labels == "half each":
            half = self.count // 2
            known[:half, 1] = UNKNOWN
            known[half:, 0] = UNKNOWN
        return known

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Box":
        return Box(self, self.pictures(report), seed, device, share)

    def pictures(self, report: Report) -> Pictures:
        """All pictures, drawn or from the cache. Raises DataError, Cancelled."""
        report(f"Preparing {self.label.lower()}", 0.0)
        return cache.open_or_make(
            cache.key(self.model_dump_json(exclude={"labels"}), f"drawing {_VERSION}"),
            (3, self.size, self.size),
            lambda writer: _draw_all(self.factors(), self.size, writer, report),
        )


def planted(count: int, box: int = 0) -> Factors:
    """Factors of `count` tokens, all independent; each is even over its range."""
    random = np.random.default_rng(derive(box, "tokens"))

    def one_of(names: tuple[str, ...]) -> NDArray[np.int64]:
        return random.integers(len(names), size=count)

    def even(low: float, high: float) -> NDArray[np.float64]:
        return random.uniform(low, high, count)

    colour, size = one_of(COLOURS), one_of(SIZES)
    return Factors(
        colour=colour,
        size=size,
        shape=one_of(SHAPES),
        hue=np.asarray(HUES)[colour] + even(-_HUE_SPREAD, _HUE_SPREAD),
        radius=np.asarray(RADII)[size] + even(-_RADIUS_SPREAD, _RADIUS_SPREAD),
        turn=even(0, 2 * np.pi),
        x=even(-0.25, 0.25),
        y=even(-0.25, 0.25),
        ground=one_of(GROUNDS),
        ground_hue=even(0, 1),
        other_hue=even(0, 1),
        ground_level=even(0.5, 0.9),
        ground_turn=even(0, 2 * np.pi),
        light=even(-np.pi, 0),
    )


def told(factors: Factors) -> NDArray[np.int64]:
    """(n, 2) colour and size, as `GROUPS` name them."""
    return np.stack([factors.colour, factors.size], axis=1).astype(np.int64)


def _draw_all(factors: Factors, size: int, writer: cache.Writer, report: Report) -> None:
    count = len(factors.hue)
    for start in range(0, count, _CHUNK):
        report(f"Drawing {start:,} of {count:,} tokens", start / count)
        drawn = draw(factors.rows(slice(start, start + _CHUNK)), size)
        writer.add(np.moveaxis(drawn, -1, 1))


class Box(Store):
    """Opened tokens: pictures, what each tells, and the factors behind any."""

    def __init__(
        self, source: Tokens, pictures: Pictures, seed: int, device: torch.device, share: Share
    ) -> None:
        super().__init__(pictures, seed, device, share)
        self.spec = source.spec()
        self.factors = source.factors()
        self._attributes = torch.as_tensor(source.attributes(), device=device)

    def reference_factors(self, count: int, seed: int) -> Factors:
        """Of the pictures of `reference`, row by row: also what they do not tell."""
        numbers = Order(self._order.size, seed, self._device).next(count).rows
        return self.factors.rows(numbers.cpu().numpy())

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:
        batch = super()._batch(pixels, numbers)
        return replace(batch, attributes=self._attributes.index_select(0, numbers))
