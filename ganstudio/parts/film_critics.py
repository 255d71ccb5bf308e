"""Critics of films at several paces, Wang et al. 2018, arXiv:1808.06601, sec. 3.2."""

import torch
from torch import Tensor, nn

from ganstudio.data.batches import Shape
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.parts.reels import apart, over
from ganstudio.parts.scales import Scales


class FilmCritics(nn.Module):
    """One critic for each pace: it sees a few frames that far apart, and the flow between them."""

    def __init__(
        self,
        part: MultiscaleCritic,
        shape: Shape,
        frames: int,
        skips: tuple[int, ...],
        *,
        reach: float,
    ) -> None:
        """Args:
        part: each of the critics.
        shape: (c, h, w) of a frame.
        frames: how many a critic sees.
        skips: how far apart they are, a critic each.
        reach: pixels of flow for an input of 1; 0 where no flow is known.
        """
        super().__init__()
        channels, *sides = shape
        seen = channels * frames + 2 * bool(reach) * (frames - 1)
        self.frames, self.skips, self.reach = frames, skips, reach
        self.critics = nn.ModuleList(part.build((seen, *sides)) for _ in skips)

    def forward(self, images: Tensor, flow: Tensor | None) -> list[Scales]:
        """What each critic finds that so many frames are enough for.

        Args:
            images: (n, p, c, h, w), painted or real.
            flow: (n, t, 2, h, w) of the real film, whose last p frames the images are.
        """
        enough = zip(self.critics, self.skips, strict=True)
        steps, count = self.frames - 1, images.shape[1]
        return [
            critic(self._seen(images, flow, skip))
            for critic, skip in enough
            if count > steps * skip
        ]

    def _seen(self, images: Tensor, flow: Tensor | None, skip: int) -> Tensor:
        seen = apart(images, self.frames, skip).flatten(1, 2)
        if flow is None:
            return seen
        between = over(flow, skip)[:, -images.shape[1] :] / self.reach
        return torch.cat([seen, apart(between, self.frames, skip)[:, 1:].flatten(1, 2)], 1)
