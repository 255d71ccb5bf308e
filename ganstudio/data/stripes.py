"""Two domains that need no download and whose mapping is known: streets, and streets with stripes.

What a translation without pairs should find (Zhu et al. 2017, arXiv:1703.10593) can be measured
here, place by place: both domains have the same mean colours, and B is A with a pattern added.
"""

from typing import ClassVar, Literal

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.rng import derive
from ganstudio.data.batches import DataSpec
from ganstudio.data.pictures import Pictures, Pixels
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store
from ganstudio.data.streets import Streets
from ganstudio.data.unpaired_folder import TwoDomains

STRENGTH = 32
"""Levels of 255 by which a stripe is brighter or darker than the street behind it."""
_IN_A_PICTURE = 4  # bright stripes, and as many dark ones


class Stripes(Config):
    """Streets without and with horizontal stripes, drawn apart; the mapping between is known."""

    label: ClassVar[str] = "Stripes"
    kind: Literal["stripes"] = "stripes"
    size: Literal[32, 64, 128] = Field(
        32,
        title="Image size",
        description="The same streets at every size; 32 px trains on a processor.",
        json_schema_extra=hints(unit="px"),
    )
    count: int = Field(
        500,
        ge=8,
        le=50_000,
        title="Pictures",
        description="How many streets each domain has; no street is in both.",
        json_schema_extra=hints(log=True, slider=(100, 10_000)),
    )
    town: int = Field(
        0,
        ge=0,
        le=2**31,
        title="Town",
        description="Another number gives other streets of the same kind.",
        json_schema_extra=hints(advanced=True),
    )

    def spec(self) -> DataSpec:
        shape = (3, self.size, self.size)
        return DataSpec(shape, size=self.count, source=shape)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "TwoStreets":
        given, wanted = self.domains(report)
        return TwoStreets(
            self.spec(),
            Store(Pictures(wanted), derive(seed, "domain", "b"), device, share),
            Store(Pictures(given), derive(seed, "domain", "a"), device, share),
        )

    def domains(self, report: Report) -> tuple[Pixels, Pixels]:
        """(count, 3, size, size) of A, plain, and of B, striped. Raises DataError, Cancelled."""
        streets = Streets(size=self.size, count=2 * self.count, town=self.town)
        drawn = streets.pictures(report).images
        # Fainter, so that bright and dark stripes fit between black and white.
        faint = np.empty((2 * self.count, 3, self.size, self.size), np.uint8)
        for number, picture in enumerate(drawn):
            faint[number] = np.round(STRENGTH + picture[:3] * ((255 - 2 * STRENGTH) / 255))
        stripes = (STRENGTH * _pattern(self.size).numpy()).astype(np.int16)[:, None]
        return faint[: self.count], (faint[self.count :] + stripes).astype(np.uint8)


class TwoStreets(TwoDomains):
    """Both domains opened, and the truth of what leads from one to the other."""

    def translated(self, source: Tensor) -> Tensor:
        """What pictures of A, (n, 3, h, w) in [-1, 1], are in B."""
        return striped(source)


def striped(images: Tensor) -> Tensor:
    """(n, c, h, w) pictures of A as they look in B; bright and dark are even."""
    return images + _stripes(images)


def unstriped(images: Tensor) -> Tensor:
    """The inverse of `striped`."""
    return images - _stripes(images)


def _stripes(images: Tensor) -> Tensor:
    pattern = _pattern(images.shape[-2]).to(images.device)
    return (STRENGTH / 127.5) * pattern[:, None]


def _pattern(size: int) -> Tensor:
    """(size,) 1 in rows of a bright stripe, -1 in those of a dark one; the first is bright."""
    place = torch.arange(size) * (2 * _IN_A_PICTURE) // size
    return 1.0 - 2.0 * (place % 2)
