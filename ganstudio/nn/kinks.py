"""Rectifiers whose slope is taken for the constant it is, where a slope is differentiated again."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode

LEAKY_SLOPE = 0.01  # of `F.leaky_relu` as it comes


class StraightPieces(TorchFunctionMode):
    """Within it, (leaky) rectifiers pass no second derivative back.

    They are straight on both sides of 0, so that derivative is zero. torch carries the zeros
    through the whole network all the same: a backward pass for nothing in every gradient penalty.
    Finite values and their gradients stay the same; a weight that only the zeros reached (a bias,
    where a penalty stands alone) gets no gradient instead of zeros.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        named = kwargs or {}
        if func is F.leaky_relu:
            return _leaky(*args, **named)
        if func is F.relu:
            return _leaky(args[0], 0.0)
        return func(*args, **named)


def _leaky(x: Tensor, negative_slope: float = LEAKY_SLOPE, inplace: bool = False) -> Tensor:  # noqa: ARG001
    with torch.no_grad():
        slope = torch.ops.aten.leaky_relu_backward(torch.ones_like(x), x, negative_slope, False)
    return x * slope
