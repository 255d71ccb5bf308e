"""What a preview shows of a system: the same latents, or the same images, at every step."""

import torch
from torch import Tensor

from ganstudio.core.capabilities import Generates, Illustrates, capability
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.source import Dataset
from ganstudio.engine.preset import Preset
from ganstudio.nn.random import Random

PICTURES = 64
TRANSLATED = 16
POINTS = 512
SHEET = 17  # lines each way of a grid of latents
_INNER = (0.02, 0.98)  # quantiles of the latents at its rim
_RIM = (0.005, 0.995)  # of a line of latents
CROWD = 4096  # numbers whose density is drawn


class LatentSubject:
    """The same latents at every step, beside real data."""

    def __init__(
        self, generates: Generates, preset: Preset, dataset: Dataset, random: Random
    ) -> None:
        count = PICTURES if dataset.spec.is_images else POINTS
        self.reals = dataset.reference(count, derive(preset.seed, "preview"))
        self.latents = generates.latents(count, random)
        self.labels = _cycled(count, generates.classes, self.latents.device)
        self._crowd = generates.latents(CROWD, random) if dataset.spec.shape == (1,) else None
        self._crowd_labels = _cycled(CROWD, generates.classes, self.latents.device)

    def make(self, system: System) -> Tensor:
        generates = capability(system, Generates)
        assert generates is not None  # checked for this system when the preview was made
        return generates.generate(self.latents, self.labels)

    def sheet(self, system: System) -> Tensor:
        """(SHEET, SHEET or 1, ...): a grid over the first two latent numbers, the rest as usual.

        With labels it is drawn for class 0.
        """
        generates = capability(system, Generates)
        assert generates is not None
        shares = torch.linspace(*_INNER, SHEET, device=self.latents.device)
        ways = [self.latents[:, at].quantile(shares) for at in range(min(2, self.latents.shape[1]))]
        grid = torch.stack(torch.meshgrid(*ways, indexing="ij"), dim=-1).reshape(-1, len(ways))
        latents = self.latents.mean(0).repeat(len(grid), 1)
        latents[:, : len(ways)] = grid
        labels = None if self.labels is None else self.labels.new_zeros(len(grid))
        made = generates.generate(latents, labels)
        return made.reshape(SHEET, -1, *made.shape[1:])

    def crowd(self, system: System) -> Tensor:
        """(CROWD, 1) numbers, of the same latents at every step."""
        generates = capability(system, Generates)
        assert generates is not None
        assert self._crowd is not None, "only numbers come in crowds"
        return generates.generate(self._crowd, self._crowd_labels)

    def along(self, system: System) -> tuple[Tensor, Tensor]:
        """A regular grid (k,) of the first latent number, and what it makes, (k, ...).

        The other numbers rest at their means; with labels it is drawn for class 0.
        """
        generates = capability(system, Generates)
        assert generates is not None
        first = self.latents[:, 0]
        low, high = (float(first.quantile(share)) for share in _RIM)
        grid = torch.linspace(low, high, SHEET, device=first.device)
        latents = self.latents.mean(0).repeat(SHEET, 1)
        latents[:, 0] = grid
        labels = None if self.labels is None else self.labels.new_zeros(SHEET)
        return latents[:, 0], generates.generate(latents, labels)

    def rows(self, system: System) -> dict[str, Tensor]:
        """What the system makes, first, and what stands beside it."""
        return {"fake": self.make(system), "real": self.reals.real}


class GivenSubject:
    """The same images to be translated at every step."""

    def __init__(self, preset: Preset, dataset: Dataset) -> None:
        count = TRANSLATED if dataset.spec.is_images else POINTS
        self.reals = dataset.reference(count, derive(preset.seed, "preview"))

    def rows(self, system: System) -> dict[str, Tensor]:
        illustrates = capability(system, Illustrates)
        assert illustrates is not None  # checked for this system when the preview was made
        return illustrates.illustrate(self.reals)


def _cycled(count: int, classes: int, device: torch.device) -> Tensor | None:
    """Fixed labels: 0, 1, 2 ... in turn, so that a column of the grid is a class."""
    return torch.arange(count, device=device) % classes if classes else None
