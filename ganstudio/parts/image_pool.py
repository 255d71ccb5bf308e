"""Earlier fakes, which a critic should not forget: Shrivastava et al. 2017, arXiv:1612.07828."""

import torch
from torch import Tensor, nn

from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Shape


class ImagePool(nn.Module):
    """Some of the fakes that went by. Part of a checkpoint, so that a run goes on exactly.

    As the code of CycleGAN has it (Zhu et al. 2017, sec. 4): while there is room a fake is kept and
    shown; later, at even odds, it is shown and forgotten, or a kept one is shown in its place and
    it is kept instead. A fake may so be as old as the run, and not only of the last `size`.
    """

    kept: Tensor
    count: Tensor

    def __init__(self, size: int, shape: Shape, random: RandomSource) -> None:
        super().__init__()
        self._random = random
        self.register_buffer("kept", torch.zeros(size, *shape))
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))
        self._is_full = size == 0

    @torch.no_grad()
    def exchange(self, fakes: Tensor) -> Tensor:
        """(n, ...) fakes to be shown, some of them earlier ones; without a graph."""
        size = len(self.kept)
        if not size:
            return fakes.detach()
        swaps = self._random.uniform(len(fakes)) > 0.5
        places = self._random.integers(size, len(fakes))
        return torch.stack(
            [self._shown(*each) for each in zip(fakes.detach(), swaps, places, strict=True)]
        )

    def _shown(self, fake: Tensor, swap: Tensor, place: Tensor) -> Tensor:
        if not self._is_full:
            held = int(self.count)
            self._is_full = held + 1 >= len(self.kept)
            if held < len(self.kept):
                self.kept[held] = fake
                self.count += 1
                return fake
        row = place[None]
        earlier = self.kept.index_select(0, row)[0]
        self.kept.index_copy_(0, row, torch.where(swap, fake, earlier)[None])
        return torch.where(swap, earlier, fake)
