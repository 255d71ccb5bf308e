"""Scalars stay on the device until a block of them is read back at once."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.events import Curve

FAILED = "failed"


class Block(NamedTuple):
    """Recorded scalars as curves, and the first step whose latch was up (None: all is well)."""

    curves: tuple[Curve, ...]
    failed_step: int | None


class _Rows(NamedTuple):
    names: tuple[str, ...]
    steps: list[int]
    values: list[Tensor]


class Recorder:
    """Takes 0-d tensors step by step; nothing is copied to the host before `read`."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._pending: list[_Rows] = []
        self._flight: tuple[list[_Rows], Tensor, torch.cuda.Event] | None = None

    def record(self, step: int, scalars: Mapping[str, Tensor]) -> None:
        """Keep one row; the tensors are stacked on the device."""
        names = tuple(scalars)
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
            return Block(
                arrived.curves + rest.curves, _first(arrived.failed_step, rest.failed_step)
            )
        return arrived

    def _landed(self, wait: bool) -> Block:
        if self._flight is None:
            return Block((), None)
        rows, host, event = self._flight
        if wait:
            event.synchronize()
        elif not event.query():
            return Block((), None)
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
        failed, offset = None, 0
        for block in rows:
            shape = (len(block.steps), len(block.names))
            table = values[offset : offset + shape[0] * shape[1]].reshape(shape)
            offset += table.size
            for column, name in enumerate(block.names):
                if name == FAILED:
                    latched = np.flatnonzero(table[:, column])
                    failed = failed if failed or not latched.size else block.steps[latched[0]]
                    continue
                steps, parts = points.setdefault(name, ([], []))
                steps.extend(block.steps)
                parts.append(table[:, column])
        curves = [
            Curve(name, np.array(steps, np.int64), np.concatenate(parts))
            for name, (steps, parts) in points.items()
        ]
        return Block(tuple(curves), failed)


def _first(a: int | None, b: int | None) -> int | None:
    return b if a is None else a
