"""Streets that need no download, with the map of every place and the factors behind all of it.

For translation between label maps and pictures (Isola et al. 2017, arXiv:1611.07004; Wang et al.
2018, arXiv:1711.11585; Park et al. 2019, arXiv:1903.07291).
"""

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.data import cache
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.layers import LayeredStore, Layers
from ganstudio.data.order import Order
from ganstudio.data.pictures import Pictures
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Report, Share
from ganstudio.data.street_drawing import draw
from ganstudio.data.street_plan import Factors, planted
from ganstudio.data.street_view import REGIONS

_VERSION = 2  # of the drawing: a new one draws all streets anew
_CHUNK = 32  # pictures between two reports of progress
MAPS = Layers(regions=True, instances=True)
"""What is kept of a street."""


class Streets(Config):
    """Drawn streets with label maps and instances: houses, trees, lamps, cars and persons."""

    label: ClassVar[str] = "Streets"
    kind: Literal["streets"] = "streets"
    size: Literal[32, 64, 128] = Field(
        32,
        title="Image size",
        description="The same streets at every size; 32 px trains on a processor.",
        json_schema_extra=hints(unit="px"),
    )
    count: int = Field(
        1000,
        ge=8,
        le=100_000,
        title="Pictures",
        description="How many different streets there are. They are drawn once and kept.",
        json_schema_extra=hints(log=True, slider=(100, 10_000)),
    )
    weather: Literal["clear day", "all"] = Field(
        "clear day",
        title="Weather",
        description="All: also clouds and rain, dusk and night, which no label map tells apart.",
    )
    town: int = Field(
        0,
        ge=0,
        le=2**31,
        title="Town",
        description="Another number gives other streets of the same kind.",
        json_schema_extra=hints(advanced=True),
    )

    def spec(self) -> DataSpec:
        shape = (3, self.size, self.size)
        return DataSpec(
            shape,
            size=self.count,
            source=shape,
            is_paired=True,
            regions=REGIONS,
            has_instances=True,
        )

    def factors(self) -> Factors:
        """Of every picture, in the order of `pictures`."""
        return planted(self.count, self.town, varied=self.weather == "all")

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Town":
        return Town(self, self.pictures(report), seed, device, share)

    def pictures(self, report: Report) -> Pictures:
        """Pictures and their maps, packed as `MAPS` says. Raises DataError, Cancelled."""
        report(f"Preparing {self.label.lower()}", 0.0)
        return cache.open_or_make(
            cache.key(self.model_dump_json(), f"drawing {_VERSION}"),
            (MAPS.depth, self.size, self.size),
            lambda writer: _draw_all(self.factors(), self.size, writer, report),
        )


def _draw_all(factors: Factors, size: int, writer: cache.Writer, report: Report) -> None:
    count = len(factors.hour)
    for start in range(0, count, _CHUNK):
        report(f"Drawing {start:,} of {count:,} streets", start / count)
        drawn = draw(factors.rows(slice(start, start + _CHUNK)), size)
        pictures = np.moveaxis(drawn.pictures, -1, 1)
        writer.add(MAPS.pack(pictures, regions=drawn.regions, instances=drawn.instances))


class Town(LayeredStore):
    """Opened streets: pictures, their maps, and the factors behind any.

    `source` of a batch is the label map in the regions' colours; it is painted when it is drawn.
    """

    def __init__(
        self, source: Streets, rows: Pictures, seed: int, device: torch.device, share: Share
    ) -> None:
        kept = DataSpec(source.spec().shape, regions=REGIONS, has_instances=True)
        super().__init__(rows, kept, seed, device, share)
        self.spec = source.spec()
        self.factors = source.factors()
        colours = torch.tensor([region.colour for region in REGIONS], dtype=torch.uint8)
        self._palette = colours.to(device)

    def reference_factors(self, count: int, seed: int) -> Factors:
        """Of the pictures of `reference`, row by row."""
        numbers = Order(self._order.size, seed, self._device).next(count).rows
        return self.factors.rows(numbers.cpu().numpy())

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:
        batch = super()._batch(pixels, numbers)
        assert batch.regions is not None  # as MAPS says
        painted = self._palette[batch.regions].permute(0, 3, 1, 2)
        return replace(batch, source=to_float(painted))
