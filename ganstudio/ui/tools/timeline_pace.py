"""Paces: of a film, in words of how long each stretch is and which one hurries; of drawing it."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.edit.timeline import Interpolate

_UNEVEN = 1.6  # the fastest stretch over the slowest
_SLOWLY = 0.1  # how fast the measured pace of drawing follows


@dataclass(frozen=True, slots=True)
class PathWords:
    """Words under each stretch, and a note where the pace is uneven."""

    lengths: list[str]
    note: str = ""


def path_words(film: Interpolate, steps: NDArray[np.float64]) -> PathWords:
    """Judge a film by the distances between neighbouring frames; () where some are missing."""
    keys = [key for key in film.keys if key.time < film.seconds]
    if not len(steps) or not np.isfinite(steps).all() or not keys:
        return PathWords([])
    starts = [round(key.time * film.frames_per_second) for key in keys]
    ends = [*starts[1:], len(steps) if film.is_loop else starts[-1]]
    lengths = [float(steps[start:end].sum()) for start, end in zip(starts, ends, strict=True)]
    words = [f"length {length:.0f}" if length else "" for length in lengths]
    paces = {
        at: length / (end - start)
        for at, (start, end, length) in enumerate(zip(starts, ends, lengths, strict=True))
        if end > start and length > 0
    }
    if len(paces) < 2:
        return PathWords(words)
    fast, slow = max(paces, key=lambda at: paces[at]), min(paces, key=lambda at: paces[at])
    ratio = paces[fast] / paces[slow]
    if ratio < _UNEVEN:
        return PathWords(words)
    words[fast] += ", fastest"
    return PathWords(
        words,
        f"The stretch after key {fast + 1} runs {ratio:.1f} times as fast as that after key "
        f"{slow + 1}. Other times for the keys between would even out the pace.",
    )


class DrawPace:
    """How long a picture takes, from those that came."""

    def __init__(self) -> None:
        self.milliseconds = 0.0
        self._last = 0.0

    def rest(self) -> None:
        """Nothing is drawn until the next picture."""
        self._last = 0.0

    def count(self) -> None:
        """A picture has come."""
        now = time.perf_counter()
        if self._last:
            measured = 1000 * (now - self._last)
            before = self.milliseconds or measured
            self.milliseconds = before + _SLOWLY * (measured - before)
        self._last = now
