"""Two worlds of points drawn apart: what is translated, and what it is translated to.

The toy of DiscoGAN, Kim et al. 2017, arXiv:1703.05192, sec. 4.1: five Gaussians become ten.
"""

from typing import Annotated, ClassVar, Literal

import torch
from pydantic import Field

from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.curves import SwissRoll, TwoMoons
from ganstudio.data.endless import Drawn, Endless, Modes, Sampler, World
from ganstudio.data.source import Report, Share
from ganstudio.data.worlds import Grid, Ring, TwoGaussians

Plane = Annotated[
    Ring | Grid | TwoGaussians | SwissRoll | TwoMoons,
    Field(discriminator="kind"),
]


class TwoWorlds(World):
    """Points of one world to be translated to another, never in pairs; both have known modes."""

    label: ClassVar[str] = "Two worlds"
    kind: Literal["two_worlds"] = "two_worlds"
    given: Plane = Field(
        Ring(count=5, sigma=0.2), title="Sources", description="The world that is given."
    )
    wanted: Plane = Field(
        Ring(count=10, sigma=0.1),
        title="Targets",
        description="The world that sources are translated to.",
    )

    @property
    def extent(self) -> float:
        return max(self.given.extent, self.wanted.extent)

    def modes(self) -> Modes | None:
        return self.wanted.modes()

    def spec(self) -> DataSpec:
        return DataSpec((2,), source=(2,))

    def sampler(self, device: torch.device) -> Sampler:
        return self.wanted.sampler(device)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Apart":
        report(f"Preparing {self.label.lower()}", 0.0)
        random = torch.Generator(device).manual_seed(derive(seed, "data"))
        return Apart(self.spec(), self._both(device), random, share)

    def _both(self, device: torch.device) -> Sampler:
        """Of rows (4,): a point that is given, then one that is wanted."""
        given, wanted = self.given.sampler(device), self.wanted.sampler(device)

        def sample(count: int, random: torch.Generator) -> Drawn:
            sides = (given(count, random).samples, wanted(count, random).samples)
            return Drawn(torch.cat(sides, 1))

        return sample


class Apart(Endless):
    """Both worlds opened; what stands beside each other does not belong together."""

    def draw(self, count: int) -> Batch:
        return _divided(super().draw(count))

    def reference(self, count: int, seed: int) -> Batch:
        return _divided(super().reference(count, seed))


def _divided(batch: Batch) -> Batch:
    given, wanted = batch.real.chunk(2, 1)
    return Batch(wanted.contiguous(), source=given.contiguous())
