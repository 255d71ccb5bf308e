"""Finding directions without looking: principal components, weights, differences, boundaries.

PCA: GANSpace, Härkönen et al. 2020, arXiv:2004.02546. Weights: SeFa, Shen and Zhou 2021,
arXiv:2007.06600. Boundaries: InterFaceGAN, Shen et al. 2020, arXiv:1907.10786, by logistic
regression instead of a support vector machine.
"""

from typing import Literal, NamedTuple

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import Classifies, Judges, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.directions import Direction, Space, along
from ganstudio.edit.factors import FACTORS, measured
from ganstudio.edit.latents import Latent
from ganstudio.edit.layers import first_features, first_weight, style_weights
from ganstudio.edit.request import Rendering, Request, Told, untold
from ganstudio.nn.random import Random

AT_ONCE = 50  # pictures
RIDGE = 1e-2  # of the logistic regression, so that separable sets have an answer
ROUNDS = 25
HELD_BACK = 5  # every fifth
_NO_PICTURES = torch.zeros(0, 1, 1, 1, dtype=torch.uint8)

Asked = Literal["size", "width", "height", "across", "down", "brightness", "contrast", "slant",
                "redness", "greenness", "blueness", "critic", "class", "sets"]  # fmt: skip


class Find(Request):
    """Directions of one method; nothing is drawn.

    Attributes:
        source: the method.
        count: how many, of those methods that give several.
        samples: latents that PCA, boundaries and sigmas are estimated from.
        layers: first and last that are moved, and whose weights are read; None for all.
        label: class of all samples, where there are classes.
        first: set A of a difference or boundary.
        second: set B.
        asked: what a boundary separates: sets A and B, or samples with much and little of it.
        wanted: the class, where `asked` is one.
    """

    kind: Literal["find_directions"] = "find_directions"
    source: Literal["pca", "sefa", "difference", "boundary"] = "pca"
    count: int = Field(8, ge=1, le=64)
    samples: int = Field(2000, ge=16, le=50_000)
    seed: int = Field(0, ge=0)
    layers: tuple[int, int] | None = None
    label: int | None = Field(None, ge=0)
    first: tuple[Latent, ...] = ()
    second: tuple[Latent, ...] = ()
    asked: Asked = "sets"
    wanted: int = Field(0, ge=0)

    def run(self, system: System, told: Told = untold) -> Rendering:
        """Readings: `directions`, the strongest first."""
        cloud = Cloud.of(system, self)
        match self.source:
            case "pca":
                found = _components(system, cloud, self)
            case "sefa":
                found = _factors_of_weights(system, cloud, self)
            case "difference":
                found = [_difference(cloud, self)]
            case "boundary":
                found = [_boundary(system, cloud, self, told)]
        layers = self.layers if cloud.space == "w" else None
        directions = tuple(one.model_copy(update={"layers": layers}) for one in found)
        return Rendering(_NO_PICTURES.numpy(), 1, {"directions": directions})


class Cloud(NamedTuple):
    """Where a model's own latents lie: (n, d) in the space in which directions are found."""

    artist: Artist
    space: Space
    z: Tensor
    points: Tensor
    label: Tensor | None

    @classmethod
    def of(cls, system: System, find: Find) -> "Cloud":
        artist = Artist(system)
        label = artist.label(Latent(seed=0, label=find.label))
        random = Random(derive(find.seed, "directions"), artist.device)
        with torch.no_grad():
            z = artist.generates.latents(find.samples, random)
            if artist.has_styles is None:
                return cls(artist, "z", z, z, label)
            labels = None if label is None else label.expand(len(z))
            return cls(artist, "w", z, artist.has_styles.styles(z, labels)[:, 0], label)

    def place(self, latent: Latent) -> Tensor:
        """(d,) of a latent; of styles that differ by layer their mean."""
        if self.space == "z":
            return self.artist.z(latent)[0]
        return self.artist.styles(latent)[0].mean(0)

    def images(self, rows: slice) -> Tensor:
        """(n, c, h, w) of some of the samples."""
        some = self.z[rows]
        labels = None if self.label is None else self.label.expand(len(some))
        with torch.no_grad():
            return self.artist.generates.generate(some, labels)


