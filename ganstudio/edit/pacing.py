"""What can be said of a film from its keys and the distances between its frames."""

from collections.abc import Iterable
from math import gcd

import numpy as np

from ganstudio.edit.timeline import Interpolate

_FIRST_STRIDE = 32


def wanted_order(count: int, playhead: int, missing: Iterable[int]) -> tuple[int, ...]:
    """Frames that are missing, those that help most first.

    First the frame at the playhead, then every 32nd, 16th, 8th, ... around it, each round from the
    nearest to the farthest: an early picture everywhere, a finer one near.
    """

    def rank(at: int) -> tuple[int, int, int]:
        away = at - playhead
        return -gcd(away, _FIRST_STRIDE), abs(away), at

    return tuple(sorted((at for at in set(missing) if 0 <= at < count), key=rank))


def evened(film: Interpolate, lengths: np.ndarray) -> Interpolate:
    """The film with its inner keys moved so that each stretch lasts as long as its path is long.

    Args:
        film: of which every frame is known.
        lengths: (frames - 1,) the distance between neighbouring frames.
    """
    keys = [key for key in film.keys if key.time <= film.seconds]
    if len(keys) < 3 or len(lengths) == 0:
        return film
    cumulated = np.concatenate([[0.0], np.cumsum(np.maximum(lengths, 0))])
    times = np.arange(len(cumulated)) / film.frames_per_second
    way = np.interp([key.time for key in keys], times, cumulated)
    whole = way[-1] - way[0]
    if whole <= 0:
        return film
    first, last = keys[0].time, keys[-1].time
    moved = [
        key.model_copy(
            update={"time": round(first + (last - first) * float(at - way[0]) / whole, 3)}
        )
        for key, at in zip(keys, way, strict=True)
    ]
    rest = film.keys[len(keys) :]
    return film.model_copy(update={"keys": (*moved, *rest)})


def seam(film: Interpolate) -> str:
    """What is wrong where the film begins again, in one sentence; empty where it closes exactly."""
    inside = [key for key in film.keys if key.time <= film.seconds]
    if not inside:
        return "No key lies within the film"
    if not film.is_loop:
        first, last = film.moment_at(0), film.moment_at(film.seconds)
        alike = (first.start, first.amount) == (last.start, last.amount)
        return "" if alike else "The ends differ"
    last_key = inside[-1]
    if len(inside) > 1 and last_key.time == film.seconds and last_key.latent != inside[0].latent:
        return "The loop leaves out the key at its end"
    if len(inside) > 1 and last_key.easing == "hold" and last_key.latent != inside[0].latent:
        return "The last key holds, so the loop jumps"
    return ""
