"""Latents in an order: by what the critic thinks of their pictures, or by how far they are."""

from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import Judges, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold


class Rank(Request):
    """Pictures in order, the best first. The reading "values" has one for each item as given.

    Attributes:
        by: critic: highest score first. distance: nearest to `to` first, in w or z.
    """

    kind: Literal["rank"] = "rank"
    items: tuple[Drawn, ...] = Field(min_length=1)
    by: Literal["critic", "distance"] = "critic"
    to: Latent | None = None
    columns: int = Field(6, ge=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, pictures = Artist(system), []
        for index, item in enumerate(self.items):
            pictures.append(artist.draw(item.latent, item.manner))
            told(index, pictures[-1])
        if self.by == "critic":
            values = self._scores(system, artist, pictures)
            order = sorted(range(len(values)), key=lambda i: -values[i])
        else:
            values = self._distances(artist)
            order = sorted(range(len(values)), key=lambda i: values[i])
        return rendered([pictures[i] for i in order], self.columns, values=tuple(values))

    def _scores(self, system: System, artist: Artist, pictures: list[Picture]) -> list[float]:
        judges = capability(system, Judges)
        if judges is None:
            raise InputError(
                "This model has no critic that scores pictures: sort by distance instead."
            )
        scores = []
        with torch.no_grad():
            for item, pixels in zip(self.items, pictures, strict=True):
                image = to_float(torch.from_numpy(pixels).permute(2, 0, 1)[None])
                label = artist.label(item.latent)
                scores.append(float(judges.judge(image.to(artist.device), label)))
        return scores

    def _distances(self, artist: Artist) -> list[float]:
        if self.to is None:
            raise InputError("Nothing is chosen to measure distances to: choose a latent first.")
        origin = _place(artist, self.to)
        return [float((_place(artist, item.latent) - origin).norm()) for item in self.items]


def _place(artist: Artist, latent: Latent) -> Tensor:
    return artist.styles(latent) if artist.has_styles is not None else artist.z(latent)
