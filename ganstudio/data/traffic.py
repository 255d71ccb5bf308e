"""Moving scenes that need no download, with the map, the flow and the occlusion of every place.

For translation between films of label maps and of pictures (Wang et al. 2018, arXiv:1808.06601).
"""

from typing import ClassVar, Literal

import numpy as np
import torch
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.data import cache
from ganstudio.data.batches import DataSpec, Region
from ganstudio.data.films import FilmStore, Footage, frame_layers
from ganstudio.data.layers import Layers, Motion
from ganstudio.data.pictures import Pictures, Pixels
from ganstudio.data.source import Report, Share
from ganstudio.data.traffic_drawing import Factors, Frames, draw, planted

REGIONS = (
    Region("ground", (128, 128, 128)),
    Region("lowest thing", (60, 110, 200), is_thing=True),
    Region("second thing", (70, 170, 110), is_thing=True),
    Region("third thing", (225, 175, 60), is_thing=True),
    Region("topmost thing", (215, 85, 80), is_thing=True),
)
"""Bodies by their height: the map says which is where, and nothing of how it looks."""
_VERSION = 1  # of the drawing: a new one draws all scenes anew
_CHUNK = 16  # scenes between two reports of progress


class Traffic(Config):
    """Drawn films of discs and squares that pass over and under each other on moving ground."""

    label: ClassVar[str] = "Traffic"
    kind: Literal["traffic"] = "traffic"
    size: Literal[32, 64, 128] = Field(
        32,
        title="Image size",
        description="The same scenes at every size; 32 px trains on a processor.",
        json_schema_extra=hints(unit="px"),
    )
    frames: int = Field(
        9,
        ge=2,
        le=64,
        title="Frames",
        description="Of each film. Two frames that are given, and seven, are the least that "
        "vid2vid's critics of films ask for.",
        json_schema_extra=hints(slider=(3, 24)),
    )
    count: int = Field(
        500,
        ge=8,
        le=100_000,
        title="Films",
        description="How many different scenes there are. They are drawn once and kept.",
        json_schema_extra=hints(log=True, slider=(100, 10_000)),
    )
    place: int = Field(
        0,
        ge=0,
        le=2**31,
        title="Place",
        description="Another number gives other scenes of the same kind.",
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
            frames=self.frames,
            has_flow=True,
        )

    def factors(self) -> Factors:
        """Of every scene, in the order of the films in `pictures`."""
        return planted(self.count, self.place)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> FilmStore:
        starts = np.arange(self.count, dtype=np.int64) * self.frames
        footage = Footage(self.pictures(report), starts)
        return FilmStore(footage, self.spec(), seed, device, share)

    def pictures(self, report: Report) -> Pictures:
        """All frames, film by film, packed as frame_layers says. Raises DataError, Cancelled."""
        report(f"Preparing {self.label.lower()}", 0.0)
        layers = frame_layers(self.spec())
        return cache.open_or_make(
            cache.key(self.model_dump_json(), f"drawing {_VERSION}"),
            (layers.depth, self.size, self.size),
            lambda writer: self._draw_all(layers, writer, report),
        )

    def _draw_all(self, layers: Layers, writer: cache.Writer, report: Report) -> None:
        factors = self.factors()
        for start in range(0, self.count, _CHUNK):
            report(f"Drawing {start:,} of {self.count:,} films", start / self.count)
            rows = factors.rows(slice(start, start + _CHUNK))
            writer.add(packed(draw(rows, self.size, self.frames), layers))


def packed(drawn: Frames, layers: Layers) -> Pixels:
    """(n * t, depth, h, w) rows of n films of t frames."""
    pictures = np.moveaxis(drawn.pictures, -1, 2)
    # What is drawn tells how far a body has come; a batch tells where it came from.
    flow = -np.moveaxis(drawn.flow, -1, 2)
    return layers.pack(
        pictures.reshape(-1, *pictures.shape[2:]),
        regions=drawn.regions.reshape(-1, *drawn.regions.shape[2:]),
        motion=Motion(
            flow.reshape(-1, *flow.shape[2:]),
            drawn.is_new.reshape(-1, *drawn.is_new.shape[2:]),
        ),
    )
