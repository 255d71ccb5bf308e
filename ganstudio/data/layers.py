"""Samples of several layers of pixels: an image, and what is known of every place in it.

All layers of a sample lie in one row of bytes, so that they are cached, drawn and mirrored as one.
"""

from dataclasses import dataclass
from typing import NamedTuple

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
_FLOW_BYTES = 2  # of each direction
_FLOW_STEPS = 256  # of a pixel
_FLOW_ZERO = 1 << 15  # kept where nothing moves


class Motion(NamedTuple):
    """What is known of how frames have moved.

    Attributes:
        flow: (n, 2, h, w) pixels as Batch has it, kept to 1 / 256 px and to 127 px.
        is_new: (n, h, w)
    """

    flow: NDArray[np.float32]
    is_new: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layers:
    """What the bytes of a row are.

    Attributes:
        real: channels of the image.
        source: channels of the image to translate; 0 for none.
        regions: whether a label map follows.
        instances: whether an instance map follows.
        motion: whether flow follows, and what is new.
    """

    real: int = 3
    source: int = 0
    regions: bool = False
    instances: bool = False
    motion: bool = False

    @classmethod
    def of(cls, spec: DataSpec) -> "Layers":
        source = spec.source[0] if spec.is_paired else 0
        return cls(spec.shape[0], source, bool(spec.regions), spec.has_instances, spec.has_flow)

    @property
    def depth(self) -> int:
        """Bytes of a place."""
        return sum(self._widths())

    def _widths(self) -> tuple[int, int, int, int, int, int]:
        return (self.real, self.source, _REGION_BYTES * self.regions,
                _INSTANCE_BYTES * self.instances, 2 * _FLOW_BYTES * self.motion,
                int(self.motion))  # fmt: skip

    def pack(
        self,
        real: Pixels,
        source: Pixels | None = None,
        regions: Ids | None = None,
        instances: Ids | None = None,
        motion: Motion | None = None,
    ) -> Pixels:
        """(n, depth, h, w) rows of images (n, c, h, w) and of maps (n, h, w) from 0."""
        found: list[Pixels] = [real]
        found += [] if source is None else [source]
        found += [] if regions is None else [_to_bytes(regions, _REGION_BYTES)]
        found += [] if instances is None else [_to_bytes(instances, _INSTANCE_BYTES)]
        found += [] if motion is None else _motion_bytes(motion)
        rows: Pixels = np.concatenate(found, axis=1)
        if rows.shape[1] != self.depth:
            raise ValueError(f"layers of {rows.shape[1]} bytes where {self.depth} are declared")
        return rows

    def unpack(self, rows: Tensor) -> Batch:
        """A batch of (n, depth, h, w) uint8 rows."""
        real, source, regions, instances, _, _ = rows.split(list(self._widths()), dim=1)
        return Batch(
            to_float(real),
            source=to_float(source) if self.source else None,
            regions=_from_bytes(regions) if self.regions else None,
            instances=_from_bytes(instances) if self.instances else None,
        )

    def unpack_motion(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Flow (n, 2, h, w) and what is new (n, h, w) of (n, depth, h, w) uint8 rows."""
        *_, flow, is_new = rows.split(list(self._widths()), dim=1)
        both = torch.stack([_from_bytes(one) for one in flow.split(_FLOW_BYTES, dim=1)], 1)
        return (both - _FLOW_ZERO) / _FLOW_STEPS, is_new[:, 0].bool()


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


def _motion_bytes(motion: Motion) -> list[Pixels]:
    most = _FLOW_ZERO // _FLOW_STEPS
    steps = np.round(motion.flow.clip(-most, most) * _FLOW_STEPS).astype(np.int64) + _FLOW_ZERO
    kept = steps.clip(0, 2 * _FLOW_ZERO - 1)
    planes = [_to_bytes(kept[:, axis], _FLOW_BYTES) for axis in (0, 1)]
    return [*planes, motion.is_new[:, None].astype(np.uint8)]


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
