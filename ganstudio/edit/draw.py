"""The plainest request: pictures of some latents, each in a manner of its own."""

from typing import Literal

import yaml
from pydantic import Field, ValidationError

from ganstudio.core.config import Config, changes, explain
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

Group = Literal["", "A", "B", "C"]
MOST_TEXT = 4 << 20


class Drawn(Config):
    """A latent and how it is drawn, with what its user thought of it.

    Attributes:
        group: which of the sets of A - B + C it belongs to; empty for none.
    """

    latent: Latent
    manner: Manner = PLAIN
    note: str = ""
    is_starred: bool = False
    group: Group = ""


class Draw(Request):
    """The pictures of a latent board."""

    kind: Literal["draw"] = "draw"
    items: tuple[Drawn, ...] = ()
    columns: int = Field(6, ge=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        if not self.items:
            raise InputError("The latent board is empty: put a latent on it first.")
        artist, pictures = Artist(system), []
        for index, item in enumerate(self.items):
            pictures.append(artist.draw(item.latent, item.manner))
            told(index, pictures[-1])
        return rendered(pictures, self.columns)


def to_text(drawn: Drawn) -> str:
    """A latent and its manner as text that can be sent to somebody."""
    text: str = yaml.safe_dump(
        {"ganstudio-latent": changes(drawn)}, sort_keys=False, allow_unicode=True, width=100
    )
    return text


def from_text(text: str) -> Drawn:
    """The reverse; a number alone is a seed. Raises InputError: the text is no latent."""
    if text.strip().isdecimal():
        return Drawn(latent=Latent(seed=int(text)))
    try:
        found = yaml.safe_load(text[:MOST_TEXT])
        return Drawn.model_validate(found["ganstudio-latent"])
    except ValidationError as error:
        raise InputError(explain(error, Drawn, "The latent")) from error
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise InputError(
            "The text holds no latent: copy one of a picture first, or a seed such as 42."
        ) from error
