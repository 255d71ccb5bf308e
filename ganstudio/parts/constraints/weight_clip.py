"""Weight clipping, Arjovsky et al. 2017, arXiv:1701.07875, algorithm 1."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment


class WeightClip(Config):
    """Holds every weight of the critic within a small box after each update.

    A bounded slope makes it Lipschitz, because the space of data is convex.
    """

    label: ClassVar[str] = "Weight clipping"

    kind: Literal["weight_clip"] = "weight_clip"
    limit: float = Field(
        0.01,
        gt=0,
        le=10,
        title="Limit",
        description="Weights stay within ± this. Large limits make critics that take long to "
        "train, small ones let gradients vanish (Arjovsky 2017, sec. 3). 0.01 in algorithm 1; with "
        "the ± 1 of some slides the critic becomes far too steep.",
        json_schema_extra=hints(symbol="c", live=True, log=True, slider=(0.001, 1.0)),
    )
    affine: bool = Field(
        True,
        title="Clip biases and gains too",
        description="The authors' program clips every parameter, the biases and the gains of "
        "normalisations included; switched off, only matrices and kernels are clipped.",
        json_schema_extra=hints(advanced=True, live=True),
    )

    def prepare(self, network: nn.Module) -> None:
        """The initial weights are clipped too: the first update starts inside the box."""
        self.enforce(network)

    @torch.no_grad()
    def enforce(self, network: nn.Module) -> None:
        weights = [w.detach() for w in network.parameters() if self.affine or w.dim() > 1]
        if weights:
            torch._foreach_clamp_min_(weights, -self.limit)
            torch._foreach_clamp_max_(weights, self.limit)

    def formula(self) -> tuple[Segment, ...]:
        return (
            Segment("w", "critic"),
            Segment(r"\leftarrow\mathrm{clip}("),
            Segment("w", "critic"),
            Segment(", -c, c)", path="limit"),
        )

    def paper(self) -> str:
        return "Arjovsky 2017, algorithm 1"
