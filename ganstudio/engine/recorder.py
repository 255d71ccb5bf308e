"""Scalars stay on the device until a block of them is read back at once."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.events import Curve

FAILED = "failed"


class Failure(NamedTuple):
    """The step whose update was the first to be withheld, and the scalars that were not finite."""

    step: int
    scalars: tuple[str, ...] = ()


class Block(NamedTuple):
    """Recorded scalars as curves, none after a failure (None: all is well)."""

    curves: tuple[Curve, ...]
    failure: Failure | None = None


class _Rows(NamedTuple):
    names: tuple[str, ...]
    steps: list[int]
    values: list[Tensor]


class Recorder:
    """Takes 0-d tensors step by step; nothing is copied to the host before `read`."""

    def __init__(self, device: torch.device) -> None:
        self.last_step = 0
        self._device = device
        self._pending: list[_Rows] = []
        self._flight: tuple[list[_Rows], Tensor, torch.cuda.Event] | None = None

    def reset(self) -> None:
        """Forget what was not read yet: the run goes back to a checkpoint."""
        self.last_step, self._pending, self._flight = 0, [], None

    def record(self, step: int, scalars: Mapping[str, Tensor]) -> None:
        """Keep one row; the tensors are stacked on the device."""
        names = tuple(scalars)
        self.last_step = step
        if not self._pending or self._pending[-1].names != names:
            self._pending.append(_Rows(names, [], []))
        rows = self._pending[-1]
        rows.steps.append(step)
        rows.values.append(torch.stack(tuple(scalars.values())))

    def read(self, wait: bool = False) -> Block:
        """What has arrived since the last read.

        On a GPU the copy to the host is asked for now and given by the next read, so that no step
        waits for it; `wait` brings everything at once.
        """
        if self._device.type != "cuda":
            return self._decode(*self._take())
        arrived = self._landed(wait)
        if self._flight is None and self._pending:
            rows, values = self._take()
            host = values.to("cpu", non_blocking=True)
            landed = torch.cuda.Event()
            landed.record()
            self._flight = (rows, host, landed)
        if wait:
            rest = self._landed(wait=True)
            return Block(arrived.curves + rest.curves, arrived.failure or rest.failure)
        return arrived

    def _landed(self, wait: bool) -> Block:
        if self._flight is None:
            return Block(())
        rows, host, event = self._flight
        if wait:
            event.synchronize()
        elif not event.query():
            return Block(())
        self._flight = None
        return self._decode(rows, host)

    def _take(self) -> tuple[list[_Rows], Tensor]:
        rows, self._pending = self._pending, []
        stacked = [torch.stack(block.values).reshape(-1) for block in rows]
        return rows, torch.cat(stacked) if stacked else torch.empty(0, device=self._device)

    @staticmethod
    def _decode(rows: list[_Rows], flat: Tensor) -> Block:
        values = flat.numpy().astype(np.float64)
        points: dict[str, tuple[list[int], list[np.ndarray]]] = {}
        offset, failure = 0, None
        for block in rows:
            shape = (len(block.steps), len(block.names))
            table = values[offset : offset + shape[0] * shape[1]].reshape(shape)
            offset += table.size
            failure = _failure(block, table)
            kept = sum(step <= failure.step for step in block.steps) if failure else shape[0]
            for column, name in enumerate(block.names):
                if name != FAILED and kept:
                    steps, parts = points.setdefault(name, ([], []))
                    steps.extend(block.steps[:kept])
                    parts.append(table[:kept, column])
            if failure:
                break
        curves = [
            Curve(name, np.array(steps, np.int64), np.concatenate(parts))
            for name, (steps, parts) in points.items()
        ]
        return Block(tuple(curves), failure)


def _failure(block: _Rows, table: np.ndarray) -> Failure | None:
    """The first row whose latch was up says for how many steps it had been."""
    if FAILED not in block.names:
        return None
    latched = table[:, block.names.index(FAILED)]
    (rows,) = np.nonzero(latched)
    if not rows.size:
        return None
    since = int(latched[rows[0]])
    bad = [name for name, value in zip(block.names, table[rows[0]], strict=True)
           if since == 1 and not np.isfinite(value)]  # fmt: skip
    return Failure(block.steps[rows[0]] - since + 1, tuple(bad))
