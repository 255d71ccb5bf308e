"""Style mixing: some layers of one picture in the style of another, Karras 2019, section 3.1."""

from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold


class Mix(Request):
    """A grid: rows give the styles of the chosen layers, columns all others.

    Attributes:
        sources: one for each row.
        destinations: one for each column.
        layers: taken from the source; none leaves the destination, all give the source.
    """

    kind: Literal["mix"] = "mix"
    sources: tuple[Latent, ...] = Field(min_length=1)
    destinations: tuple[Latent, ...] = Field(min_length=1)
    layers: tuple[int, ...] = ()
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist = Artist(system)
        rows = [artist.styles(latent) for latent in self.sources]
        columns = [artist.styles(latent) for latent in self.destinations]
        pictures = []
        for source in rows:
            for destination in columns:
                mixed = crossed(source, destination, self.layers)
                pictures.append(artist.draw_styles(mixed, self.manner))
                told(len(pictures) - 1, pictures[-1])
        return rendered(pictures, len(columns))


def crossed(source: Tensor, destination: Tensor, layers: tuple[int, ...]) -> Tensor:
    """Styles (n, layers, d) of the destination with some layers of the source's."""
    chosen = torch.zeros(destination.shape[1], dtype=torch.bool, device=destination.device)
    chosen[[layer for layer in layers if 0 <= layer < len(chosen)]] = True
    return torch.where(chosen[:, None], source, destination)
