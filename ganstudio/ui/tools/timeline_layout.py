"""Where the tracks of a timeline lie, and what is under the pointer."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from ganstudio.edit.timeline import Interpolate

_LABELS, _RIGHT = 112, 16
_HEIGHTS = {"ruler": 28, "keys": 76, "truncation": 40, "noise": 30, "path": 96}
PICTURE = 56
_REACH = 8  # px around a diamond
_BADGE = (62, 18)

Track = Literal["ruler", "keys", "truncation", "noise", "path"]
TRACKS: tuple[Track, ...] = ("ruler", "keys", "truncation", "noise", "path")


@dataclass(frozen=True, slots=True)
class Under:
    """What lies under the pointer: a part of a key, a badge behind one, a track, a label."""

    what: Literal["key", "easing", "truncation", "track", "label", "nothing"]
    index: int = -1
    track: Track = "ruler"


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """In logical px; `scale` multiplies all lengths."""

    film: Interpolate
    width: int
    scale: float
    left: int = field(init=False)  # where the film begins
    right: int = field(init=False)

    def __post_init__(self) -> None:
        left = self.px(_LABELS) + self.px(16)
        object.__setattr__(self, "left", left)
        object.__setattr__(self, "right", max(self.width - self.px(_RIGHT), left + 1))

    def px(self, length: float) -> int:
        return round(length * self.scale)

    @property
    def height(self) -> int:
        return sum(height for _top, height in _bands(self.scale).values())

    def band(self, track: Track) -> QRectF:
        """A track, its label included."""
        top, height = _bands(self.scale)[track]
        return QRectF(0, top, self.width, height)

    def x(self, time: float) -> float:
        return self.left + time / self.film.seconds * (self.right - self.left)

    def xs(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of many times at once."""
        return self.left + times / self.film.seconds * (self.right - self.left)

    def time(self, x: float) -> float:
        share = (x - self.left) / (self.right - self.left)
        return min(max(share, 0.0), 1.0) * self.film.seconds

    def key_rect(self, index: int) -> QRectF:
        """The picture of a key, in the middle over its time but never outside."""
        band, side = self.band("keys"), self.px(PICTURE)
        x = self.x(min(self.film.keys[index].time, self.film.seconds)) - side / 2
        x = min(max(x, self.left), self.right - side)
        return QRectF(round(x), round(band.center().y() - side / 2), side, side)

    def playhead_rect(self, time: float) -> QRectF:
        """All that the playhead covers at a time."""
        half = self.px(6) + 2
        return QRectF(self.x(time) - half, 0, 2 * half, self.height)

    def badge_rect(self, index: int) -> QRectF:
        """Between a key and the next one; empty where there is no room."""
        start = self.key_rect(index).right()
        is_last = index == len(self.film.keys) - 1
        if is_last and not self.film.is_loop:
            return QRectF()
        end = self.right if is_last else self.key_rect(index + 1).left()
        width, height = self.px(_BADGE[0]), self.px(_BADGE[1])
        if end - start < width + self.px(8):
            return QRectF()
        middle = self.band("keys").center().y()
        return QRectF((start + end - width) / 2, middle - height / 2, width, height)

    def truncation_point(self, index: int) -> QPointF:
        """The diamond of a key; the track spans -1 to 2."""
        key = self.film.keys[index]
        return QPointF(self.x(min(key.time, self.film.seconds)), self.truncation_y(key.truncation))

    def truncation_y(self, value: float) -> float:
        band = self.band("truncation").adjusted(0, self.px(8), 0, -self.px(8))
        return band.bottom() - (value + 1) / 3 * band.height()

    def truncation_at(self, y: float) -> float:
        band = self.band("truncation").adjusted(0, self.px(8), 0, -self.px(8))
        value = (band.bottom() - y) / band.height() * 3 - 1
        return round(min(max(value, -1.0), 2.0), 2)

    def under(self, place: QPointF) -> Under:
        track = next((one for one in TRACKS if self.band(one).contains(place)), None)
        if track is None:
            return Under("nothing")
        if place.x() < self.px(_LABELS):
            return Under("label", track=track)
        if track == "keys":
            return self._under_keys(place)
        if track == "truncation":
            for index in range(len(self.film.keys)):
                away = place - self.truncation_point(index)
                if max(abs(away.x()), abs(away.y())) <= self.px(_REACH):
                    return Under("truncation", index, track)
        return Under("track", track=track)

    def _under_keys(self, place: QPointF) -> Under:
        for index in reversed(range(len(self.film.keys))):
            if self.key_rect(index).contains(place):
                return Under("key", index, "keys")
        for index in range(len(self.film.keys)):
            if self.badge_rect(index).contains(place):
                return Under("easing", index, "keys")
        return Under("track", track="keys")


@lru_cache(maxsize=8)
def _bands(scale: float) -> dict[Track, tuple[int, int]]:
    """Top and height of each track."""
    heights = [round(_HEIGHTS[track] * scale) for track in TRACKS]
    tops = [sum(heights[:at]) for at in range(len(heights))]
    return dict(zip(TRACKS, zip(tops, heights, strict=True), strict=True))
