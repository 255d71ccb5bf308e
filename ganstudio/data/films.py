"""Films: samples that are some frames one behind the other, cut from longer rows of frames."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.layers import Layers
from ganstudio.data.order import Order
from ganstudio.data.pictures import Pictures
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Share
from ganstudio.data.store import Rows, Store


def frame_layers(spec: DataSpec) -> Layers:
    """What is kept of a frame: label maps are painted when they are drawn, not kept as images."""
    return Layers.of(replace(spec, source=(), is_paired=False) if spec.regions else spec)


def starts_of(lengths: NDArray[np.int64], frames: int) -> NDArray[np.int64]:
    """(m,) first frames of all windows of so many frames within films that follow each other."""
    ends = np.cumsum(lengths)
    windows = [
        np.arange(end - length, end - frames + 1) for end, length in zip(ends, lengths, strict=True)
    ]
    return np.concatenate(windows) if windows else np.zeros(0, np.int64)


class Footage(NamedTuple):
    """Rows of frames, and where samples begin in them.

    Attributes:
        rows: whose images are frames (n, depth, h, w), film by film.
        starts: (m,) numbers of the first frames of all samples.
    """

    rows: Pictures
    starts: NDArray[np.int64]


class FilmStore(Store):
    """Films of a run, drawn in an order that depends on the seed and the state alone."""

    def __init__(
        self,
        footage: Footage,
        spec: DataSpec,
        seed: int,
        device: torch.device,
        share: Share,
        *,
        flip: bool = False,
    ) -> None:
        """Args:
        footage: frames as `frame_layers(spec)` packs them.
        spec: of what is drawn.
        flip: only where no flow is known, which would have to turn as well.
        """
        super().__init__(footage.rows, seed, device, share, flip=flip)
        self.spec = spec
        self._layers = frame_layers(spec)
        self._order = Order(len(footage.starts), seed, device)
        starts = torch.as_tensor(footage.starts, device=device)
        self._rows = _Windows(self._rows, starts, spec.frames)
        colours = [region.colour for region in spec.regions]
        self._palette = torch.tensor(colours, dtype=torch.uint8, device=device)

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:  # noqa: ARG002
        count, _, height, width = pixels.shape
        rows = pixels.view(count * self.spec.frames, -1, height, width)
        return film_of(self._painted(self._layers.unpack(rows)), count, self._motion(rows))

    def _painted(self, single: Batch) -> Batch:
        """Frames whose sources are their label maps, painted."""
        if single.regions is None:
            return single
        return replace(single, source=to_float(self._palette[single.regions].movedim(-1, 1)))

    def _motion(self, rows: Tensor) -> tuple[Tensor, Tensor] | None:
        return self._layers.unpack_motion(rows) if self.spec.has_flow else None


def film_of(single: Batch, count: int, motion: tuple[Tensor, Tensor] | None = None) -> Batch:
    """`count` films of frames that lie one behind the other, film by film.

    Args:
        single: all frames as samples of their own.
        count: of films.
        motion: flow (n, 2, h, w) and what is new (n, h, w) in each of the frames.
    """
    layers = (single.real, single.source, single.regions, single.instances, *(motion or ()))
    found = [None if one is None else one.unflatten(0, (count, -1)) for one in layers]
    frames, sources, regions, instances = found[:4]
    flow, is_new = found[4:] if motion else (None, None)
    assert frames is not None  # every frame has a picture
    last = [None if one is None else one[:, -1] for one in (sources, regions, instances)]
    return Batch(
        frames[:, -1],
        source=last[0],
        regions=last[1],
        instances=last[2],
        frames=frames,
        frame_sources=sources,
        frame_regions=regions,
        frame_instances=instances,
        flow=flow,
        is_new=is_new,
    )


class _Windows:
    """Rows of several frames each, of rows of one."""

    def __init__(self, rows: Rows, starts: Tensor, frames: int) -> None:
        self._rows = rows
        self._starts = starts
        self._steps = torch.arange(frames, device=starts.device)

    def take(self, numbers: Tensor) -> Tensor:
        """(n,) numbers of windows to (n, t * c, h, w) uint8."""
        wanted = self._starts[numbers][:, None] + self._steps
        return self._rows.take(wanted.flatten()).unflatten(0, wanted.shape).flatten(1, 2)
