"""The spaces in which an inversion searches: z, one style for all layers, a style for each."""

from typing import Protocol

import torch
from torch import Tensor

from ganstudio.core.capabilities import Encodes, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed
from ganstudio.metrics.latent_search import Place, off_shell
from ganstudio.nn.random import Random

CLOUD = 1000  # own latents that say where a model's latents lie
SHOWN = 200  # of them, where they are shown one by one
FLOOR = 1e-2  # of the mean variance: directions in which own latents hardly differ


class Searched(Protocol):
    """A space. Variables are what Adam moves: of about unit size in each number."""

    def place(self, labels: Tensor | None) -> Place:
        """What images variables make."""
        ...

    def variables(self, z: Tensor, labels: Tensor | None) -> Tensor:
        """(n, ...) of latents (n, d)."""
        ...

    def guess(self, system: System, images: Tensor) -> Tensor:
        """Variables that the model's encoder gives. Raises InputError: it has none."""
        ...

    def latent(self, variables: Tensor, label: int | None) -> Latent:
        """One that can be kept, of variables (1, ...)."""
        ...

    def editability(self, variables: Tensor) -> float:
        """1 where variables (1, ...) lie as the model's own do, towards 0 far from them."""
        ...

    def own(self) -> Tensor:
        """(n, ...) variables of some of the model's own latents."""
        ...

    def middle(self) -> Tensor:
        """(...) variables in the middle of them: of the mean style, or of z = 0."""
        ...


def searched(artist: Artist, space: str, label: Tensor | None, random: Random) -> Searched:
    """Raises InputError: the model has no styles."""
    with torch.no_grad():
        z = artist.generates.latents(CLOUD, random)
        if space == "z":
            return LatentSpace(artist, z, label)
        if artist.has_styles is None:
            raise InputError("This model has no styles, so no w to search in: choose z.")
        labels = None if label is None else label.expand(CLOUD)
        styles = artist.has_styles.styles(z, labels)[:, 0]
    return StyleSpace(artist, styles, label, by_layer=space == "w+")


class _Cloud:
    """How far from the middle own latents lie, in units of their spread along each axis."""

    def __init__(self, points: Tensor) -> None:
        self._mean = points.mean(0)
        centred = (points - self._mean).double()
        values, vectors = torch.linalg.eigh(centred.t() @ centred / (len(points) - 1))
        values = values.clamp_min(0) + FLOOR * values.mean()
        self._whiten = vectors / values.sqrt()
        self.typical = float(self.distances(points).median())

    def coordinates(self, points: Tensor) -> Tensor:
        return (points - self._mean).double() @ self._whiten

    def distances(self, points: Tensor) -> Tensor:
        """(n,) root mean square of the coordinates of points (n, d)."""
        return self.coordinates(points).square().mean(-1).sqrt()


class LatentSpace:
    """z itself."""

    def __init__(self, artist: Artist, z: Tensor, label: Tensor | None) -> None:
        self._artist, self._cloud, self._label = artist, _Cloud(z), label
        self._own = z[:SHOWN]

    def place(self, labels: Tensor | None) -> Place:
        generates = self._artist.generates
        return Place(lambda z: generates.generate(z, labels), off_shell)

    def variables(self, z: Tensor, labels: Tensor | None) -> Tensor:  # noqa: ARG002
        return z

    def guess(self, system: System, images: Tensor) -> Tensor:
        return encoded(system, images)

    def latent(self, variables: Tensor, label: int | None) -> Latent:
        return Latent(z=Packed.of(variables[0]), label=label)

    def editability(self, variables: Tensor) -> float:
        far = float(self._cloud.distances(variables)[0])
        return min(1.0, self._cloud.typical / max(far, 1e-9))

    def own(self) -> Tensor:
        return self._own

    def middle(self) -> Tensor:
        return torch.zeros_like(self._own[0])


class StyleSpace:
    """w, or w+: styles in units of their spread, around the mean style."""

    def __init__(
        self, artist: Artist, styles: Tensor, label: Tensor | None, *, by_layer: bool
    ) -> None:
        assert artist.has_styles is not None
        self._styled, self._artist, self._label = artist.has_styles, artist, label
        self._cloud = _Cloud(styles)
        self._mean = styles.mean(0)
        self._scale = styles.std(0).square().mean().sqrt()
        self._layers = len(artist.style_sides)
        self._by_layer = by_layer
        self._own = self._moved(styles[:SHOWN])

    def place(self, labels: Tensor | None) -> Place:  # noqa: ARG002
        return Place(
            lambda moved: self._styled.synthesise(self._styles(moved)),
            lambda moved: moved.square().flatten(1).mean(1),
        )

    def variables(self, z: Tensor, labels: Tensor | None) -> Tensor:
        with torch.no_grad():
            styles = self._styled.styles(z, labels)
        moved = (styles - self._mean) / self._scale
        return moved if self._by_layer else moved[:, 0]

    def guess(self, system: System, images: Tensor) -> Tensor:
        z = encoded(system, images)
        return self.variables(z, None if self._label is None else self._label.expand(len(z)))

    def latent(self, variables: Tensor, label: int | None) -> Latent:
        return Latent(styles=Packed.of(self._styles(variables)[0]), label=label)

    def editability(self, variables: Tensor) -> float:
        """Layers that part from each other count as much as leaving the cloud (Tov 2021)."""
        inside = self._cloud.coordinates(self._styles(variables)[0])
        parted = inside.var(0, correction=0).mean()
        far = float((inside.square().mean() + parted).sqrt())
        return min(1.0, self._cloud.typical / max(far, 1e-9))

    def own(self) -> Tensor:
        return self._own

    def middle(self) -> Tensor:
        return torch.zeros_like(self._own[0])

    def _moved(self, styles: Tensor) -> Tensor:
        """Variables of styles (n, d) that are the same in every layer."""
        moved = (styles - self._mean) / self._scale
        return moved[:, None].expand(-1, self._layers, -1) if self._by_layer else moved

    def _styles(self, moved: Tensor) -> Tensor:
        styles = self._mean + moved * self._scale
        return styles if self._by_layer else styles[:, None].expand(-1, self._layers, -1)


def encoded(system: System, images: Tensor) -> Tensor:
    """(n, d) latents that the model's encoder sees in images. Raises InputError: it has none."""
    encodes = capability(system, Encodes)
    if encodes is None:
        raise InputError(
            "This model has no encoder: start from a search, or choose a BiGAN or VEEGAN."
        )
    with torch.no_grad():
        return encodes.encode(images)
