"""Networks whose resolution grows while they learn, Karras 2018, arXiv:1710.10196, section 2.

All levels are there from the start and come into use one by one. So a checkpoint holds the same
weights at any time, and an average of weights follows the growth by itself: until a level is used,
the average of its weights is those weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.core.system import Grown
from ganstudio.nn.sizes import START


class Stage(NamedTuple):
    """How far a network has grown.

    Attributes:
        level: doublings beyond 4 px that are in use.
        fade: share of the newest level in the image, in [0, 1] (α in Karras 2018, fig. 2).
    """

    level: int
    fade: float = 1.0

    @property
    def side(self) -> int:
        """Of the image, in pixels."""
        return int(START * 2**self.level)

    @property
    def is_fading(self) -> bool:
        return self.fade < 1

    @property
    def words(self) -> str:
        return f"{self.side} px fades in" if self.is_fading else f"{self.side} px in full"


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every level is trained for `hold` images, then the next one fades in during `fade` images."""

    levels: int
    hold: int
    fade: int

    def stage(self, seen: int) -> Stage:
        """The stage after `seen` images: images, not steps, so that batches may differ."""
        level, within = divmod(seen, self.hold + self.fade)
        if level >= self.levels:
            return Stage(self.levels)
        if within < self.hold:
            return Stage(level)
        return Stage(level + 1, (within - self.hold) / self.fade)


class Growing(nn.Module):
    """A network that uses as many of its levels as its stage says; at first all of them.

    The stage is part of the network's state, on the host: reading it never waits for a device.
    """

    def __init__(self, levels: int, timetable: Timetable | None = None) -> None:
        super().__init__()
        self.levels = levels
        self.timetable = timetable
        self.stage = Stage(levels)

    def get_extra_state(self) -> Tensor:
        return torch.tensor(self.stage, dtype=torch.float64)

    def set_extra_state(self, state: Tensor) -> None:
        level, fade = state.tolist()
        self.stage = Stage(int(level), fade)


class Growth:
    """Leads all growing networks of a game through one timetable, or does nothing without one."""

    def __init__(self, players: Mapping[str, nn.Module]) -> None:
        found = {
            name: [module for module in player.modules() if isinstance(module, Growing)]
            for name, player in players.items()
        }
        self._networks = [network for networks in found.values() for network in networks]
        self._players = tuple(name for name, networks in found.items() if networks)
        tables = [network.timetable for network in self._networks if network.timetable]
        self._timetable = tables[0] if tables else None
        self.follow(0)

    def follow(self, seen: int) -> Grown | None:
        """Take the stage after `seen` images.

        Returns:
            The players whose levels in use changed: one came in, or one has faded in. Their
            optimizers' moments belong to another network (`reset_opt_for_new_lod` in the authors'
            program). None where the levels in use are the same.
        """
        if self._timetable is None:
            return None
        old, new = self._networks[0].stage, self._timetable.stage(seen)
        for network in self._networks:
            network.stage = new
        has_changed = (old.level, old.is_fading) != (new.level, new.is_fading)
        return Grown(self._players, new.words) if has_changed else None

    def faded(self, images: Tensor) -> Tensor:
        """Real images (n, c, h, w) as the stage shows them, in their own size.

        While a level fades in, reals lose their details by as much as fakes lack them: otherwise
        the critic would tell them apart by sharpness alone.
        """
        if self._timetable is None:
            return images
        stage, side = self._networks[0].stage, images.shape[-1]
        small = shrunk(images, side // stage.side)
        if stage.is_fading:
            small = torch.lerp(enlarged(shrunk(small, 2), 2), small, stage.fade)
        return enlarged(small, side // stage.side)

    def readings(self, like: Tensor) -> dict[str, Tensor]:
        """The resolution in pixels and the fade, as scalars on the device of `like`."""
        if self._timetable is None:
            return {}
        stage = self._networks[0].stage
        numbers = {"resolution": float(stage.side), "fade": stage.fade}
        return {name: torch.full_like(like, number) for name, number in numbers.items()}


def shrunk(images: Tensor, factor: int) -> Tensor:
    """(n, c, h, w) to (n, c, h / factor, w / factor) by averaging."""
    return images if factor == 1 else F.avg_pool2d(images, factor)


def enlarged(images: Tensor, factor: int) -> Tensor:
    """(n, c, h, w) to (n, c, h * factor, w * factor) by repeating pixels."""
    if factor == 1:
        return images
    return F.interpolate(images, scale_factor=float(factor), mode="nearest")


def level_widths(channels: int, widest: int, levels: int) -> list[int]:
    """Feature maps of every level from 4 px on: `channels` at the full size, at most `widest`."""
    return [min(channels * 2 ** (levels - level), widest) for level in range(levels + 1)]
