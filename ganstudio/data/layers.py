"""Samples of several layers of pixels: an image, and what is known of every place in it.

All layers of a sample lie in one row of bytes, so that they are cached, drawn and mirrored as one.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.pictures import Pictures, Pixels
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Share
from ganstudio.data.store import Store

Ids = NDArray[np.int64]

_REGION_BYTES, _INSTANCE_BYTES = 2, 4


@dataclass(frozen=True, slots=True)
class Layers:
    """What the bytes of a row are.

    Attributes:
        real: channels of the image.
        source: channels of the image to translate; 0 for none.
        regions: whether a label map follows.
        instances: whether an instance map follows.
    """

    real: int = 3
    source: int = 0
    regions: bool = False
    instances: bool = False

    @classmethod
    def of(cls, spec: DataSpec) -> "Layers":
        source = spec.source[0] if spec.is_paired else 0
        return cls(spec.shape[0], source, bool(spec.regions), spec.has_instances)

    @property
    def depth(self) -> int:
        """Bytes of a place."""
        return sum(self._widths())

    def _widths(self) -> tuple[int, int, int, int]:
        return (self.real, self.source, _REGION_BYTES * self.regions,
                _INSTANCE_BYTES * self.instances)  # fmt: skip

    def pack(
        self,
        real: Pixels,
        source: Pixels | None = None,
        regions: Ids | None = None,
        instances: Ids | None = None,
    ) -> Pixels:
        """(n, depth, h, w) rows of images (n, c, h, w) and of maps (n, h, w) from 0."""
        found: list[Pixels] = [real]
        found += [] if source is None else [source]
        found += [] if regions is None else [_to_bytes(regions, _REGION_BYTES)]
        found += [] if instances is None else [_to_bytes(instances, _INSTANCE_BYTES)]
        rows: Pixels = np.concatenate(found, axis=1)
        if rows.shape[1] != self.depth:
            raise ValueError(f"layers of {rows.shape[1]} bytes where {self.depth} are declared")
        return rows

    def unpack(self, rows: Tensor) -> Batch:
        """A batch of (n, depth, h, w) uint8 rows."""
        real, source, regions, instances = rows.split(list(self._widths()), dim=1)
        return Batch(
            to_float(real),
            source=to_float(source) if self.source else None,
            regions=_from_bytes(regions) if self.regions else None,
            instances=_from_bytes(instances) if self.instances else None,
        )


class LayeredStore(Store):
    """Layered data of a run, drawn in an order that depends on the seed and the state alone."""

    def __init__(
        self,
        rows: Pictures,
        spec: DataSpec,
        seed: int,
        device: torch.device,
        share: Share,
        *,
        flip: bool = False,
    ) -> None:
        """Args: rows: whose images are (n, depth, h, w) as `Layers.of(spec)` packs them."""
        super().__init__(rows, seed, device, share, flip=flip)
        self.spec = spec
        self._layers = Layers.of(spec)

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:  # noqa: ARG002
        return self._layers.unpack(pixels)


def _to_bytes(ids: Ids, count: int) -> Pixels:
    """(n, h, w) whole numbers from 0 as (n, count, h, w), the lowest byte first."""
    if ids.size and (ids.min() < 0 or ids.max() >= 256**count):
        raise ValueError(f"ids from {ids.min()} to {ids.max()} do not fit {count} bytes")
    parts = [(ids >> (8 * place) & 255).astype(np.uint8) for place in range(count)]
    return np.stack(parts, axis=1)


def _from_bytes(planes: Tensor) -> Tensor:
    """(n, count, h, w) uint8 to (n, h, w) int64."""
    worth = 256 ** torch.arange(planes.shape[1], device=planes.device)
    return (planes.long() * worth[:, None, None]).sum(1)
