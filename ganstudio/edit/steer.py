"""Pictures that are moved along directions of their latent space."""

from typing import Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.directions import Direction, check_fit
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

FARTHEST = 10.0  # sigma


class Move(Config):
    """A direction and how far along it, in sigma."""

    direction: Direction
    amount: float = Field(0.0, ge=-FARTHEST, le=FARTHEST)


class Steer(Request):
    """Latents, each moved along all directions by the amount of each.

    Attributes:
        latents: what is moved.
        moves: every direction at hand; one of amount 0 changes nothing.
        manner: how all of them are drawn.
    """

    kind: Literal["steer"] = "steer"
    latents: tuple[Latent, ...] = Field(min_length=1)
    moves: tuple[Move, ...] = ()
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        """Readings: `latents`, where each picture lies now."""
        artist = Artist(system)
        pictures, places = [], []
        for index, latent in enumerate(self.latents):
            place = steered(artist, latent, self.moves)
            pictures.append(drawn_at(artist, latent, place, self.manner))
            places.append(written(artist, latent, place))
            told(index, pictures[-1])
        return rendered(pictures, len(pictures), latents=tuple(places))

    def with_move(self, index: int, move: Move) -> "Steer":
        moves = (*self.moves[:index], move, *self.moves[index + 1 :])
        return self.model_copy(update={"moves": moves})

    @property
    def title(self) -> str:
        """Which directions are in use, in words."""
        used = [move for move in self.moves if move.amount]
        words = [f"{move.direction.name} {signed(move.amount)}" for move in used]
        return ", ".join(words) or "As it was drawn"


class Strip(Request):
    """One picture at several amounts of one direction, the others as they are.

    Attributes:
        steer: whose first latent is shown.
        chosen: which of its moves is swept.
        amounts: in sigma, one for each picture.
    """

    kind: Literal["direction_strip"] = "direction_strip"
    steer: Steer
    chosen: int = Field(0, ge=0)
    amounts: tuple[float, ...] = Field((-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0), min_length=1)

    @model_validator(mode="after")
    def _shows_something(self) -> "Strip":
        if self.chosen >= len(self.steer.moves):
            raise ValueError(f"there is no move {self.chosen}")
        return self

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, move = Artist(system), self.steer.moves[self.chosen]
        latent, pictures = self.steer.latents[0], []
        for index, amount in enumerate(self.amounts):
            here = move.model_copy(update={"amount": amount})
            moves = self.steer.with_move(self.chosen, here).moves
            place = steered(artist, latent, moves)
            pictures.append(drawn_at(artist, latent, place, self.steer.manner))
            told(index, pictures[-1])
        return rendered(pictures, len(pictures))


def steered(artist: Artist, latent: Latent, moves: tuple[Move, ...]) -> Tensor:
    """Where a latent comes to lie: (1, layers, d) styles, or (1, d) z of a model without styles.

    Raises InputError: a direction does not fit the model or the latent.
    """
    used = tuple(move for move in moves if move.amount)
    for move in used:
        check_fit(move.direction, artist)
    in_z = [move for move in used if move.direction.space == "z"]
    if artist.has_styles is None:
        return _moved_z(artist, latent, in_z)
    styles = artist.styles(latent) if not in_z else _styles_of_moved_z(artist, latent, in_z)
    for move in used:
        if move.direction.space == "w":
            styles = moved_styles(styles, move)
    return styles


def moved_styles(styles: Tensor, move: Move) -> Tensor:
    """Styles (n, layers, d), the direction's layers moved by it. Raises InputError: no layers."""
    first, last = move.direction.layers or (0, styles.shape[1] - 1)
    if first >= styles.shape[1]:
        raise InputError(
            f"{move.direction.name} acts from layer {first + 1} on and the model has "
            f"{styles.shape[1]}: choose coarser layers."
        )
    is_moved = torch.zeros(styles.shape[1], 1, device=styles.device)
    is_moved[first : last + 1] = 1
    return styles + is_moved * move.direction.step(move.amount).to(styles)


def drawn_at(artist: Artist, latent: Latent, place: Tensor, manner: Manner) -> Picture:
    """The picture of what `steered` gave."""
    if artist.has_styles is not None:
        return artist.draw_styles(place, manner)
    caption = latent.caption or None
    return artist.draw_z(place, manner, label=artist.label(latent), caption=caption)


def written(artist: Artist, latent: Latent, place: Tensor) -> Latent:
    """What `steered` gave as a latent that can be kept."""
    packed = Packed.of(place[0].to(torch.float32))
    kept = {"label": latent.label, "caption": latent.caption}
    if artist.has_styles is not None:
        return Latent(styles=packed, **kept)
    return Latent(z=packed, **kept)


def signed(amount: float) -> str:
    """+1.4 or −0.6."""
    return f"{amount:+.1f}".replace("-", "−")


def _moved_z(artist: Artist, latent: Latent, moves: list[Move]) -> Tensor:
    z = artist.z(latent)
    for move in moves:
        z = z + move.direction.step(move.amount).to(z)
    return z


def _styles_of_moved_z(artist: Artist, latent: Latent, moves: list[Move]) -> Tensor:
    assert artist.has_styles is not None
    with torch.no_grad():
        return artist.has_styles.styles(_moved_z(artist, latent, moves), artist.label(latent))
