"""From one class to another, from one sentence to another, with the latent held."""

from typing import Literal

import torch
from pydantic import Field

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold


class Said(Config):
    """What is asked for: a weight for each class, or a caption."""

    weights: tuple[float, ...] = ()
    caption: str = ""


class Describe(Request):
    """A row for each latent, from what is asked for first to what is asked for last.

    Attributes:
        latents: their own classes and captions are passed over.
        start: the left column.
        end: the right one; None for one column.
        columns: with both ends.
    """

    kind: Literal["describe"] = "describe"
    latents: tuple[Latent, ...] = Field(min_length=1)
    start: Said = Said()
    end: Said | None = None
    columns: int = Field(7, ge=2, le=64)
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, pictures = Artist(system), []
        for latent in self.latents:
            for amount in self.amounts():
                pictures.append(self._draw(artist, latent, amount))
                told(len(pictures) - 1, pictures[-1])
        return rendered(pictures, len(self.amounts()))

    def amounts(self) -> tuple[float, ...]:
        """How far towards the end each column is, from 0 to 1."""
        if self.end is None:
            return (0.0,)
        return tuple(column / (self.columns - 1) for column in range(self.columns))

    def latent(self, latent: Latent, amount: float) -> Latent:
        """A latent in the words of a column, where classes are asked for."""
        start, end = self.start.weights, (self.end or self.start).weights
        blend = tuple(a + amount * (b - a) for a, b in zip(start, end, strict=True))
        return latent.model_copy(update={"label": None, "blend": blend, "caption": ""})

    def _draw(self, artist: Artist, latent: Latent, amount: float) -> Picture:
        if artist.captioned is not None:
            return self._depicted(artist, latent, amount)
        classes = artist.generates.classes
        if not classes:
            raise InputError(
                "This model knows neither classes nor captions: choose a run of a conditional or a "
                "text to image system."
            )
        if latent.styles is not None:
            raise InputError(
                "A latent of one style for each layer holds its class already: choose one of a "
                "seed."
            )
        return artist.draw(self.latent(latent, amount), self.manner)

    def _depicted(self, artist: Artist, latent: Latent, amount: float) -> Picture:
        start = artist.condition(self.start.caption)
        if amount == 0 or self.end is None:
            return artist.draw_z(artist.z(latent), self.manner, caption=start)
        end = artist.condition(self.end.caption)
        return artist.draw_z(artist.z(latent), self.manner, caption=torch.lerp(start, end, amount))