def _components(system: System, cloud: Cloud, find: Find) -> list[Direction]:
    """GANSpace: principal axes of w; in z, what moves those of the first layer's features."""
    label = cloud.label
    seen = cloud.points if cloud.space == "w" else first_features(
        system, cloud.artist, cloud.points, label
    )  # fmt: skip
    centred = (seen - seen.mean(0)).double()
    values, vectors = torch.linalg.eigh(centred.t() @ centred / (len(centred) - 1))
    values, vectors = values.flip(0), vectors.flip(1)
    count = min(find.count, int((values > values[0] * 1e-9).sum()))
    axes = vectors[:, :count].t()
    if cloud.space == "z":
        # Section 3.2: the latents that regress best on the coordinates along each axis.
        coordinates = centred @ axes.t()
        own = (cloud.points - cloud.points.mean(0)).double()
        axes = torch.linalg.lstsq(coordinates, own).solution
    shares = (values / values.sum()).tolist()
    return [
        _named(cloud, _facing(axis), f"Component {at + 1}", "pca", shares[at])
        for at, axis in enumerate(axes)
    ]


def _factors_of_weights(system: System, cloud: Cloud, find: Find) -> list[Direction]:
    """SeFa, eq. 6: eigenvectors of AᵀA, A the weights that read the style, or z."""
    if cloud.space == "w":
        by_layer = style_weights(system, cloud.artist)
        first, last = find.layers or (0, len(by_layer) - 1)
        chosen = [weight for layer in by_layer[first : last + 1] for weight in layer]
        if not chosen:
            raise InputError(
                f"Layers {first + 1} to {last + 1} read no style: choose a wider range."
            )
        weight = torch.cat(chosen)
    else:
        width = cloud.points.shape[1]
        weight = first_weight(system, cloud.artist, cloud.label, width)
    matrix = weight.double()
    values, vectors = torch.linalg.eigh(matrix.t() @ matrix)
    values, vectors = values.flip(0), vectors.flip(1)
    count = min(find.count, int((values > values[0] * 1e-9).sum()))
    return [
        _named(cloud, _facing(vectors[:, at]), f"Factor {at + 1}", "sefa", float(values[at]))
        for at in range(count)
    ]


def _difference(cloud: Cloud, find: Find) -> Direction:
    """Mean of A minus mean of B."""
    first, second = _sets(cloud, find)
    return _named(cloud, first.mean(0) - second.mean(0), "A − B", "difference",
                  len(first) + len(second))  # fmt: skip


def _boundary(system: System, cloud: Cloud, find: Find, told: Told) -> Direction:
    """The normal of the plane that separates much from little, or A from B."""
    if find.asked == "sets":
        first, second = _sets(cloud, find)
        points = torch.cat([first, second])
        is_first = torch.arange(len(points)) < len(first)
        name = "B to A"
    else:
        scores = _scores(system, cloud, find, told)
        points, is_first = _halves(cloud.points, scores)
        name = find.asked.capitalize() if find.asked != "class" else f"Class {find.wanted}"
    normal, right = separated(points, is_first)
    return _named(cloud, normal, name, "boundary", right)


def separated(points: Tensor, is_first: Tensor) -> tuple[Tensor, float]:
    """Logistic regression by Newton's method on coordinates of unit spread.

    Args:
        points: (n, d).
        is_first: (n,) bool; both kinds must be there.

    Returns:
        (d,) in the units of the points, towards the first kind; and the share that lies right, of
        a fifth that was held back where there are enough of them.
    """
    test = torch.arange(len(points)) % HELD_BACK == 0
    if len(points) < 4 * HELD_BACK:
        weights = _regression(points, is_first)
        test[:] = True
    else:
        weights = _regression(points[~test], is_first[~test])
    x = points[test].detach().cpu().double()
    right = ((x @ weights[:-1] + weights[-1] > 0) == is_first[test].cpu()).double().mean()
    return weights[:-1], float(right)


