"""Settings that the networks of StarGAN v2 share, each described once."""

from typing import Annotated, NamedTuple

from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape

Channels = Annotated[
    int,
    Field(
        ge=1,
        le=1024,
        title="Base channels",
        description="Feature maps at full size; they double with every halving. 64 at 256 px in "
        "Choi 2020, which is 2^14 divided by the side; 16 do for small images.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    ),
]

MaxChannels = Annotated[
    int,
    Field(
        ge=1,
        le=2048,
        title="Most channels",
        description="Where the doubling ends; 512 in Choi 2020.",
        json_schema_extra=hints(log=True, slider=(32, 512)),
    ),
]

StyleWidth = Annotated[
    int,
    Field(
        ge=1,
        le=1024,
        title="Style",
        description="Numbers of a style; 64 in Choi 2020.",
        json_schema_extra=hints(symbol="s", slider=(8, 128)),
    ),
]


class Widths(NamedTuple):
    """Channels in front of the first block and behind each."""

    first: int
    behind: tuple[int, ...]


def widths(channels: int, most: int, count: int) -> Widths:
    """Of `count` blocks, each twice as wide as the one before, up to `most`."""
    behind, last = [], channels
    for _ in range(count):
        last = min(2 * last, most)
        behind.append(last)
    return Widths(channels, tuple(behind))


def halvings_to_four(shape: Shape, network: str) -> int:
    """How often the side of a square image halves to 4 px. Raises InputError for others."""
    side = shape[-1]
    if len(shape) != 3 or shape[1] != side or side < 8 or side & (side - 1):
        raise InputError(
            f"{network} works on square images whose side is a power of 2 from 8 px, and this data "
            f"has {' × '.join(map(str, shape))}: set another image size in the data settings."
        )
    return side.bit_length() - 3
