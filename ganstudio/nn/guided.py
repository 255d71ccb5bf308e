"""What a filter of a network looks for in images, by guided backpropagation.

Springenberg et al. 2014, arXiv:1412.6806, section 3.4; of a GAN's critic Radford et al. 2015,
arXiv:1511.06434, figure 5. Nothing here changes the network: hooks go again, weights get no
gradients, and modes and buffers stay as they are.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.rectified import Rectifiers

Read = Callable[[Tensor], object]  # sends (n, c, h, w) images through a network


class Peaks(NamedTuple):
    """The highest answer of each filter of a layer in each image.

    A fully connected layer answers at one place, and its units count as filters.
    """

    values: Tensor  # (n, filters)
    places: Tensor  # (n, filters) int64: of the layer's maps, row by row
    width: int  # filters of the layer, of which only the first ones may have been looked at


class Boxes(NamedTuple):
    """A rectangle of pixels in each image."""

    top: Tensor  # (n,) int64
    left: Tensor
    bottom: Tensor  # one beyond the last row
    right: Tensor

    @property
    def reach(self) -> tuple[int, int]:
        """The largest height and width of them."""
        high, wide = (self.bottom - self.top).max(), (self.right - self.left).max()
        return int(high), int(wide)


class Guided(Rectifiers):
    """Rectifiers pass only positive gradients back, times their own slope.

    So nothing is left of what would lower the answer. Behind a leaky one a little of it passes
    where the rectifier is closed, as in its own slope.
    """

    def rectified(self, x: Tensor, slope: float) -> Tensor:
        made = F.leaky_relu(x, slope)
        if made.requires_grad:
            made.register_hook(partial(torch.clamp, min=0))
        return made


class Opened(Rectifiers):
    """Rectifiers pass everything on: what comes back is all that a unit sees."""

    def rectified(self, x: Tensor, slope: float) -> Tensor:  # noqa: ARG002
        return x


def peaks(
    read: Read, layers: Mapping[str, nn.Module], images: Tensor, most: int
) -> dict[str, Peaks]:
    """The peaks of the first `most` filters of each layer, in the order of the layers' calls.

    Layers that are not called for (n, c, h, w) images, or hang on something else, are left out.
    """
    with torch.enable_grad(), _outputs(layers) as found:
        read(images.detach().requires_grad_())
    return {
        name: _peaks(answer.detach(), most)
        for name, answer in found.items()
        if answer.requires_grad and len(answer) == len(images)
    }


def guided_gradient(
    read: Read, layer: nn.Module, images: Tensor, filters: Tensor, places: Tensor
) -> Tensor:
    """(n, c, h, w): the guided gradient of one answer of the layer in each image.

    Args:
        read: sends images through the network that has the layer.
        layer: a convolution, or a fully connected layer.
        images: (n, c, h, w).
        filters: (n,) int64, whose answer.
        places: (n,) int64, where in the layer's maps, row by row.
    """
    with Guided():
        return _gradient(read, layer, images, filters, places)


def seen(read: Read, layer: nn.Module, images: Tensor, filters: Tensor, places: Tensor) -> Boxes:
    """The pixels that the answers hang on; arguments as `guided_gradient` has them."""
    with Opened():
        hangs = _gradient(read, layer, images, filters, places).abs().amax(1) > 0
    (top, bottom), (left, right) = _ends(hangs.any(2)), _ends(hangs.any(1))
    return Boxes(top, left, bottom, right)


def cropped(images: Tensor, boxes: Boxes, size: tuple[int, int]) -> Tensor:
    """(n, c, *size) about the middle of each box, moved into the image at its edges."""
    (high, wide), (height, width) = size, images.shape[2:]
    tops = ((boxes.top + boxes.bottom - high) // 2).clamp(0, height - high).tolist()
    lefts = ((boxes.left + boxes.right - wide) // 2).clamp(0, width - wide).tolist()
    return torch.stack([
        image[:, top : top + high, left : left + wide]
        for image, top, left in zip(images, tops, lefts, strict=True)
    ])  # fmt: skip


def pixel_weights(layer: nn.Module, shape: tuple[int, ...], most: int) -> Tensor | None:
    """(filters, c, h, w): what the first filters of a network's first layer weigh pixels with.

    None for what cannot be seen as pictures of `shape` (c, h, w): a kernel of a single pixel, or
    units that have fewer weights than an image has numbers. Further inputs are left out.
    """
    if isinstance(layer, nn.Conv2d):
        weight = layer.weight.detach()[:most, : shape[0]]
        return weight if weight.shape[1] == shape[0] and weight.shape[2] > 1 else None
    weight = getattr(layer, "weight", torch.empty(0, 0)).detach()[:most]
    numbers = math.prod(shape)
    return weight[:, :numbers].reshape(-1, *shape) if weight.shape[1] >= numbers else None


@contextmanager
def _outputs(layers: Mapping[str, nn.Module]) -> Iterator[dict[str, Tensor]]:
    """What the layers answer at their first call, by name and in the order of the calls."""
    found: dict[str, Tensor] = {}

    def keep(name: str, _layer: nn.Module, _given: object, answer: Tensor) -> None:
        found.setdefault(name, answer)

    hooks = [m.register_forward_hook(partial(keep, name)) for name, m in layers.items()]
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()


def _gradient(
    read: Read, layer: nn.Module, images: Tensor, filters: Tensor, places: Tensor
) -> Tensor:
    start = images.detach().requires_grad_()
    with torch.enable_grad(), _outputs({"": layer}) as found:
        read(start)
        answers = found[""].flatten(2) if found[""].dim() > 2 else found[""][..., None]
        wanted = answers[torch.arange(len(images), device=images.device), filters, places]
        (slope,) = torch.autograd.grad(wanted.sum(), start)
    return slope


def _peaks(answer: Tensor, most: int) -> Peaks:
    maps = answer[:, :most].flatten(2) if answer.dim() > 2 else answer[:, :most, None]
    values, places = maps.max(2)
    return Peaks(values, places, answer.shape[1])


def _ends(hangs: Tensor) -> tuple[Tensor, Tensor]:
    """The first of (n, size) that is true, and one beyond the last; all where none is."""
    hangs = hangs | ~hangs.any(1, keepdim=True)
    first = hangs.long().argmax(1)
    return first, hangs.shape[1] - hangs.flip(1).long().argmax(1)
