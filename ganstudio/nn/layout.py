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
            weight.data = weight.data.contiguous(memory_format=torch.channels_last)
