"""Films through a latent space: key-frames in time, and what lies between them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple, Self

import numpy as np
import torch
from pydantic import Field, model_validator
from torch import Tensor

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.between import slerp
from ganstudio.edit.easing import Easing, eased
from ganstudio.edit.latents import Latent, Manner, Noise
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.nn.labels import one_hot

Space = Literal["z-lerp", "z-slerp", "w-lerp", "w+"]
MOST_SECONDS = 120.0
MOST_PER_SECOND = 60


class Key(Config):
    """A key-frame.

    Attributes:
        time: seconds from the beginning.
        latent: what is seen at that time.
        easing: how the film goes on from here.
        truncation: at that time; linear to the next key, whatever the easing.
        noise_seed: of the maps until the next key, where they are drawn.
    """

    time: float = Field(ge=0, le=MOST_SECONDS)
    latent: Latent
    easing: Easing = "smooth"
    truncation: float = Field(1.0, ge=-1, le=2)
    noise_seed: int = Field(0, ge=0)


class Moment(NamedTuple):
    """All that one frame depends on, so that equal moments are equal pictures.

    Attributes:
        amount: of the way from `start` to `end`, eased; 0 is `start` itself.
    """

    start: Latent
    end: Latent
    amount: float
    truncation: float
    noise_seed: int

    @property
    def nearest(self) -> Latent:
        """The key that is nearer."""
        return self.end if self.amount > 0.5 else self.start


class Interpolate(Request):
    """A film.

    Attributes:
        space: lines or arcs between z; lines between w, or between the styles of each layer.
        seconds: how long it lasts.
        is_loop: behind the last key it goes back to the first one.
        noise: as a `Manner` has it; with "random" each key has a seed of its own.
        columns: of the contact sheet.
    """

    kind: Literal["interpolate"] = "interpolate"
    keys: tuple[Key, ...] = Field(min_length=1)
    space: Space = "z-slerp"
    frames_per_second: int = Field(24, ge=1, le=MOST_PER_SECOND)
    seconds: float = Field(6.0, gt=0, le=MOST_SECONDS)
    is_loop: bool = False
    noise: Noise = "fixed"
    columns: int = Field(12, ge=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if any(later.time < earlier.time for earlier, later in pairwise(self.keys)):
            raise ValueError("key-frames stand in the order of their times")
        return self

    @property
    def frame_count(self) -> int:
        return max(round(self.seconds * self.frames_per_second), 1)

    def time_of(self, frame: int) -> float:
        return frame / self.frames_per_second

    def moment(self, frame: int) -> Moment:
        """What stands at a frame."""
        return self.moment_at(self.time_of(frame))

    def moments(self) -> list[Moment]:
        """What stands at every frame."""
        return self.moments_at([self.time_of(at) for at in range(self.frame_count)])

    def moments_at(self, times: Iterable[float]) -> list[Moment]:
        """What stands at each of many times."""
        track = self._track()
        return [self._on(track, time) for time in times]

    def moment_at(self, time: float) -> Moment:
        """What stands at a time in seconds; a loop goes on for ever."""
        return self._on(self._track(), time)

    def _on(self, track: "_Track", time: float) -> Moment:
        keys, times = track
        if self.is_loop:
            time %= self.seconds
        at = bisect_right(times, time) - 1
        if not self.is_loop and (at < 0 or at == len(keys) - 1):
            return _still(keys[max(at, 0)])
        start, end = keys[at], keys[(at + 1) % len(keys)]
        length = (end.time - start.time) % self.seconds if self.is_loop else end.time - start.time
        if start is end or length <= 0:
            return _still(start)
        share = ((time - start.time) % self.seconds if self.is_loop else time - start.time) / length
        return _between(start, end, share)

    def run(self, system: System, told: Told = untold) -> Rendering:
        every = tuple(range(self.frame_count))
        drawn = Frames(film=self, frames=every).run(system, told)
        return Rendering(drawn.pictures, self.columns)

    def drawn(self, system: System) -> Iterator[Picture]:
        """Each frame, in the order of time."""
        course = Course(self, Artist(system))
        for moment in self.moments():
            yield course.picture(moment)

    def _track(self) -> "_Track":
        """The keys that lie within the film; the first one, where none does."""
        keys = self.keys
        if self.is_loop:
            keys = tuple(key for key in keys if key.time < self.seconds) or keys[:1]
        return keys, [key.time for key in keys]


_Track = tuple[tuple[Key, ...], list[float]]
"""Keys and their times."""


class Frames(Request):
    """Some frames of a film, in the order in which they are wanted."""

    film: Interpolate
    frames: tuple[int, ...] = Field(min_length=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        course, pictures = Course(self.film, Artist(system)), []
        for frame in self.frames:
            pictures.append(course.picture(self.film.moment(frame)))
            told(frame, pictures[-1])
        return rendered(pictures, self.film.columns)


class Place(Request):
    """Where a film is at a time; the reading "latent" can be a key-frame of its own."""

    film: Interpolate
    time: float = Field(ge=0)

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, moment = Artist(system), self.film.moment_at(self.time)
        course = Course(self.film, artist)
        point = course.point(moment)
        given = {"label": moment.nearest.label, "caption": moment.nearest.caption}
        packed = Packed.of(point[0].float())
        is_w = self.film.space in ("w-lerp", "w+")
        latent = Latent(styles=packed) if is_w else Latent(z=packed)
        if not is_w:
            latent = latent.model_copy(update=given)
        picture = course.picture(moment)
        told(0, picture)
        return rendered([picture], latent=latent, norm=course.norm(moment))


class Norms(Request):
    """How long the latent is at each frame; drawn as a curve, it shows what a straight line does.

    The reading "norms" is (frames,) float32.
    """

    film: Interpolate

    def run(self, system: System, _told: Told = untold) -> Rendering:
        course = Course(self.film, Artist(system))
        found = [course.norm(self.film.moment(at)) for at in range(self.film.frame_count)]
        return Rendering(
            np.zeros((0, 1, 1, 1), np.uint8), readings={"norms": np.array(found, np.float32)}
        )


class Course:
    """Where a film goes: each latent's place is worked out once."""

    def __init__(self, film: Interpolate, artist: Artist) -> None:
        """Raises InputError: a w space, and the model has no styles."""
        self._film = film
        self._artist = artist
        self._is_w = film.space in ("w-lerp", "w+")
        self._places: dict[Latent, Tensor] = {}
        if self._is_w and artist.has_styles is None:
            raise InputError(
                f"This model has no styles, so its films cannot go through {film.space}: choose "
                "z-slerp or z-lerp."
            )

    @torch.no_grad()
    def picture(self, moment: Moment) -> Picture:
        """Raises InputError: a latent that is not in this space, or a truncation without one."""
        noise_seed = moment.noise_seed if self._film.noise == "random" else 0
        manner = Manner(truncation=moment.truncation, noise=self._film.noise, noise_seed=noise_seed)
        if self._artist.has_styles is not None:
            return self._artist.draw_styles(self.styles(moment), manner)
        return self._artist.draw_z(
            self.point(moment), manner, self._label(moment), self._condition(moment)
        )

    @torch.no_grad()
    def point(self, moment: Moment) -> Tensor:
        """(1, d) a z, or (1, layers, d) styles."""
        start = self._place(moment.start)
        if moment.amount == 0:
            return start
        end = self._place(moment.end)
        if self._film.space == "z-slerp":
            return slerp(start, end, moment.amount)
        return torch.lerp(start, end, moment.amount)

    @torch.no_grad()
    def styles(self, moment: Moment) -> Tensor:
        """(1, layers, d), not truncated; classes are blended in w, whatever the space."""
        assert self._artist.has_styles is not None
        point = self.point(moment)
        if self._is_w:
            return point
        return self._artist.has_styles.styles(point, self._label(moment))

    def norm(self, moment: Moment) -> float:
        """The length of the point; of w+, that of its layers on average."""
        return float(self.point(moment).norm(dim=-1).mean())

    def _place(self, latent: Latent) -> Tensor:
        if latent not in self._places:
            self._places[latent] = self._found(latent)
        return self._places[latent]

    def _found(self, latent: Latent) -> Tensor:
        if not self._is_w:
            return self._artist.z(latent)
        if self._film.space == "w-lerp" and has_many_styles(latent):
            raise InputError(
                "A key-frame has another style in each layer, which w lerp cannot keep: choose w+."
            )
        return self._artist.styles(latent)

    def _label(self, moment: Moment) -> Tensor | None:
        """Ids, or weights of the classes between two."""
        start, end = self._artist.label(moment.start), self._artist.label(moment.end)
        if start is None or end is None or moment.amount == 0 or torch.equal(start, end):
            return start
        classes = self._artist.generates.classes
        return torch.lerp(one_hot(start, classes), one_hot(end, classes), moment.amount)

    def _condition(self, moment: Moment) -> Tensor | None:
        if self._artist.captioned is None:
            return None
        start = self._artist.condition(moment.start.caption)
        if moment.amount == 0 or moment.start.caption == moment.end.caption:
            return start
        return torch.lerp(start, self._artist.condition(moment.end.caption), moment.amount)


def has_many_styles(latent: Latent) -> bool:
    """Whether its layers have styles of their own, which only w+ can keep."""
    if latent.styles is None:
        return False
    styles = latent.styles.array()
    return bool((styles != styles[:1]).any())


def _still(key: Key) -> Moment:
    return Moment(key.latent, key.latent, 0.0, key.truncation, key.noise_seed)


def _between(start: Key, end: Key, share: float) -> Moment:
    amount = eased(start.easing, share)
    truncation = start.truncation + (end.truncation - start.truncation) * share
    if start.easing == "hold":
        truncation = start.truncation
    other = end.latent if amount else start.latent
    return Moment(start.latent, other, amount, truncation, start.noise_seed)
