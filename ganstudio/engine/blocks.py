"""Recorded points as the rows of a run's history: blocks of little-endian arrays, and back.

Most scalars have a value at every step: such a block says its first and last step alone.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ganstudio.core.errors import RunError
from ganstudio.core.events import Curve, Floats, Steps

COLUMNS = """name, first, last, scalars,
    CASE WHEN length(scalars) = 8 * (last - first + 1) THEN NULL ELSE steps END"""
SHORT = 512  # points: a block of fewer grows with the next ones
Points = tuple[Steps, Floats]
Spans = tuple[tuple[int, int], ...]  # first and last steps of blocks


class Block(NamedTuple):
    """One row, as `COLUMNS` gives it."""

    name: str
    first: int
    last: int
    scalars: bytes
    steps: bytes | None  # None: there is a value at every step


def lengthened(tail: Points | None, parts: Iterable[Points]) -> Points:
    """The points of the block to write: those of `parts`, behind a tail that is short still.

    A slow run records few points at a time; were each a block, a long record would open slowly.
    """
    pairs = list(parts)
    if tail is not None and len(tail[0]) < SHORT:
        kept = tail[0] < pairs[0][0][0]  # a step that is recorded again counts once
        pairs = [(tail[0][kept], tail[1][kept]), *pairs] if kept.any() else pairs
    if len(pairs) == 1:
        return pairs[0]
    steps, values = zip(*pairs, strict=True)
    return np.concatenate(steps), np.concatenate(values)


def row_of(name: str, points: Points) -> tuple[str, int, int, bytes, bytes]:
    """What a block is written as: name, first and last step, steps, scalars."""
    steps, values = points[0].astype("<i8"), points[1].astype("<f8")
    first, last = int(steps[0]), int(steps[-1])
    is_dense = len(steps) == last - first + 1
    return name, first, last, b"" if is_dense else steps.tobytes(), values.tobytes()


def points_of(block: Block) -> Points:
    """Raises RunError: the block is not whole."""
    curve = joined(block.name, [block], len(block.scalars), {})
    return curve.steps, curve.values


def joined(name: str, blocks: Iterable[Block], size: int, shared: dict[Spans, Steps]) -> Curve:
    """One curve of its blocks; most scalars have the same steps, so that these are shared.

    Args:
        name: the scalar.
        blocks: in the order of steps; each is forgotten before the next one is asked for.
        size: bytes of all their values.
        shared: steps that were met before, by the blocks that have them.

    Raises:
        RunError: a block is not whole.
    """
    values = np.empty(size // 8, "<f8")
    spans: list[tuple[int, int]] = []
    sparse: dict[int, Steps] = {}
    end = 0
    try:
        place = values.data.cast("B")
        for block in blocks:
            start, end = end, end + len(block.scalars)
            place[start:end] = block.scalars
            if block.steps is not None:
                sparse[len(spans)] = np.frombuffer(block.steps, "<i8")
            spans.append((block.first, block.last))
        steps = _steps(tuple(spans), sparse, shared)
    except (ValueError, TypeError) as error:
        raise RunError(f"The curve {name} is damaged: {error}.") from error
    if len(steps) != len(values) or size % 8:
        raise RunError(f"The curve {name} is damaged: {len(steps)} steps, {size / 8:g} values.")
    return Curve(name, steps, values)


def _steps(spans: Spans, sparse: dict[int, Steps], shared: dict[Spans, Steps]) -> Steps:
    """Of all blocks; those that are not `sparse` have every step of their span."""
    if sparse:
        parts = [sparse.get(place, _dense((span,))) for place, span in enumerate(spans)]
        return np.concatenate(parts)
    if spans not in shared:
        shared[spans] = _dense(spans)
    return shared[spans]


def _dense(spans: Spans) -> Steps:
    """Every step of some blocks."""
    first, last = (spans[0][0], spans[-1][1]) if spans else (0, -1)
    if sum(end - start + 1 for start, end in spans) == last - first + 1:
        return np.arange(first, last + 1)
    return np.concatenate([np.arange(start, end + 1) for start, end in spans])