def _regression(points: Tensor, is_first: Tensor) -> Tensor:
    """(d + 1,) normal and offset."""
    x = points.detach().cpu().double()
    centre, scale = x.mean(0), x.std(0).clamp_min(1e-12)
    design = torch.cat([(x - centre) / scale, torch.ones(len(x), 1, dtype=torch.float64)], 1)
    wanted = is_first.cpu().double()
    held = torch.full((design.shape[1],), RIDGE * len(x), dtype=torch.float64)
    held[-1] = 0.0
    weights = torch.zeros(design.shape[1], dtype=torch.float64)
    for _ in range(ROUNDS):
        chance = torch.sigmoid(design @ weights)
        slope = design.t() @ (chance - wanted) + held * weights
        bend = (design.t() * (chance * (1 - chance))) @ design + torch.diag(held + 1e-9)
        step = torch.linalg.solve(bend, slope)
        weights = weights - step
        if float(step.abs().max()) < 1e-10:
            break
    normal = weights[:-1] / scale
    return torch.cat([normal, (weights[-1] - centre @ normal)[None]])


def _sets(cloud: Cloud, find: Find) -> tuple[Tensor, Tensor]:
    if not find.first or not find.second:
        raise InputError(
            "Put at least one picture of the board in set A and one in set B first: select them "
            "and press Enter or Shift+Enter."
        )
    first = torch.stack([cloud.place(latent) for latent in find.first])
    second = torch.stack([cloud.place(latent) for latent in find.second])
    return first, second


def _halves(points: Tensor, scores: Tensor) -> tuple[Tensor, Tensor]:
    """The quarter with most and the quarter with least; those between say little."""
    order = scores.argsort()
    quarter = max(len(order) // 4, 1)
    chosen = torch.cat([order[-quarter:], order[:quarter]])
    return points[chosen.to(points.device)], torch.arange(2 * quarter) < quarter


def _scores(system: System, cloud: Cloud, find: Find, told: Told) -> Tensor:
    """(n,) how much of what is asked for every sample has."""
    judges, classifies = capability(system, Judges), capability(system, Classifies)
    if find.asked == "critic" and judges is None:
        raise InputError("This model has no critic that judges: separate by something else.")
    if find.asked == "class" and classifies is None:
        raise InputError("This model names no classes: separate by something else.")
    scores: list[Tensor] = []
    for start in range(0, len(cloud.z), AT_ONCE):
        images = cloud.images(slice(start, start + AT_ONCE))
        told(start, _first(images))
        with torch.no_grad():
            if find.asked == "critic" and judges is not None:
                labels = None if cloud.label is None else cloud.label.expand(len(images))
                scores.append(judges.judge(images, labels).cpu())
            elif find.asked == "class" and classifies is not None:
                scores.append(_class_column(classifies.classify(images), find.wanted))
            else:
                scores.append(measured(images)[:, FACTORS.index(find.asked)])
    return torch.cat(scores)


def _class_column(chances: Tensor, wanted: int) -> Tensor:
    if wanted >= chances.shape[1]:
        raise InputError(f"Classes go from 0 to {chances.shape[1] - 1}; {wanted} is not one.")
    return chances[:, wanted].cpu()


def _first(images: Tensor) -> Picture:
    shown: Picture = images[:1].clamp(-1, 1).add(1).mul(127.5).byte()[0].permute(1, 2, 0).numpy(
        force=True
    )  # fmt: skip
    return shown


def _named(
    cloud: Cloud, vector: Tensor, name: str, source: Literal["pca", "sefa", "difference",
    "boundary"], strength: float,
) -> Direction:  # fmt: skip
    found = along(vector, cloud.points, name, source, cloud.space)
    return found.model_copy(update={"strength": strength})


def _facing(vector: Tensor) -> Tensor:
    """An eigenvector has no sign of its own: its largest number is made positive."""
    return vector * vector[vector.abs().argmax()].sign()
