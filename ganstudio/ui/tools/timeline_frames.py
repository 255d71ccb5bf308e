"""Frames of a film that were drawn already, and how far neighbours lie apart."""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from ganstudio.edit.artist import Picture
from ganstudio.edit.latents import Latent
from ganstudio.edit.pacing import wanted_order
from ganstudio.edit.timeline import Interpolate, Moment

_MOST_BYTES = 512 << 20
_MOST_ASKED = 256  # frames of one request
_LOOKED_AT = 64  # px a side that distances are measured on

_Made = tuple[str, str, int, int, float, float, int]
"""All that the picture of a frame depends on, beside the model; latents as numbers."""


class FrameBook:
    """Pictures by what they are made of: a film that changes in one place keeps the others."""

    def __init__(self) -> None:
        self._latents: dict[Latent, int] = {}
        self._numbers: dict[_Made, int] = {}
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._bytes = 0
        self._steps: dict[tuple[int, int], float] = {}
        self.film: Interpolate | None = None
        self._of_frame: list[int] = []

    def clear(self) -> None:
        """Forget all pictures: the model is another one."""
        film = self.film
        self.__init__()  # type: ignore[misc]
        if film is not None:
            self.show_film(film)

    def show_film(self, film: Interpolate) -> None:
        """What the numbers of frames mean from now on."""
        self.film = film
        # Latents may hold thousands of numbers: each is looked up once, not once a frame.
        known = {id(key.latent): self._latent(key.latent) for key in film.keys}
        self._of_frame = [
            self._numbered(film, moment, known[id(moment.start)], known[id(moment.end)])
            for moment in film.moments()
        ]

    @property
    def count(self) -> int:
        return len(self._of_frame)

    @property
    def ready_count(self) -> int:
        return sum(number in self._pictures for number in self._of_frame)

    def is_ready(self, frame: int) -> bool:
        return self._of_frame[frame] in self._pictures

    def picture(self, frame: int) -> Picture | None:
        return self._pictures.get(self._of_frame[frame])

    def nearest(self, frame: int) -> Picture | None:
        """The picture of the nearest frame that is ready."""
        for away in range(self.count):
            for at in (frame - away, frame + away):
                if 0 <= at < self.count and self.is_ready(at):
                    return self.picture(at)
        return None

    def around(self, frame: int) -> dict[int, Picture]:
        """By place: 0 at a frame, or the nearest that is ready; 1 and 2 a quarter and half a
        second behind it, -1 and -2 before it.
        """
        film = self.film
        if film is None:
            return {}
        found: dict[int, Picture] = {}
        for place in (-2, -1, 1, 2):
            quarter = max(round(film.frames_per_second / 4), 1)
            at = frame + place * quarter
            at = at % self.count if film.is_loop else at
            picture = self.picture(at) if 0 <= at < self.count else None
            if picture is not None:
                found[place] = picture
        here = self.nearest(frame)
        return found if here is None else {**found, 0: here}

    def wanted(self, playhead: int) -> tuple[int, ...]:
        """What to draw next, in that order."""
        missing = [at for at in range(self.count) if not self.is_ready(at)]
        if len(missing) > 2 * _MOST_ASKED:
            missing = sorted(missing, key=lambda at: abs(at - playhead))[: 2 * _MOST_ASKED]
        return wanted_order(self.count, playhead, missing)[:_MOST_ASKED]

    def take(self, film: Interpolate, frame: int, picture: Picture) -> None:
        """Keep what was drawn for a film, this one or an older one."""
        number = self._number(film, film.moment(frame))
        if number not in self._pictures:
            self._bytes += picture.nbytes
        self._pictures[number] = picture
        while self._bytes > _MOST_BYTES and len(self._pictures) > 1:
            self._bytes -= self._pictures.popitem(last=False)[1].nbytes

    def ready_spans(self) -> list[tuple[int, int]]:
        """First frames, and the ones behind the last, of stretches that are ready."""
        spans: list[tuple[int, int]] = []
        for at in range(self.count):
            if not self.is_ready(at):
                continue
            if spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + 1)
            else:
                spans.append((at, at + 1))
        return spans

    def steps(self) -> NDArray[np.float64]:
        """(frames - 1,) root mean square distances of neighbours in grey levels of 255; NaN where
        one of them is not ready.
        """
        pairs = zip(self._of_frame, self._of_frame[1:], strict=False)
        return np.array([self._step(*pair) for pair in pairs])

    def pictures(self) -> list[Picture] | None:
        """All frames; None while some are missing."""
        found = [self._pictures.get(number) for number in self._of_frame]
        whole = [picture for picture in found if picture is not None]
        return whole if len(whole) == len(found) else None

    def _step(self, earlier: int, later: int) -> float:
        if earlier == later:
            return 0.0
        pair = (earlier, later)
        if pair not in self._steps:
            first, second = self._pictures.get(earlier), self._pictures.get(later)
            if first is None or second is None:
                return float("nan")
            self._steps[pair] = _distance(first, second)
        return self._steps[pair]

    def _number(self, film: Interpolate, moment: Moment) -> int:
        start, end = self._latent(moment.start), self._latent(moment.end)
        return self._numbered(film, moment, start, end)

    def _numbered(self, film: Interpolate, moment: Moment, start: int, end: int) -> int:
        rest = moment.amount, moment.truncation, moment.noise_seed
        made = (film.space, film.noise, start, end, *rest)
        return self._numbers.setdefault(made, len(self._numbers))

    def _latent(self, latent: Latent) -> int:
        return self._latents.setdefault(latent, len(self._latents))


def _distance(first: Picture, second: Picture) -> float:
    stride = max(1, max(first.shape[:2]) // _LOOKED_AT)
    near = [one[::stride, ::stride].astype(np.float32) for one in (first, second)]
    return float(np.sqrt(np.mean((near[0] - near[1]) ** 2)))
