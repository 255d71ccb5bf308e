"""The same picture with other details: what is coarser than a level stays, the rest is drawn anew.

For generators that refine a picture from coarse to fine with noise of its own at each size: LAPGAN,
Denton et al. 2015, arXiv:1506.05751, section 3.2.
"""

from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import Refines, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture, picture
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.nn.random import Random

HELD = 2  # columns before those of the draws: what stays, and the picture as it was


class Redraw(Request):
    """A row for each level but the coarsest, a column for each draw of its noise.

    The first column is what a row keeps, the next smaller picture with its pixels enlarged; the
    second one the picture as it was. The reading "latents" has one for each picture, row by row;
    that of what is kept is the latent as it was.

    Attributes:
        latent: of the picture as it was.
        draws: seeds of the noise, one a column; the same seed draws the same noise in each row.
        locked: columns among the draws that a reseeding leaves alone.
        finer: whether the levels behind that of a row are drawn anew, too; else they keep their
            noise, and only follow what they are given.
    """

    kind: Literal["redraw"] = "redraw"
    latent: Latent
    draws: tuple[int, ...] = Field(min_length=1, max_length=32)
    locked: tuple[int, ...] = ()
    finer: bool = True

    @torch.no_grad()
    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, refines = Artist(system), refining(system)
        z = artist.z(self.latent)
        kept = refines.chain(z)
        pictures: list[Picture] = []
        latents: list[Latent] = []

        def take(made: Picture, latent: Latent) -> None:
            pictures.append(made)
            latents.append(latent)
            told(len(pictures) - 1, made)

        for level in range(1, len(refines.sides)):
            take(picture(_enlarged(kept[level - 1], refines.sides[-1])), self.latent)
            take(picture(kept[-1]), self.latent)
            for seed in self.draws:
                moved = redrawn(refines, z, level, seed, finer=self.finer)
                held = self.latent.model_copy(update={"seed": None, "z": Packed.of(moved[0])})
                take(picture(refines.chain(moved)[-1]), held)
        return rendered(pictures, self.columns, latents=tuple(latents))

    @property
    def columns(self) -> int:
        """Of the sheet."""
        return HELD + len(self.draws)


def redrawn(refines: Refines, z: Tensor, level: int, seed: int, *, finer: bool) -> Tensor:
    """Latents (n, d) with the noise that a seed draws at `level`, and behind it if `finer`."""
    last = len(refines.sides) if finer else level + 1
    for at in range(level, last):
        z = refines.redrawn(z, at, Random(derive(seed, "details", at), z.device))
    return z


def refining(system: System) -> Refines:
    """Raises InputError: the system draws no details of their own."""
    found = capability(system, Refines)
    if found is None:
        raise InputError(
            "This model draws a picture at once, so it has no details of their own to draw anew: "
            "choose a run of a LAPGAN."
        )
    return found


def _enlarged(images: Tensor, side: int) -> Tensor:
    """(n, c, s, s) to (n, c, side, side), each pixel a square."""
    return torch.nn.functional.interpolate(images, size=(side, side), mode="nearest")
