"""A plane to wander in: a seed stands at every whole place, and between them their mixtures."""

import math
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

MOST_SEEDS = 1_000_000


class Plane(Request):
    """A window onto the plane.

    Attributes:
        x: to the right, of the window's centre, in seeds.
        y: down.
        spacing: between two pictures, in seeds: 1 shows a seed in each.
        world: another plane for every number.

    A window of one picture has the reading "latent".
    """

    kind: Literal["plane"] = "plane"
    x: float = Field(0.0, ge=-1e6, le=1e6)
    y: float = Field(0.0, ge=-1e6, le=1e6)
    columns: int = Field(7, ge=1, le=32)
    rows: int = Field(5, ge=1, le=32)
    spacing: float = Field(0.5, gt=0, le=4)
    world: int = Field(0, ge=0)
    label: int | None = Field(None, ge=0)
    caption: str = ""
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist, pictures = Artist(system), {}
        nodes: dict[Latent, Tensor] = {}
        places = self.places()
        latent = None
        for index in self.nearest_first():
            latent = self._mixture(artist, places[index], nodes)
            pictures[index] = artist.draw(latent, self.manner)
            told(index, pictures[index])
        drawn = [pictures[index] for index in range(len(places))]
        return rendered(drawn, self.columns, **({"latent": latent} if len(places) == 1 else {}))

    def places(self) -> list[tuple[float, float]]:
        """Where each picture lies, in seeds, row by row."""
        return [
            (
                self.x + (column - (self.columns - 1) / 2) * self.spacing,
                self.y + (row - (self.rows - 1) / 2) * self.spacing,
            )
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def nearest_first(self) -> list[int]:
        """The pictures from the centre outwards."""
        places = self.places()
        return sorted(range(len(places)), key=lambda i: math.dist(places[i], (self.x, self.y)))

    def node(self, x: int, y: int) -> Latent:
        """The seed at a whole place."""
        seed = derive(self.world, "plane", x, y) % MOST_SEEDS
        return Latent(seed=seed, label=self.label, caption=self.caption)

    def _mixture(
        self, artist: Artist, place: tuple[float, float], nodes: dict[Latent, Tensor]
    ) -> Latent:
        corners = self._corners(*place)
        if len(corners) == 1:
            return corners[0][0]
        for latent, _ in corners:
            if latent not in nodes:
                nodes[latent] = self._point(artist, latent)
        weights = torch.tensor([weight for _, weight in corners], device=artist.device)
        points = torch.cat([nodes[latent] for latent, _ in corners])
        if artist.has_styles is not None:
            mean = artist.has_styles.mean_style().to(points)
            mixed = mean + torch.einsum("n,nld->ld", weights, points - mean)
            return Latent(styles=Packed.of(mixed), label=self.label)
        # A sum of normal draws is as far out as one of them once it is divided by this.
        mixed = weights @ points / weights.norm()
        return Latent(z=Packed.of(mixed), label=self.label, caption=self.caption)

    def _corners(self, x: float, y: float) -> list[tuple[Latent, float]]:
        """The seeds around a place with their bilinear weights, without those of no weight."""
        left, top = math.floor(x), math.floor(y)
        across, down = x - left, y - top
        corners = [
            (
                self.node(left + i, top + j),
                (across if i else 1 - across) * (down if j else 1 - down),
            )
            for j in (0, 1)
            for i in (0, 1)
        ]
        return [(latent, weight) for latent, weight in corners if weight > 1e-9]

    @staticmethod
    def _point(artist: Artist, latent: Latent) -> Tensor:
        return artist.styles(latent) if artist.has_styles is not None else artist.z(latent)
