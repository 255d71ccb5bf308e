"""The generator of vid2vid, Wang et al. 2018, arXiv:1808.06601, sec. 3.1 and 3.3."""

from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.hourglass import hourglass, narrowing, residual_blocks, to_image, unit, widening
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.maps import MapNorm, reflected
from ganstudio.nn.warp import warped


class Frame(NamedTuple):
    """A frame and what it was made of.

    Attributes:
        image: (n, c, h, w).
        raw: the frame as it would be painted from nothing.
        flow: (n, 2, h, w) pixels from each place to where the frame before shows it, or None.
        fresh: (n, 1, h, w) in (0, 1): how much of `raw` is taken, or None where it is all.
    """

    image: Tensor
    raw: Tensor
    flow: Tensor | None = None
    fresh: Tensor | None = None

    def behind(self, foreground: Tensor, mask: Tensor) -> "Frame":
        """The frame with a picture (n, c, h, w) in front of it, where the mask (n, 1, h, w) is."""
        image, raw = (torch.lerp(there, foreground, mask) for there in (self.image, self.raw))
        return self._replace(image=image, raw=raw)


class FramePainter(Config):
    """The next frame: the one before it moved by a flow, and paint where that does not do."""

    label: ClassVar[str] = "vid2vid"

    kind: Literal["frames"] = "frames"
    channels: int = Field(
        128,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps at full size; they double with every halving. 128 in the "
        "program; 8 learn small scenes on a processor.",
        json_schema_extra=hints(log=True, slider=(4, 128)),
    )
    halvings: int = Field(
        3,
        ge=1,
        le=5,
        title="Halvings",
        description="3 in the program.",
        json_schema_extra=hints(slider=(1, 4)),
    )
    blocks: int = Field(
        9,
        ge=0,
        le=32,
        title="Residual blocks",
        description="One half reads the maps and the frames before, the other paints; 9 in the "
        "program.",
        json_schema_extra=hints(slider=(2, 12)),
    )
    flow: bool = Field(
        True,
        title="Flow",
        description="Take from the frame before what has only moved (Wang 2018, eq. 4); without "
        "it each frame is painted whole.",
    )
    reach: float = Field(
        20.0,
        gt=0,
        le=100,
        title="Reach of the flow",
        description="Pixels for an output of 1: 20 in the program, whose pictures are 512 px high "
        "and more; where things move by a pixel or two, so large a factor makes the flow jump.",
        json_schema_extra=hints(unit="px", log=True, slider=(1, 40), advanced=True),
    )
    foreground: bool = Field(
        False,
        title="Foreground apart",
        description="A network of its own paints the classes in the foreground, which move too "
        "far for a flow (Wang 2018, sec. 3.3).",
    )
    norm: MapNorm = Field(
        "batch", title="Normalisation", description="Behind every layer but the last."
    )

    def build(self, maps: int, before: int, shape: Shape) -> "FrameNetwork":
        """A module (maps (n, maps, h, w), frames before (n, before, h, w)) -> Frame.

        With no channels before, each frame is painted of its maps alone, and nothing flows.

        Raises:
            InputError: the sides of the shape do not halve that often.
        """
        step = 1 << self.halvings
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"A frame painter with {self.halvings} halvings makes pictures whose sides are "
                f"multiples of {step} px, and this data has {' × '.join(map(str, shape))}: set "
                "another image size or fewer halvings."
            )
        network = FrameNetwork(self, maps, before, shape[0])
        initialise_dcgan(network)
        return network

    def summary(self) -> str:
        return f"vid2vid {self.channels}{', flow' if self.flow else ''}"


class FrameNetwork(nn.Module):
    """Maps of some frames, and the frames before the last of them, to the last one's picture."""

    prefers_channels_last = True

    def __init__(self, part: FramePainter, maps: int, before: int, colours: int) -> None:
        super().__init__()
        self.colours = colours
        self.reach = part.reach
        self.reads_maps = _reader(part, maps)
        self.reads_before = _reader(part, before) if before else None
        self.painter = Branch(part)
        self.to_image = to_image(part.channels, colours)
        flows = part.flow and before > 0
        self.mover = Branch(part) if flows else None
        self.to_flow = reflected(part.channels, 2, 7) if flows else None
        self.to_fresh = (
            nn.Sequential(reflected(part.channels, 1, 7), nn.Sigmoid()) if flows else None
        )
        self.foreground = Foreground(part, maps, colours) if part.foreground else None

    def forward(
        self,
        maps: Tensor,
        before: Tensor,
        foreground: Tensor | None = None,
        *,
        from_corners: bool = True,
    ) -> Frame:
        """Paint a frame.

        Args:
            maps: (n, maps, h, w), the oldest frame's first.
            before: (n, before, h, w), the oldest frame's colours first.
            foreground: (n, 1, h, w), 1 where the foreground's own network paints.
            from_corners: how the flow counts, see `warped`.
        """
        frame = self.follow(self.reads_maps(maps), before, from_corners=from_corners)
        if self.foreground is None or foreground is None:
            return frame
        return frame.behind(self.foreground(maps), foreground)

    def follow(self, read: Tensor, before: Tensor, *, from_corners: bool = True) -> Frame:
        """Paint a frame, without a foreground apart, of what `reads_maps` made of its maps.

        That needs no frame before, so that the maps of a whole film can be read at once.
        """
        if self.reads_before is not None:
            read = read + self.reads_before(before)
        raw = self.to_image(self.painter(read))
        if self.mover is None or self.to_flow is None or self.to_fresh is None:
            return Frame(raw, raw)
        moves = self.mover(read)
        flow, fresh = self.reach * self.to_flow(moves), self.to_fresh(moves)
        moved = warped(before[:, -self.colours :], flow, from_corners=from_corners)
        return Frame(raw * fresh + moved * (1 - fresh), raw, flow, fresh)


class Branch(nn.Module):
    """From the smallest maps to the full size."""

    def __init__(self, part: FramePainter) -> None:
        super().__init__()
        widest = part.channels << part.halvings
        self.blocks = nn.Sequential(*residual_blocks(widest, part.blocks // 2, part.norm))
        self.widens = nn.Sequential(
            *(widening(widest >> level, part.norm) for level in range(part.halvings))
        )

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.widens(self.blocks(x))
        return made


class Foreground(nn.Module):
    """Maps to a picture of what stands in front, of half the channels."""

    def __init__(self, part: FramePainter, maps: int, colours: int) -> None:
        super().__init__()
        width = part.channels // 2 if part.halvings > 2 else part.channels
        self.body = hourglass(maps, width, part.halvings, part.blocks, part.norm)
        self.to_image = to_image(width, colours)

    def forward(self, maps: Tensor) -> Tensor:
        made: Tensor = self.to_image(self.body(maps))
        return made


def _reader(part: FramePainter, inputs: int) -> nn.Sequential:
    """To the smallest maps, and the first half of the blocks, the larger one."""
    return nn.Sequential(*_reading(part, inputs))


def _reading(part: FramePainter, inputs: int) -> Iterable[nn.Module]:
    yield unit(inputs, part.channels, part.norm)
    for level in range(part.halvings):
        yield narrowing(part.channels << level, part.norm)
    widest = part.channels << part.halvings
    yield from residual_blocks(widest, part.blocks - part.blocks // 2, part.norm)
