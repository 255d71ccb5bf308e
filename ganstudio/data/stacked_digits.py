"""Three digits as red, green and blue of one picture: a thousand modes that can be counted.

Metz et al. 2017, arXiv:1611.02163, sec. 3.3.1, and with it Srivastava et al. 2017 and Lin et al.
2018 stack MNIST so; here it is the digits that need no download.
"""

from typing import ClassVar, Literal

import torch

from ganstudio.core.config import Config
from ganstudio.core.rng import derive
from ganstudio.data.batches import DataSpec
from ganstudio.data.digits import Digits, ScanSize
from ganstudio.data.endless import Drawn, Endless
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Report, Share

STACKED = 3


class StackedDigits(Config):
    """Every red, green and blue digit is drawn by itself, each of the ten as often."""

    label: ClassVar[str] = "Stacked digits"
    kind: Literal["stacked_digits"] = "stacked_digits"
    size: ScanSize = 8

    def spec(self) -> DataSpec:
        return DataSpec((STACKED, self.size, self.size))

    def digits(self) -> Digits:
        """What is stacked."""
        return Digits(size=self.size)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> Endless:
        report("Reading digits", 0.0)
        pictures = self.digits().pictures()
        assert pictures.labels is not None
        layers = to_float(torch.from_numpy(pictures.images)[:, 0]).to(device)
        order = torch.from_numpy(pictures.labels.argsort(kind="stable")).to(device)
        counts = torch.from_numpy(pictures.labels).bincount().to(device)
        starts = counts.cumsum(0) - counts

        def sample(count: int, random: torch.Generator) -> Drawn:
            chosen = torch.rand((2, count, STACKED), generator=random, device=device)
            digit = (chosen[0] * len(counts)).long()
            place = (chosen[1] * counts[digit]).long()
            return Drawn(layers[order[starts[digit] + place]])

        own = torch.Generator(device).manual_seed(derive(seed, "data"))
        return Endless(self.spec(), sample, own, share)
