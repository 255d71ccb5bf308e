"""A picture of a painted label map, in a style that is drawn, read of a picture, or between two."""

from typing import Literal

import numpy as np
import torch
from pydantic import Field, NonNegativeInt, model_validator
from torch import Tensor

from ganstudio.core.capabilities import PaintsInstances, PaintsRegions, PaintsStyles, capability
from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import picture
from ganstudio.edit.features import ClassStyles, spread
from ganstudio.edit.given import Given, device_of
from ganstudio.edit.packed import Packed
from ganstudio.edit.raster import Ids, Limits
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.nn.random import Random

MOST_SIDE = 4096
_PAINTED = 100_000  # ids of what was painted into instances begin here


class PaintStyle(Config):
    """How a map is coloured: by the prior's draw of a seed, or as a picture is.

    Neither: the middle of all styles.
    """

    seed: int | None = Field(None, ge=0)
    image: Given | None = None

    @property
    def name(self) -> str:
        if self.image is not None:
            return self.image.name
        return "Middle" if self.seed is None else f"Seed {self.seed}"


MIDDLE = PaintStyle()


class Paint(Request):
    """What the painting tool shows.

    Attributes:
        regions: (h, w) ids.
        origin: (h, w) ids that the painting began with; the eraser brings them back.
        instances: (h, w) objects of `origin`, where it came with some.
        styles: to choose from.
        style: place of the chosen one.
        toward: place of the one it is blended with; None for none.
        amount: how far it is blended, 0 to 1.
        looks: usual ones of the classes' objects, where the model paints by features.
        locked: ids that strokes pass behind.
        only: the one id that strokes replace; None for any.
    """

    kind: Literal["paint"] = "paint"
    regions: Packed
    origin: Packed | None = None
    instances: Packed | None = None
    styles: tuple[PaintStyle, ...] = Field((MIDDLE,), min_length=1)
    style: int = Field(0, ge=0)
    toward: int | None = Field(None, ge=0)
    amount: float = Field(0.0, ge=0, le=1)
    looks: tuple[ClassStyles, ...] = ()
    locked: tuple[NonNegativeInt, ...] = ()
    only: int | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _fits(self) -> "Paint":
        if len(self.regions.shape) != 2 or min(self.regions.shape) < 1:
            raise ValueError("a label map has rows and columns of ids")
        if max(self.regions.shape) > MOST_SIDE:
            raise ValueError(f"a canvas has at most {MOST_SIDE:,} px a side")
        if max(self.style, self.toward or 0) >= len(self.styles):
            raise ValueError("the chosen style is none of the styles")
        for beside in (self.origin, self.instances):
            if beside is not None and beside.shape != self.regions.shape:
                raise ValueError("label map, origin and instances are of one size")
        return self

    def is_same_picture(self, other: "Paint") -> bool:
        """Whether both make the same picture with one model."""
        return self.seen == other.seen

    @property
    def seen(self) -> tuple[object, ...]:
        """All that its picture depends on."""
        toward = None if self.toward is None or not self.amount else self.styles[self.toward]
        beside = None if self.instances is None else (self.instances, self.origin)
        amount = self.amount if toward is not None else 0.0
        return self.regions, beside, self.styles[self.style], toward, amount, self.looks

    @property
    def limits(self) -> Limits:
        """Where strokes take hold."""
        return Limits(frozenset(self.locked), self.only)

    def with_style(self, style: PaintStyle) -> "Paint":
        """The style added and chosen; the blend is toward the one before."""
        added = self.model_copy(update={"styles": (*self.styles, style)})
        return added.in_style(len(self.styles))

    def in_style(self, place: int) -> "Paint":
        """Another one chosen; the blend is toward the one before."""
        return self.model_copy(update={"style": place, "toward": self.style, "amount": 0.0})

    def without_style(self, place: int) -> "Paint":
        """One style fewer, of at least two; nothing is blended."""
        styles = tuple(style for at, style in enumerate(self.styles) if at != place)
        chosen = min(place, len(styles) - 1)
        return self.model_copy(
            update={"styles": styles, "style": chosen, "toward": None, "amount": 0.0}
        )

    def run(self, system: System, told: Told = untold) -> Rendering:
        painter = capability(system, PaintsRegions)
        if painter is None:
            raise InputError(
                "This model paints no label maps: choose a run of SPADE, pix2pixHD or pix2pix on "
                "label maps."
            )
        device = device_of(system)
        ids = self.regions.array().astype(np.int64)
        if ids.min() < 0 or ids.max() >= len(painter.regions):
            raise InputError(
                f"The label map has the id {int(ids.max())} and this model knows 0 to "
                f"{len(painter.regions) - 1}: it belongs to another model."
            )
        objects = self._objects(ids)
        with torch.no_grad():
            image = painter.paint(
                torch.from_numpy(ids)[None].to(device),
                None if objects is None else torch.from_numpy(objects)[None].to(device),
                self._style(system, device),
                self._features(system, ids, device),
            )
        made = picture(image)
        told(0, made)
        return rendered([made])

    def _objects(self, ids: Ids) -> Ids | None:
        """Objects of the origin where it was left alone; what was painted is one a region."""
        if self.instances is None:
            return None
        origin = self.regions if self.origin is None else self.origin
        kept: Ids = self.instances.array().astype(np.int64)
        return np.where(origin.array() == ids, kept, _PAINTED + ids)

    def _features(self, system: System, ids: Ids, device: torch.device) -> Tensor | None:
        """(1, f, h, w): every object looks as most of its class do."""
        painter = capability(system, PaintsInstances)
        if painter is None or not self.looks:
            return None
        usual = {one.region: one.centres[0] for one in self.looks}
        wrong = next((len(v) for v in usual.values() if len(v) != painter.feature_size), 0)
        if wrong:
            raise InputError(
                f"These looks have {wrong} features and the model's have {painter.feature_size}: "
                "the painting belongs to another model."
            )
        return torch.from_numpy(spread(usual, ids, painter.feature_size))[None].to(device)

    def _style(self, system: System, device: torch.device) -> Tensor | None:
        styles = capability(system, PaintsStyles)
        if styles is None:
            return None
        chosen = _drawn(styles, self.styles[self.style], device)
        if self.toward is None or not self.amount:
            return chosen
        return torch.lerp(chosen, _drawn(styles, self.styles[self.toward], device), self.amount)


def _drawn(styles: PaintsStyles, style: PaintStyle, device: torch.device) -> Tensor:
    """(1, d)."""
    if style.image is not None:
        return styles.style_of(style.image.images(device))
    if style.seed is None:
        return torch.zeros(1, styles.style_size, device=device)
    return styles.styles(1, Random(derive(style.seed, "style"), device))
