"""Films painted of label maps frame by frame, beside what they are made of (vid2vid).

Wang et al. 2018, arXiv:1808.06601: a frame is the one before, moved, and paint where that does not
do.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Literal, Self

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field, model_validator
from torch import Tensor

from ganstudio.core.capabilities import PlaysFrames, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.given import device_of, in_colour
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, untold

View = Literal["map", "made", "moved", "paint", "fresh", "real", "alone", "twin"]
VIEWS: tuple[View, ...] = ("map", "made", "moved", "paint", "fresh", "real", "alone", "twin")
OF_MOTION: tuple[View, ...] = ("moved", "paint", "fresh")
MOST_FRAMES = 240
MOST_PIXELS = 16 << 20  # of all frames of a film together: its views are kept in memory
MOST_PER_SECOND = 60
_COLOURS = 3
_NOTHING = 96  # of 255: where there is no such picture

Bytes = NDArray[np.uint8]


class PlayFilm(Request):
    """Label maps of a film, and what is seen of the film that is painted of them.

    Attributes:
        maps: (t, h, w) ids of regions, or (t, h, w, 3) uint8 images that frames are made of.
        objects: (t, h, w) int32 ids of objects, where they are known.
        palette: (k, 3) uint8 colours of the regions.
        real: (t, h, w, c) uint8 real frames, where they are known.
        starts_real: the first frames, which the painter needs to go on from, are the real ones;
            otherwise the first is painted of nothing.
        twin: (t, h, w, c) uint8 what another run painted of the same maps.
        twin_name: of that run.
        views: what is shown, from left to right.
        name: of the film.

    Pictures are one row for each view. The reading "steady" tells by view how much a frame differs
    from the one before where the map stays as it was, in levels of 255.
    """

    kind: Literal["film"] = "film"
    maps: Packed | None = None
    objects: Packed | None = None
    palette: Packed | None = None
    real: Packed | None = None
    starts_real: bool = True
    twin: Packed | None = None
    twin_name: str = ""
    views: tuple[View, ...] = Field(("map", "made", "moved", "paint", "fresh", "real"))
    frames_per_second: int = Field(6, ge=1, le=MOST_PER_SECOND)
    name: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.maps is None:
            return self
        if not 3 <= len(self.maps.shape) <= 4 or not 1 <= self.maps.shape[0] <= MOST_FRAMES:
            raise ValueError(f"a film has 1 to {MOST_FRAMES} maps (h, w), not {self.maps.shape}")
        if math.prod(self.maps.shape[:3]) > MOST_PIXELS:
            raise ValueError(f"a film has at most {MOST_PIXELS:,} pixels in all frames together")
        for name, one in (("objects", self.objects), ("real", self.real), ("twin", self.twin)):
            if one is not None and one.shape[:3] != self.maps.shape[:3]:
                raise ValueError(f"{name} is {one.shape} and the maps are {self.maps.shape}")
        if (len(self.maps.shape) == 3) != (self.palette is not None):
            raise ValueError("maps of ids (t, h, w) need a palette, images (t, h, w, c) have none")
        if self.palette is not None and self.maps.array().max(initial=0) >= self.regions:
            raise ValueError(f"the maps have ids beyond the {self.regions} colours of the palette")
        return self

    @property
    def is_empty(self) -> bool:
        return self.maps is None

    @property
    def frame_count(self) -> int:
        return self.maps.shape[0] if self.maps is not None else 0

    @property
    def columns(self) -> int:
        """Of a contact sheet, in which each frame is a row already."""
        return 1

    @property
    def regions(self) -> int:
        """How many have a colour; 0 for films made of images."""
        return self.palette.shape[0] if self.palette is not None else 0

    def time_of(self, frame: int) -> float:
        """Seconds from the beginning."""
        return frame / self.frames_per_second

    def given(self, past: int) -> int:
        """How many of the first frames are real ones, for a painter that needs `past`."""
        return min(past, self.frame_count) if self.starts_real and self.real is not None else 0

    def offers(self, plays: PlaysFrames) -> tuple[View, ...]:
        """Views that there are of this film, painted by such a painter."""
        missing: set[View] = set() if plays.moves else set(OF_MOTION)
        if self.real is None:
            missing.add("real")
        if self.twin is None:
            missing.add("twin")
        if not plays.past:
            missing.add("alone")  # it is alone already
        return tuple(view for view in VIEWS if view not in missing)

    def run(self, system: System, told: Told = untold) -> Rendering:
        count = self.frame_count
        painter = FilmPainter(system, self)
        made: dict[View, list[Picture]] = {view: [] for view in painter.views}
        for time, frame in enumerate(painter.frames()):
            for row, (view, one) in enumerate(frame.items()):
                made[view].append(one)
                told(row * count + time, one)
        films = {view: np.stack(pictures) for view, pictures in made.items()}
        steady = self.steady(films, painter.first)
        return Rendering(np.concatenate(list(films.values())), count, {"steady": steady})

    def drawn(self, system: System) -> Iterator[Picture]:
        """What is shown of each frame, beside each other."""
        for frame in FilmPainter(system, self).frames():
            yield Rendering(np.stack(list(frame.values())), len(frame)).sheet()

    def steady(self, films: Mapping[View, Bytes], first: int) -> dict[View, float]:
        """Mean change of films (t, h, w, 3) where the map stays, from the frame `first` on."""
        assert self.maps is not None  # it was drawn
        maps = self.maps.array()
        stays = (maps[first:] == maps[first - 1 : -1]).reshape(*maps[first:].shape[:3], -1).all(-1)
        found: dict[View, float] = {}
        for view in ("made", "alone", "twin", "real"):
            if view in films and stays.any():
                film = films[view].astype(np.int16)
                apart = np.abs(film[first:] - film[first - 1 : -1]).mean(-1)
                found[view] = float(apart[stays].mean())
        return found


def player(system: System) -> PlaysFrames:
    """Who paints films. Raises InputError: nobody does."""
    found = capability(system, PlaysFrames)
    if found is None:
        raise InputError("This model paints no films: choose a run of vid2vid.")
    return found


class FilmPainter:
    """Paints a film frame by frame.

    Attributes:
        views: those that are asked for and that there are.
        first: the earliest frame that was painted, as was the one before it.
    """

    def __init__(self, system: System, film: PlayFilm) -> None:
        """Raises InputError: there is no film, or the system paints none."""
        if film.maps is None:
            raise InputError("There is no film yet: take one of the run's data, or drop frames.")
        self._plays, self._film = player(system), film
        self._device = device_of(system)
        offered = film.offers(self._plays)
        self.views = tuple(one for one in film.views if one in offered) or ("made",)
        self._given = film.given(self._plays.past)
        self.first = self._given + 1
        count, height, width = film.maps.shape[:3]
        colours = film.real.shape[3] if film.real is not None else _COLOURS
        self._blank = torch.zeros(1, colours, height, width, device=self._device)
        self._count = count

    def frames(self) -> Iterator[dict[View, Picture]]:
        """Views (h, w, 3) of each frame, in the order of time: each is painted of those before it.

        Raises InputError: the film is not one of this model's.
        """
        try:
            yield from self._frames(self._maps())
        except (RuntimeError, IndexError) as error:
            height, width = self._blank.shape[2:]
            raise InputError(
                f"{self._film.name or 'The film'} has frames of {width} x {height} px with "
                f"{self._film.regions} regions, which this model does not paint: open its frames "
                "again with this model."
            ) from error

    def _frames(self, maps: Tensor) -> Iterator[dict[View, Picture]]:
        past = self._plays.past
        made: list[Tensor] = []
        for time in range(self._count):
            times = [max(time - back, 0) for back in range(past, -1, -1)]
            window = maps[times][None]  # before a film begins, its first map stands still
            parts = self._real(time) if time < self._given else self._next(window, made)
            made = [*made, parts["painting"]][-max(past, 1) :]
            if "alone" in self.views:
                parts["alone"] = self._next(window, [])["painting"]
            yield {view: self._picture(view, parts, time) for view in self.views}

    @torch.no_grad()
    def _next(self, window: Tensor, made: list[Tensor]) -> dict[str, Tensor]:
        """A frame and its parts; with none before it, it is paint alone."""
        known = made[-self._plays.past :] if self._plays.past else []
        frames = [*[self._blank] * (self._plays.past - len(known)), *known]
        before = torch.stack(frames, 1) if frames else self._blank[:, None][:, :0]
        parts = self._plays.next_frame(window, before)
        if "paint" not in parts or known:
            return dict(parts)
        whole = torch.ones_like(self._blank)
        return {"painting": parts["paint"], "paint": parts["paint"], "fresh": whole}

    def _real(self, time: int) -> dict[str, Tensor]:
        assert self._film.real is not None  # some are given
        return {"painting": _images(self._film.real, self._device)[time : time + 1]}

    def _picture(self, view: View, parts: dict[str, Tensor], time: int) -> Picture:
        match view:
            case "map":
                return map_picture(self._film, time)
            case "real" | "twin":
                kept = self._film.real if view == "real" else self._film.twin
                assert kept is not None  # it is offered
                return in_colour(kept.array()[time])
        made = parts.get("painting" if view == "made" else view)
        if made is None:
            return np.full((*self._blank.shape[2:], _COLOURS), _NOTHING, np.uint8)
        return in_colour(picture(made))

    @torch.no_grad()
    def _maps(self) -> Tensor:
        """(t, k, h, w) what the painter is shown."""
        film = self._film
        assert film.maps is not None  # asked for in the beginning
        frames = self._blank.expand(self._count, -1, -1, -1)[None]
        if film.regions:
            known = (film.maps, film.objects)
            regions, objects = (None if one is None else self._ids(one) for one in known)
            batch = Batch(
                frames[:, -1], frames=frames, frame_regions=regions, frame_instances=objects
            )
        else:
            sources = _images(film.maps, self._device)[None]
            batch = Batch(frames[:, -1], frames=frames, frame_sources=sources)
        return self._plays.semantic_maps(batch)[0]

    def _ids(self, packed: Packed) -> Tensor:
        """(1, t, h, w) int64."""
        return torch.from_numpy(packed.array().astype(np.int64)).to(self._device)[None]


def map_picture(film: PlayFilm, time: int) -> Picture:
    """(h, w, 3) the map of a frame in the colours of its regions."""
    assert film.maps is not None  # callers look
    shown: Picture = film.maps.array()[time]
    if film.palette is not None:
        shown = film.palette.array()[shown]
    return np.ascontiguousarray(shown)


def _images(packed: Packed, device: torch.device) -> Tensor:
    """(t, c, h, w) in [-1, 1] of (t, h, w, c) bytes."""
    pixels = torch.from_numpy(packed.array().copy()).permute(0, 3, 1, 2)
    return to_float(pixels.to(device))
