"""Defects painted on a picture of a surface, or taken off: Zhang 2021, arXiv:2103.15158."""

from typing import Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import PaintsDefects, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.given import Given
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.nn.random import Random

Kinds = NDArray[np.uint8]
"""(h, w) the kind that is wanted at every place; the sound one where nothing is."""

VIEWS = ("composite", "mask", "foreground", "overlay")
_TINT = (255, 214, 92)
_VISIBLE = 2.0  # levels of 255 that a place has to change by, to count as changed


class PaintDefects(Request):
    """A surface, and which kind of surface is wanted where.

    Attributes:
        image: (h, w, c) uint8.
        kinds: (h, w) uint8 kinds as the model numbers them.
        opacities: of each kind, how much of it is wanted; 1 where none is told.
        noise_seed: which maps of noise; None for the model's own.
        noise_strength: how much of the noise; 0 for none.
        name: of the picture.

    Pictures are the composite, the mask m, the foreground f and the mask on the composite. The
    readings: "area" of the mask above a half, "outside", the share of unpainted places that the
    layer changes visibly, both in [0, 1], and "followed", the mean mask where each kind is painted,
    None where it is not.
    """

    kind: Literal["defects"] = "defects"
    image: Packed | None = None
    kinds: Packed | None = None
    opacities: tuple[float, ...] = ()
    noise_seed: int | None = Field(None, ge=0)
    noise_strength: float = Field(1.0, ge=0, le=2)
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return self.image is None

    def opacity_of(self, kind: int) -> float:
        return self.opacities[kind] if kind < len(self.opacities) else 1.0

    def run(self, system: System, told: Told = untold) -> Rendering:
        layers = DefectPainter(system).painted(self)
        for index, one in enumerate(layers.views):
            told(index, one)
        return rendered(
            list(layers.views),
            2,
            area=layers.area,
            outside=layers.outside,
            followed=layers.followed,
        )


