"""Samples of a class from a generator that cannot be asked for one: drawn until the critic says so.

The critic of a semi-supervised GAN names the classes of what it sees, Salimans et al. 2016,
arXiv:1606.03498, section 5; that of an AC-GAN does too, and there it says whether the class that
was asked for was drawn, Odena et al. 2016, arXiv:1610.09585, section 4.1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.capabilities import Classifies, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.given import Given, device_of
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

Chances = NDArray[np.float32]
"""(k,) probabilities of the classes, summing to 1."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One draw of a search: how many there were with it, and what it was named.

    Attributes:
        draws: from the prior, so far.
        picture: of this one.
        is_found: whether it was named as wanted.
        found: how many were, so far.
    """

    draws: int
    picture: Picture
    is_found: bool
    found: int


class Confirm(Request):
    """Draws from the prior, seed after seed, until enough of them are named as one class.

    Attributes:
        wanted: the class.
        least: probability that the critic must give it.
        count: pictures.
        most: draws after which the search ends with what it has.
        seed: of the first draw.
        given: a picture whose classes are shown beside the sheet, which is the same without it.

    Where the generator has classes, it is asked for the wanted one, and the critic confirms it.
    Readings: "latents", "chances" (n, k) of the pictures, "draws" that it took, and "highest", the
    largest probability that any of them was given.
    """

    kind: Literal["confirm"] = "confirm"
    wanted: int = Field(0, ge=0)
    least: float = Field(0.9, ge=0, le=1)
    count: int = Field(12, ge=1, le=100)
    most: int = Field(1000, ge=1, le=100_000)
    seed: int = Field(0, ge=0)
    columns: int = Field(4, ge=1, le=32)
    given: Given | None = None

    def run(self, system: System, told: Told = untold) -> Rendering:
        """Raises InputError: no critic that names classes, no such class, or nothing was found."""

        def tell(tried: Tried) -> None:
            told(tried.draws - 1, tried.picture)

        return self.search(system, tell)

    def search(self, system: System, heard: Callable[[Tried], None]) -> Rendering:
        """As `run`; `heard` is called after each draw and may raise Cancelled."""
        artist, classifies = Artist(system), naming(system)
        label = self.wanted if artist.generates.classes else None
        pictures: list[Picture] = []
        latents: list[Latent] = []
        chances: list[Chances] = []
        highest, draws = 0.0, 0
        while len(pictures) < self.count and draws < self.most:
            latent = Latent(seed=self.seed + draws, label=label)
            made = artist.draw(latent)
            named = named_as(classifies, made, artist.device)
            if self.wanted >= len(named):
                raise InputError(
                    f"Classes go from 0 to {len(named) - 1}; {self.wanted} is not one."
                )
            draws += 1
            chance = float(named[self.wanted])
            highest = max(highest, chance)
            is_found = chance >= self.least
            if is_found:
                pictures.append(made)
                latents.append(latent)
                chances.append(named)
            heard(Tried(draws, made, is_found, len(pictures)))
        if not pictures:
            raise InputError(
                f"None of {draws:,} draws was named class {self.wanted} with a probability of "
                f"{self.least:.2f} or more; the highest was {highest:.2f}: ask for less, or allow "
                "more draws."
            )
        columns = min(self.columns, len(pictures))
        return rendered(pictures, columns, latents=tuple(latents), chances=np.stack(chances),
                        draws=draws, highest=highest)  # fmt: skip


class NameClasses(Request):
    """What the critic names a picture. The reading "chances" is (k,)."""

    given: Given

    def run(self, system: System, told: Told = untold) -> Rendering:  # noqa: ARG002
        pixels = self.given.picture.array()
        chances = named_as(naming(system), pixels, device_of(system))
        return Rendering(pixels[None], readings={"chances": chances})


def naming(system: System) -> Classifies:
    """Raises InputError: the system names no classes."""
    found = capability(system, Classifies)
    if found is None:
        raise InputError(
            "This model's critic names no classes: choose a run of a semi-supervised GAN or of an "
            "AC-GAN."
        )
    return found


@torch.no_grad()
def named_as(classifies: Classifies, pixels: Picture, device: torch.device) -> Chances:
    """Of a picture (h, w, c) as it is seen, so that one of a file is named as one that is drawn."""
    image = to_float(torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].to(device))
    chances: Chances = classifies.classify(image)[0].float().cpu().numpy()
    return chances
