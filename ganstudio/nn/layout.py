"""The memory format that a network's convolutions run fastest in."""

import torch
from torch import nn


def prefer_layout(network: nn.Module) -> None:
    """Convert in place what says `prefers_channels_last`, at whatever depth of `network`.

    Activations follow the weights: a convolution with weights in that format answers in it. The
    weights are no longer contiguous, which a file of safetensors wants them to be.
    """
    for module in network.modules():
        if getattr(module, "prefers_channels_last", False):
            _convert(module)


def _convert(module: nn.Module) -> None:
    for weight in module.parameters():
        if weight.dim() == 4:
            # Not `contiguous`, which leaves the strides of a single channel as they are.
            last = torch.empty_like(weight, memory_format=torch.channels_last)
            weight.data = last.copy_(weight.data)
