"""The same latents at several truncations, side by side: what variety costs."""

from typing import Literal

from pydantic import Field

from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.edit.vary import Vary

PULLED = (-1.0, -0.5, 0.0, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0)  # ψ towards the mean style
RESAMPLED = (0.1, 0.25, 0.5, 0.7, 0.85, 0.95, 1.0)  # shares of the prior that are kept


class Sweep(Request):
    """A row for each latent, a column for each strength.

    Attributes:
        strengths: of truncation; everything else of the manner holds for all.
        manner: with the strength that is chosen now, which need not be one of them.
        noise_map: of what noise changes, shown beside the sheet; the sheet is the same without it.
    """

    kind: Literal["sweep"] = "sweep"
    latents: tuple[Latent, ...] = Field(min_length=1)
    strengths: tuple[float, ...] = Field(PULLED, min_length=1)
    manner: Manner = PLAIN
    noise_map: Vary | None = None

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, pictures = Artist(system), []
        for latent in self.latents:
            for strength in self.strengths:
                manner = self.manner.model_copy(update={"truncation": strength})
                pictures.append(artist.draw(latent, manner))
                told(len(pictures) - 1, pictures[-1])
        return rendered(pictures, len(self.strengths))
