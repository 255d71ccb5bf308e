"""The memory format that a network's convolutions run fastest in."""

from functools import partial

import torch
from torch import Tensor, nn


def prefer_layout(network: nn.Module) -> None:
    """Convert in place what says `prefers_channels_last`, at whatever depth of `network`.

    Activations follow the weights: a convolution with weights in that format answers in it. The
    weights are no longer contiguous, which a file of safetensors wants them to be.
    """
    for module in network.modules():
        if getattr(module, "prefers_channels_last", False):
            _convert(module)


class Flatten(nn.Module):
    """(N, C, H, W) to (N, C*H*W), whose gradient comes back in the memory format of its input.

    A gradient in another format than its activation makes every operation below it slow.
    """

    def forward(self, features: Tensor) -> Tensor:
        if features.requires_grad and _is_channels_last(features):
            features.register_hook(partial(Tensor.contiguous, memory_format=torch.channels_last))
        return features.flatten(1)


def _is_channels_last(features: Tensor) -> bool:
    return features.dim() == 4 and features.is_contiguous(memory_format=torch.channels_last)


def _convert(module: nn.Module) -> None:
    for weight in module.parameters():
        if weight.dim() == 4:
            # Not `contiguous`, which leaves the strides of a single channel as they are.
            last = torch.empty_like(weight, memory_format=torch.channels_last)
            weight.data = last.copy_(weight.data)
