"""The plainest request: pictures of some latents, each in a manner of its own."""

from typing import Literal

from pydantic import Field

from ganstudio.core.config import Config
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold


class Drawn(Config):
    """A latent and how it is drawn, with what its user thought of it."""

    latent: Latent
    manner: Manner = PLAIN
    note: str = ""
    is_starred: bool = False


class Draw(Request):
    """The pictures of a latent board."""

    kind: Literal["draw"] = "draw"
    items: tuple[Drawn, ...] = Field(min_length=1)
    columns: int = Field(6, ge=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, pictures = Artist(system), []
        for index, item in enumerate(self.items):
            pictures.append(artist.draw(item.latent, item.manner))
            told(index, pictures[-1])
        return rendered(pictures, self.columns)
