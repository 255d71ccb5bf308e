"""Inversion: a photo becomes a latent, as far as the model can make it.

Zhu et al. 2016, arXiv:1609.03552; w+: Abdal et al. 2019, arXiv:1904.03189; tuning: Roich et al.
2021, arXiv:2106.05744. That what lies near the model's own latents edits well is Tov et al. 2021,
arXiv:2102.02766; how near counts here by a distance of our own.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Artist, Picture, picture
from ganstudio.edit.invert import tune
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.edit.search_path import PathBook, SearchPath
from ganstudio.edit.searched import Searched, searched
from ganstudio.metrics.latent_search import Best, Inversion, Search, Targets, descend, starts
from ganstudio.nn.random import Random

OWN = 3  # own samples that are searched beside the photo, to know what can be reached
COMPARED = 64  # own samples, for the mean error between two
KEPT = 12  # pictures along the way
TUNED = 4  # and of the tuning
TELLS = 100  # times a search says where it is
GUARDED = 4  # latents whose images a tuning is to leave
TUNING_RATE = 1e-3
MEASURES = -1  # told in place of a step, with NOTHING, while own samples are searched
NOTHING: Picture = np.zeros((0, 0, 1), np.uint8)

InversionSpace = Literal["z", "w", "w+"]
Start = Literal["search", "encoder", "hybrid", "average"]


class Invert(Request):
    """The latent of a photo.

    Attributes:
        target: (h, w, c) uint8 of the model's own size; None before there is one.
        name: of the photo.
        space: what is searched: one z, one style for all layers, or a style for each.
        start: nearest of random latents, the model's encoder alone, both and then a search, or the
            mean style (Karras 2020, appendix D) and the nearest beside it.
        steps: of the search.
        restarts: starts that are searched at once.
        near: weight of the term that holds the latent where the model's own ones are.
        tuning: steps in which a copy of the generator is fitted afterwards; 0 for none.
        label: class, where there are classes.
    """

    kind: Literal["invert"] = "invert"
    target: Packed | None = None
    name: str = Field("", max_length=200)
    space: InversionSpace = "z"
    start: Start = "search"
    steps: int = Field(150, ge=1, le=5000)
    restarts: int = Field(3, ge=1, le=16)
    near: float = Field(1e-3, ge=0, le=1)
    tuning: int = Field(0, ge=0, le=2000)
    label: int | None = Field(None, ge=0)
    seed: int = Field(0, ge=0)

    def in_space(self, space: InversionSpace) -> "Invert":
        """The same search in another space; z has no mean style to start from."""
        starts_anew = space == "z" and self.start == "average"
        start = "search" if starts_anew else self.start
        return self.model_copy(update={"space": space, "start": start})

    def run(self, system: System, told: Told = untold) -> Rendering:
        """The target and what was found for it. Readings: `found`; with tuning `tuned`, the system
        that draws it at the last of the latents.

        `told` is called with steps instead of places.
        """
        if self.target is None:
            raise InputError("There is no photo yet: choose one, or one of the model's own.")
        job = _Job(self, Artist(system), told)
        result = job.search(system)
        readings: dict[str, System] = {}
        if self.tuning:
            own = copy.deepcopy(system)
            result = job.tuned(own, result)
            readings["tuned"] = own
        target = self.target.array()
        return rendered([target, result.pictures[-1]], 2, found=result, **readings)


class StartOutcome(NamedTuple):
    """How one start of a search went. Errors are shares as those of `Found`.

    Attributes:
        start: its number; an encoder's or the mean style is the first.
        first: error that it began with.
        least: that it came to.
        step: at which it did.
    """

    start: int
    first: float
    least: float
    step: int


@dataclass(frozen=True, slots=True)
class Found:
    """How a search went. Errors are shares of the mean squared error between two own samples.

    Attributes:
        steps: of the pictures that were kept; from `tuned_from` on, of the tuned copy.
        pictures: (h, w, c) of each.
        latents: of each.
        editability: of each, 0 to 1: 1 lies where the model's own latents lie.
        best: (all steps + 1,) error of the best start so far, then of the tuned copy.
        tracks: (steps + 1, restarts) error of each start.
        own: errors that the model's own samples reached in the same search.
        pairwise: mean squared error between two own samples, in [-1, 1] units.
        path: where the starts went.
        tuned_from: step; None where nothing was tuned.
    """

    steps: tuple[int, ...]
    pictures: tuple[Picture, ...]
    latents: tuple[Latent, ...]
    editability: tuple[float, ...]
    best: NDArray[np.float32]
    tracks: NDArray[np.float32]
    own: tuple[float, ...]
    pairwise: float
    path: SearchPath
    tuned_from: int | None = None

    def starts(self) -> tuple[StartOutcome, ...]:
        """Every start, the best one first."""
        least, steps = self.tracks.min(axis=0), self.tracks.argmin(axis=0)
        return tuple(
            StartOutcome(int(at), float(self.tracks[0, at]), float(least[at]), int(steps[at]))
            for at in np.argsort(least)
        )

    def decibels(self, at: int) -> float:
        """Peak signal to noise of the kept picture `at`."""
        return psnr(float(self.best[self.steps[at]]) * self.pairwise)


def psnr(error: float) -> float:
    """DB of a mean squared error in [-1, 1] units."""
    return 10 * math.log10(4 / max(error, 1e-10))


class _Job:
    """One photo, one model."""

    def __init__(self, request: Invert, artist: Artist, told: Told) -> None:
        assert request.target is not None
        self.request, self.artist, self.told = request, artist, told
        self.random = Random(derive(request.seed, "inversion"), artist.device)
        self.label = artist.label(Latent(seed=0, label=request.label))
        self.photo = to_float(request.target.tensor().permute(2, 0, 1)[None]).to(artist.device)
        own = self._own_images()
        if own.dim() != self.photo.dim() or own.shape[1:] != self.photo.shape[1:]:
            raise InputError(
                f"The photo is {_sizes(self.photo)} and the model makes {_sizes(own)}: choose it "
                "anew with this model."
            )
        self.pairwise = _pairwise(own)
        self.own = own[:OWN]

    def search(self, system: System) -> Found:
        request = self.request
        where = searched(self.artist, request.space, self.label, self.random)
        begins = self._begins(system, where)
        steps = 0 if request.start == "encoder" else request.steps
        kept: dict[int, tuple[Tensor, Tensor]] = {}
        keep, book = kept_steps(steps), PathBook()
        every = max(steps // TELLS, 1)

        def look(step: int, best: Best) -> bool:
            if step in keep:
                kept[step] = best.latents[:1].clone(), best.images[:1].clone()
            if step % every == 0 or step in keep:
                book.note(step, best.now, best.latents[0])
                self.told(step, picture(best.images[:1]))
            return True

        search = Search(steps=steps, prior_weight=request.near)
        place = where.place(self._labels(len(begins)))
        found = descend(place, begins, self.photo, search, look)
        path = book.path(where.own(), where.middle())
        return self._found(where, found, kept, path, self._own_reach(where, search))

    def tuned(self, own: System, found: Found) -> Found:
        """Fit the weights of a copy to the photo, the latent held."""
        artist = Artist(own)
        network = nn.ModuleList(own.players.values()).requires_grad_(requires_grad=True)
        draw = _drawing(artist, found.latents[-1], self.label)
        guarded = self._guarded(artist)
        last, pictures = found.steps[-1], list(found.pictures)
        steps = list(found.steps)
        keep = {round(self.request.tuning * at / TUNED) for at in range(1, TUNED + 1)} - {0}

        def look(step: int, images: Tensor, _errors: Tensor) -> bool:
            if step in keep:
                steps.append(last + step)
                pictures.append(picture(images))
            self.told(last + step, picture(images))
            return True

        search = Search(steps=self.request.tuning, rate=TUNING_RATE, prior_weight=1.0)
        errors = tune(network, draw, self.photo, guarded, search, look)
        network.requires_grad_(requires_grad=False)
        more = len(steps) - len(found.steps)
        curve = (errors[1:, 0] / self.pairwise).cpu().numpy()
        return Found(
            tuple(steps), tuple(pictures), found.latents + found.latents[-1:] * more,
            found.editability + found.editability[-1:] * more,
            np.concatenate([found.best, curve]), found.tracks, found.own, found.pairwise,
            found.path, last,
        )  # fmt: skip

    def _found(
        self,
        where: Searched,
        found: Inversion,
        kept: dict[int, tuple[Tensor, Tensor]],
        path: SearchPath,
        own: tuple[float, ...],
    ) -> Found:
        shares = (found.losses / self.pairwise).cpu()
        latents = [where.latent(values, self.request.label) for values, _ in kept.values()]
        return Found(
            steps=tuple(kept),
            pictures=tuple(picture(images) for _, images in kept.values()),
            latents=tuple(latents),
            editability=tuple(where.editability(values) for values, _ in kept.values()),
            best=shares[:, 0].numpy(),
            tracks=(found.tracks[:, 0] / self.pairwise).cpu().numpy(),
            own=own,
            pairwise=self.pairwise,
            path=path,
        )

    def _begins(self, system: System, where: Searched) -> Tensor:
        """(copies, ...) variables to start from: the encoder's or the mean style first."""
        request = self.request
        parts: list[Tensor] = []
        if request.start in ("encoder", "hybrid"):
            parts.append(where.guess(system, self.photo))
        elif request.start == "average":
            if request.space == "z":
                raise InputError(
                    "There is no mean style to start from in z: search in w, or start from the "
                    "nearest latents."
                )
            parts.append(where.middle()[None])
        fresh = 0 if request.start == "encoder" else request.restarts - len(parts)
        if fresh:
            parts.append(self._near(where, self.photo, fresh))
        return torch.cat(parts)

    def _near(self, where: Searched, images: Tensor, restarts: int) -> Tensor:
        targets = Targets(images, self._labels(len(images)))
        z = starts(self.artist.generates, targets, self.random, restarts)
        return where.variables(z, self._labels(len(z)))

    def _own_reach(self, where: Searched, search: Search) -> tuple[float, ...]:
        """What is left of the error of own samples, found in the same way from one start each."""
        every = max(search.steps // TELLS, 1)

        def look(step: int, _best: Best) -> bool:
            if step % every == 0:
                self.told(MEASURES, NOTHING)
            return True

        begins = self._near(where, self.own, 1)
        place = where.place(self._labels(len(begins)))
        found = descend(place, begins, self.own, search, look)
        return tuple((found.losses[-1] / self.pairwise).tolist())

    def _own_images(self) -> Tensor:
        with torch.no_grad():
            z = self.artist.generates.latents(COMPARED, self.random)
            return self.artist.generates.generate(z, self._labels(COMPARED))

    def _guarded(self, artist: Artist) -> Callable[[], Tensor]:
        labels = self._labels(GUARDED)
        z = artist.generates.latents(GUARDED, self.random)
        styled = artist.has_styles
        if styled is None:
            return lambda: artist.generates.generate(z, labels)
        with torch.no_grad():
            styles = styled.styles(z, labels)
        return lambda: styled.synthesise(styles)

    def _labels(self, count: int) -> Tensor | None:
        return None if self.label is None else self.label.expand(count)


def kept_steps(steps: int) -> tuple[int, ...]:
    """Steps whose pictures are kept: many at first, where most happens; the last one always."""
    spread = {round(steps * (at / (KEPT - 1)) ** 2) for at in range(KEPT)}
    return tuple(sorted(spread))


def _drawing(artist: Artist, latent: Latent, label: Tensor | None) -> Callable[[], Tensor]:
    styled = artist.has_styles
    if styled is None:
        z = artist.z(latent)
        return lambda: artist.generates.generate(z, label)
    styles = artist.styles(latent).detach()
    return lambda: styled.synthesise(styles)


def _pairwise(images: Tensor) -> float:
    """Mean squared error between two different images."""
    flat, count = images.flatten(1), len(images)
    errors = torch.cdist(flat, flat).square() / flat.shape[1]
    return max(float(errors.sum() / (count * (count - 1))), 1e-8)


def _sizes(images: Tensor) -> str:
    return " x ".join(str(side) for side in images.shape[1:])
