"""A network as a function of its weights, which are one vector."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call


class Flat:
    """Runs a network with weights other than its own; its buffers stay as they are."""

    def __init__(self, network: nn.Module) -> None:
        self._network = network
        self._shapes = {name: p.shape for name, p in network.named_parameters()}
        self._sizes = [shape.numel() for shape in self._shapes.values()]

    @property
    def size(self) -> int:
        """Numbers in the vector."""
        return sum(self._sizes)

    def weights(self) -> Tensor:
        """(size,) the network's own weights, a copy without a graph."""
        return torch.cat([p.detach().reshape(-1) for p in self._network.parameters()])

    def __call__(self, weights: Tensor, *inputs: Tensor) -> Any:
        """What the network answers with (size,) `weights` in place of its own."""
        pieces = weights.split(self._sizes)
        named = {n: p.view(s) for (n, s), p in zip(self._shapes.items(), pieces, strict=True)}
        buffers = {name: buffer.clone() for name, buffer in self._network.named_buffers()}
        return functional_call(self._network, named | buffers, inputs)
