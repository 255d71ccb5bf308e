"""What is done, or listened to, at the (leaky) rectifiers of a network."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode

from ganstudio.core.errors import InputError

GRID = 4  # places across that a map is summed up in, Radford 2015 sec. 5.1

LEAKY_SLOPE = 0.01  # of `F.leaky_relu` as it comes


class Rectifiers(TorchFunctionMode):
    """Within it, (leaky) rectifiers do something else."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        named = kwargs or {}
        if func is F.leaky_relu:
            return self.leaky(*args, **named)
        if func is F.relu:
            return self.rectified(args[0], 0.0)
        return func(*args, **named)

    def leaky(
        self,
        x: Tensor,
        negative_slope: float = LEAKY_SLOPE,
        inplace: bool = False,  # noqa: ARG002 - the answer is a new tensor
    ) -> Tensor:
        return self.rectified(x, negative_slope)

    def rectified(self, x: Tensor, slope: float) -> Tensor:
        """What a rectifier answers to x, whose slope below zero is `slope`."""
        raise NotImplementedError


class Overheard(Rectifiers):
    """Rectifiers do what they do; what is behind each is kept in `found`, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tensor] = []

    def rectified(self, x: Tensor, slope: float) -> Tensor:
        self.found.append(F.leaky_relu(x, slope))
        return self.found[-1]


def last_hidden(read: Callable[[Tensor], Tensor], samples: Tensor) -> tuple[Tensor, Tensor | None]:
    """What a network gives for samples (n, ...), and (n, d) what its last rectifier answered.

    None of a network without rectifiers that are asked for each sample.
    """
    with Overheard() as overheard:
        given = read(samples)
    found = [one for one in overheard.found if len(one) == len(samples)]
    return given, found[-1].flatten(1) if found else None


def representation(read: Callable[..., object], images: Tensor, *more: object) -> Tensor:
    """(n, d) all that a network's rectifiers answer, maps as the largest of each of 4 x 4 fields.

    Radford et al. 2015, arXiv:1511.06434, section 5.1. Smaller maps stay as they are.

    Args:
        read: sends (n, c, h, w) images through the network.
        images: (n, c, h, w).
        more: what `read` is given beside them.

    Raises:
        InputError: a network without rectifiers that are asked for each image.
    """
    with Overheard() as overheard:
        read(images, *more)
    found = [_summed_up(one) for one in overheard.found if len(one) == len(images)]
    if not found:
        raise InputError("The network has no rectified layers, whose features could be read.")
    return torch.cat(found, 1)


def _summed_up(answer: Tensor) -> Tensor:
    if answer.dim() == 4:
        high, wide = (min(side, GRID) for side in answer.shape[2:])
        answer = F.adaptive_max_pool2d(answer, (high, wide))
    return answer.flatten(1)
