"""Surfaces that need no download, sound and damaged, with the mask of every defect.

For synthesis and restoration of defects (Zhang et al. 2021, arXiv:2103.15158): the same surface can
be drawn without its defect, so that a restored picture can be compared with the truth.
"""

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.rng import derive
from ganstudio.data import cache
from ganstudio.data.batches import Batch, DataSpec, Region
from ganstudio.data.defect_drawing import DEFECTS, NORMAL, Factors, Ids, draw
from ganstudio.data.layers import LayeredStore, Layers
from ganstudio.data.order import Order
from ganstudio.data.pictures import Pictures
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Report, Share
from ganstudio.data.textures import TEXTURES

REGIONS = (
    Region("sound", (44, 48, 52)),
    Region("crack", (224, 58, 76)),
    Region("spot", (222, 196, 50)),
    Region("scratch", (72, 144, 220)),
)
_SOUND = 0.4  # share of pictures without a defect
_VERSION = 2  # of the drawing: a new one draws all surfaces anew
_CHUNK = 64  # pictures between two reports of progress
_LAYERS = Layers(regions=True)


class Defects(Config):
    """Concrete, metal and cloth: sound, cracked, stained and scratched, with masks."""

    label: ClassVar[str] = "Defects"
    kind: Literal["defects"] = "defects"
    size: Literal[32, 64, 128] = Field(
        32,
        title="Image size",
        description="The same surfaces at every size; 32 px trains on a processor.",
        json_schema_extra=hints(unit="px"),
    )
    count: int = Field(
        2000,
        ge=16,
        le=100_000,
        title="Pictures",
        description="How many different surfaces there are; two of five are sound.",
        json_schema_extra=hints(log=True, slider=(100, 10_000)),
    )
    surface: Literal["concrete", "metal", "fabric", "all"] = Field(
        "concrete", title="Surface", description="What the pictures show."
    )
    batch: int = Field(
        0,
        ge=0,
        le=2**31,
        title="Batch of pieces",
        description="Another number gives other pieces of the same kind.",
        json_schema_extra=hints(advanced=True),
    )

    def spec(self) -> DataSpec:
        return DataSpec((3, self.size, self.size), DEFECTS, self.count, regions=REGIONS)

    def factors(self) -> Factors:
        """Of every picture, in the order of `pictures`."""
        factors = planted(self.count, self.batch)
        if self.surface == "all":
            return factors
        one = np.full(self.count, TEXTURES.index(self.surface))
        return factors._replace(texture=one)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Pieces":
        return Pieces(self, self.pictures(report), seed, device, share)

    def pictures(self, report: Report) -> Pictures:
        """Pictures and masks in layers, with labels. Raises DataError, Cancelled."""
        report(f"Preparing {self.label.lower()}", 0.0)
        factors = self.factors()
        found = cache.open_or_make(
            cache.key(self.model_dump_json(), f"drawing {_VERSION}"),
            (_LAYERS.depth, self.size, self.size),
            lambda writer: _draw_all(factors, self.size, writer, report),
        )
        return Pictures(found.images, factors.defect, DEFECTS)


def planted(count: int, batch: int = 0) -> Factors:
    """Factors of `count` surfaces, all independent."""
    random = np.random.default_rng(derive(batch, "defects"))
    shares = [_SOUND] + [(1 - _SOUND) / (len(DEFECTS) - 1)] * (len(DEFECTS) - 1)
    return Factors(
        texture=random.integers(len(TEXTURES), size=count),
        defect=random.choice(len(DEFECTS), count, p=shares),
        x=random.uniform(0.28, 0.72, count),
        y=random.uniform(0.28, 0.72, count),
        turn=random.uniform(0, np.pi, count),
        extent=random.uniform(0.8, 1.3, count),
        light=random.uniform(-np.pi, 0, count),
        detail=random.integers(1 << 40, size=count),
    )


def _draw_all(factors: Factors, size: int, writer: cache.Writer, report: Report) -> None:
    count = len(factors.detail)
    for start in range(0, count, _CHUNK):
        report(f"Drawing {start:,} of {count:,} surfaces", start / count)
        drawn = draw(factors.rows(slice(start, start + _CHUNK)), size)
        writer.add(_LAYERS.pack(np.moveaxis(drawn.pictures, -1, 1), regions=drawn.masks))


class Pieces(LayeredStore):
    """Opened surfaces: pictures, classes, masks, and the factors behind any."""

    def __init__(
        self, source: Defects, rows: Pictures, seed: int, device: torch.device, share: Share
    ) -> None:
        super().__init__(rows, source.spec(), seed, device, share)
        self.factors = source.factors()

    def reference_factors(self, count: int, seed: int) -> Factors:
        """Of the pictures of `reference`, row by row."""
        return self.factors.rows(self._reference_rows(count, seed))

    def restored(self, count: int, seed: int) -> Tensor:
        """(count, 3, h, w) the pictures of `reference` as they were before they were damaged."""
        factors = self.reference_factors(count, seed)
        sound = factors._replace(defect=np.full_like(factors.defect, NORMAL))
        pictures = torch.from_numpy(draw(sound, self.spec.shape[-1]).pictures)
        return to_float(pictures.permute(0, 3, 1, 2)).to(self._device)

    def _reference_rows(self, count: int, seed: int) -> Ids:
        rows: Ids = Order(self._order.size, seed, self._device).next(count).rows.cpu().numpy()
        return rows

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:
        return replace(super()._batch(pixels, numbers), label=self._label(numbers))
