"""A translation's pictures side by side: what was given, what was made, what belongs there."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from ganstudio.core.events import Pixels

GIVEN, MADE, RAW = "source", "averaged", "raw"
_GAP = 1  # px between two pictures


def side_by_side(pictures: Mapping[str, Pixels]) -> Pixels | None:
    """(n, h, W, 3): for each sample all rows but the raw one, the source first.

    None where nothing was given: pictures made of noise have no companions.
    """
    if GIVEN not in pictures:
        return None
    return joined([pictures[name] for name in companions(pictures)])


def companions(names: Collection[str]) -> list[str]:
    """The rows that stand beside each other, in their order."""
    return in_order([MADE, *(name for name in names if name not in (MADE, RAW))])


def in_order(names: Sequence[str]) -> list[str]:
    """Names of rows as people should see them: what was given stands before what was made."""
    return sorted(names, key=lambda name: name != GIVEN)


def joined(columns: Sequence[Pixels]) -> Pixels:
    """(n, h, W, 3): pictures (n, h, w, c) of equal height beside each other."""
    count, height = columns[0].shape[:2]
    gap = np.zeros((count, height, _GAP, 3), np.uint8)
    pieces = [piece for pictures in columns for piece in (_coloured(pictures), gap)]
    return np.concatenate(pieces[:-1], axis=2)


def _coloured(pictures: Pixels) -> Pixels:
    count, height, width, _ = pictures.shape
    return np.broadcast_to(pictures, (count, height, width, 3))
