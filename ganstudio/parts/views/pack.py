"""Packing, Lin et al. 2018, arXiv:1712.04086."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource


class Pack(Config):
    """Lets the critic judge several samples at once, so that missing variety shows."""

    label: ClassVar[str] = "Packing"

    kind: Literal["pack"] = "pack"
    count: int = Field(
        2,
        ge=1,
        le=16,
        title="Samples a pack",
        description="How many independent samples one verdict is about. A pack of fakes from a "
        "collapsed generator looks alike where a real one does not (Lin 2018, sec. 3). The batch "
        "counts samples, so the critic sees batch / m packs; the authors' program counts packs, so "
        "compare m at a batch of m times as many samples.",
        json_schema_extra=hints(symbol="m", slider=(1, 4)),
    )

    def build(self, random: RandomSource) -> nn.Module:  # noqa: ARG002
        return Packed(self.count)

    def pack(self) -> int:
        return self.count

    def formula(self) -> tuple[Segment, ...]:
        return (Segment(r"D(x_{1}, \ldots, x_{m})", "critic", "count"),)

    def paper(self) -> str:
        return "Lin 2018, sec. 3"


class Packed(nn.Module):
    """(n, c, ...) to (n / count, count * c, ...): neighbours in the batch become one pack.

    Raises:
        InputError: n is not a multiple of the count.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def forward(self, batch: Tensor) -> Tensor:
        n, channels, *rest = batch.shape
        if n % self.count:
            raise InputError(
                f"A batch of {n} cannot be packed by {self.count}: choose a batch size that is a "
                f"multiple of {self.count}."
            )
        return batch.reshape(n // self.count, self.count * channels, *rest)
