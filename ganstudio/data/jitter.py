"""Random crops: every time another part of a picture that is kept a little larger.

Isola et al. 2017, arXiv:1611.07004, section 6.2: from 286 px to 256 px.
"""

from typing import Annotated

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import hints
from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.layers import LayeredStore
from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Share

Jitter = Annotated[
    int,
    Field(
        ge=0,
        le=256,
        title="Random crops",
        description="Pictures are kept this much larger, and every time another part is shown, "
        "the same of all that belongs together; pix2pix takes 30 px at 256 px.",
        json_schema_extra=hints(unit="px", slider=(0, 64), advanced=True),
    ),
]


class JitteredStore(LayeredStore):
    """Layered data whose rows are larger than its samples; references show the middle."""

    def __init__(
        self,
        rows: Pictures,
        spec: DataSpec,
        seed: int,
        device: torch.device,
        share: Share,
        *,
        flip: bool = False,
    ) -> None:
        """Args: rows: at least as high and wide as `spec` says."""
        super().__init__(rows, spec, seed, device, share, flip=flip)
        self._margin = rows.images.shape[2] - spec.shape[1]
        self._seed = derive(seed, "crop")
        self._corners: Tensor | None = None

    def draw(self, count: int) -> Batch:
        # The corners follow from the place in the order, which is all that a checkpoint keeps.
        place = (int(number) for number in self._order.state())
        random = torch.Generator().manual_seed(derive(self._seed, *place))
        corners = torch.randint(self._margin + 1, (self._share.total(count), 2), generator=random)
        self._corners = self._share.part(corners).to(self._device)
        batch = super().draw(count)
        self._corners = None
        return batch

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:
        corners = self._corners
        if corners is None:
            corners = torch.full((len(pixels), 2), self._margin // 2, device=self._device)
        return super()._batch(cropped(pixels, corners, self.spec.shape[1]), numbers)


def cropped(pixels: Tensor, corners: Tensor, side: int) -> Tensor:
    """(n, c, h, w) to (n, c, side, side), from the top left corners (n, 2) on."""
    count, channels, _, width = pixels.shape
    steps = torch.arange(side, device=pixels.device)
    rows = (corners[:, 0, None] + steps).view(count, 1, side, 1)
    columns = (corners[:, 1, None] + steps).view(count, 1, 1, side)
    band = pixels.gather(2, rows.expand(-1, channels, -1, width))
    return band.gather(3, columns.expand(-1, channels, side, -1))