class RollNoise(Request):
    """The same paint with other noises, to choose from: a composite for each seed."""

    kind: Literal["roll_noise"] = "roll_noise"
    paint: PaintDefects
    seeds: tuple[int, ...] = Field(min_length=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        painter, made = DefectPainter(system), []
        for index, seed in enumerate(self.seeds):
            asked = self.paint.model_copy(update={"noise_seed": seed})
            made.append(painter.painted(asked).views[0])
            told(index, made[-1])
        return rendered(made, len(made))


class DefectLayers(NamedTuple):
    """What was painted.

    Attributes:
        views: pictures (h, w, 3) in the order of VIEWS.
        mask: (h, w) float32 in [0, 1].
        area: share of places where the mask is above a half.
        outside: share of unpainted places that changed visibly.
        followed: mean mask where each kind is painted; None where it is not.
    """

    views: tuple[Picture, ...]
    mask: NDArray[np.float32]
    area: float
    outside: float
    followed: tuple[float | None, ...]


class DefectPainter:
    """Paints requests with a system in evaluation mode."""

    def __init__(self, system: System) -> None:
        """Raises InputError: the system paints no defects."""
        paints = capability(system, PaintsDefects)
        if paints is None:
            raise InputError("This model paints no defects: choose a run of Defect-GAN.")
        self.paints: PaintsDefects = paints
        self.device = next(next(iter(system.players.values())).parameters()).device

    @torch.no_grad()
    def painted(self, asked: PaintDefects) -> DefectLayers:
        """Raises InputError: there is no picture, or the kinds do not fit it."""
        if asked.image is None:
            raise InputError("There is no surface to paint on yet: take a normal picture.")
        image = Given(name=asked.name or "The picture", picture=asked.image).images(self.device)
        kinds = self._kinds(asked, image)
        control = control_map(kinds, asked, len(self.paints.kinds), self.paints.sound)
        noise = self._noise(asked)
        made, foreground, mask = self.paints.paint(
            image, torch.from_numpy(control)[None].to(self.device), noise
        )
        layers = _layers(asked.image.array(), kinds == self.paints.sound, made, foreground, mask)
        found = [layers.mask[kinds == kind] for kind in range(len(self.paints.kinds))]
        followed = tuple(float(one.mean()) if one.size else None for one in found)
        return layers._replace(followed=followed)

    def _kinds(self, asked: PaintDefects, image: Tensor) -> Kinds:
        sides = tuple(image.shape[2:])
        if asked.kinds is None:
            return np.full(sides, self.paints.sound, np.uint8)
        kinds = asked.kinds.array()
        if kinds.shape != sides or kinds.max(initial=0) >= len(self.paints.kinds):
            raise InputError(
                f"The paint is {kinds.shape} with classes up to {kinds.max(initial=0)}; the "
                f"picture is {sides} and the model's classes go to {len(self.paints.kinds) - 1}: "
                "the edit belongs to another model."
            )
        return kinds.astype(np.uint8)

    def _noise(self, asked: PaintDefects) -> tuple[Tensor, ...] | None:
        if asked.noise_seed is None and asked.noise_strength == 1:
            return None
        random = Random(derive(asked.noise_seed or 0, "defect noise"), self.device)
        return tuple(asked.noise_strength * one for one in self.paints.draw_noise(1, random))


def control_map(kinds: Kinds, asked: PaintDefects, count: int, sound: int) -> NDArray[np.float32]:
    """(count, h, w) shares that sum to 1: what a kind's opacity leaves is sound."""
    control = np.zeros((count, *kinds.shape), np.float32)
    for kind in range(count):
        where = kinds == kind
        opacity = 1.0 if kind == sound else asked.opacity_of(kind)
        control[kind][where] += opacity
        control[sound][where] += 1 - opacity
    return control


def shares(kinds: Kinds, count: int) -> tuple[float, ...]:
    """Of the picture, by kind."""
    found = np.bincount(kinds.ravel(), minlength=count)[:count] / max(kinds.size, 1)
    return tuple(float(one) for one in found)


def is_painted(system: System, asked: PaintDefects) -> bool:
    """Whether anything but a sound surface is asked for anywhere."""
    paints = capability(system, PaintsDefects)
    return (
        paints is not None
        and asked.kinds is not None
        and bool((asked.kinds.array() != paints.sound).any())
    )


def restored(asked: PaintDefects, composite: Picture, sound: int) -> PaintDefects:
    """Take off what is on a picture (h, w, c): sound is asked for everywhere."""
    assert asked.image is not None  # a composite is of a surface
    channels = asked.image.shape[-1]
    kinds = np.full(composite.shape[:2], sound, np.uint8)
    image = Packed.of(np.ascontiguousarray(composite[..., :channels]))
    return asked.model_copy(update={"image": image, "kinds": Packed.of(kinds), "opacities": ()})


def _layers(
    before: Picture, unpainted: NDArray[np.bool_], made: Tensor, foreground: Tensor, mask: Tensor
) -> DefectLayers:
    shares_of_mask = mask[0, 0].clamp(0, 1).cpu().numpy().astype(np.float32)
    composite = _coloured(picture(made))
    moved = np.abs(picture(made).astype(np.float32) - before.astype(np.float32)).mean(-1)
    outside = float((moved[unpainted] > _VISIBLE).mean()) if unpainted.any() else 0.0
    grey = np.rint(shares_of_mask * 255).astype(np.uint8)[..., None]
    tinted = composite + 0.8 * shares_of_mask[..., None] * (np.array(_TINT) - composite)
    overlay = np.rint(tinted).clip(0, 255).astype(np.uint8)
    views = composite, _coloured(grey), _coloured(picture(foreground)), overlay
    return DefectLayers(views, shares_of_mask, float((shares_of_mask > 0.5).mean()), outside, ())


def _coloured(one: Picture) -> Picture:
    return one if one.shape[-1] == 3 else np.repeat(one, 3, -1)
