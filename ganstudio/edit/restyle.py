"""Pictures drawn in the styles of latents or of other pictures (StarGAN v2)."""

from typing import Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import MovesInStyle, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.given import Given, chosen_rows, device_of, in_colour
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.nn.random import Random

PAPER = 255


class Restyle(Request):
    """A sheet: above the pictures, before each row the reference, and each drawn in each style.

    Where styles are made of latents, rows have no picture of their own: the first column is left
    out.

    Attributes:
        given: the pictures that were added.
        shown: places of those that are drawn again; empty for all.
        domain: class of the model's one group that pictures are moved into.
        source: what styles are made of.
        seeds: of the latents, a row each.
        references: places in `given` of the pictures whose styles are taken, a row each.
        truncation: 1 the style as it is, 0 the domain's mean style.
    """

    kind: Literal["restyle"] = "restyle"
    given: tuple[Given, ...] = ()
    shown: tuple[int, ...] = ()
    domain: int = Field(0, ge=0)
    source: Literal["latent", "reference"] = "latent"
    seeds: tuple[int, ...] = (1, 2, 3, 4)
    references: tuple[int, ...] = ()
    truncation: float = Field(1.0, ge=0, le=2)

    @property
    def rows(self) -> tuple[int, ...]:
        """Places of the pictures that are drawn again, a column each."""
        return chosen_rows(len(self.given), self.shown)

    @property
    def style_rows(self) -> tuple[int, ...]:
        """Seeds, or places of references: a row each."""
        if self.source == "latent":
            return self.seeds
        known = tuple(at for at in self.references if 0 <= at < len(self.given))
        return known or self.rows

    def run(self, system: System, told: Told = untold) -> Rendering:
        stylist = Stylist(system, self.domain)
        pictures: list[Picture] = []

        def keep(made: Picture) -> None:
            pictures.append(made)
            told(len(pictures) - 1, made)

        sources = [self.given[row].images(stylist.device) for row in self.rows]
        has_references = self.source == "reference"
        if has_references:
            keep(np.full_like(_shown(sources[0]), PAPER))
        for source in sources:
            keep(_shown(source))
        for row in self.style_rows:
            if has_references:
                reference = self.given[row].images(stylist.device)
                keep(_shown(reference))
                style = stylist.style_of(reference, self.truncation)
            else:
                style = stylist.style(row, self.truncation)
            for source in sources:
                keep(_shown(stylist.draw(source, style)))
        return rendered(pictures, len(sources) + has_references)


class Stylist:
    """Styles of one domain, and pictures drawn in them."""

    def __init__(self, system: System, domain: int) -> None:
        """Raises InputError: the system draws nothing in styles, or has no such domain."""
        found = capability(system, MovesInStyle)
        if found is None:
            raise InputError(
                "This model draws no pictures in the style of others: choose a run of StarGAN v2."
            )
        _, classes = found.groups[0]
        if domain >= len(classes):
            raise InputError(f"There is no domain {domain}: choose one of {', '.join(classes)}.")
        self._moves = found
        self.device = device_of(system)
        self._domain = torch.tensor([domain], device=self.device)

    def style(self, seed: int, truncation: float) -> Tensor:
        """(1, s) of the latent of a seed."""
        drawn = self._moves.style_latents(1, Random(derive(seed, "style"), self.device))
        return self._near(drawn, truncation)

    def style_of(self, reference: Tensor, truncation: float) -> Tensor:
        """(1, s) of a picture (1, c, h, w)."""
        return self._near(reference, truncation)

    @torch.no_grad()
    def draw(self, images: Tensor, style: Tensor) -> Tensor:
        """Raises InputError: images of another size than the model takes."""
        try:
            return self._moves.move_in_style(images, style)
        except RuntimeError as error:
            raise InputError(
                "The picture is not of the size that this model draws: choose its file again "
                "with this model."
            ) from error

    @torch.no_grad()
    def _near(self, given: Tensor, truncation: float) -> Tensor:
        style = self._moves.styles_from(given, self._domain)
        if truncation == 1:
            return style
        return torch.lerp(self._moves.typical_styles(self._domain), style, truncation)


def _shown(images: Tensor) -> Picture:
    return in_colour(picture(images))
