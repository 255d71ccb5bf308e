"""Standing statistics of batch normalisation, Brock 2019, arXiv:1809.11096, section 3.1."""

import copy
from collections.abc import Iterable
from typing import TypeVar

import torch
from torch import Tensor, nn

Network = TypeVar("Network", bound=nn.Module)


@torch.no_grad()
def standing(network: Network, batches: Iterable[tuple[Tensor | None, ...]]) -> Network:
    """A copy in evaluation mode whose batch norms hold the mean statistics of these inputs.

    Every batch counts alike. Nothing else of the network notices: dropout rests, and power
    iterations stand still.
    """
    measured = copy.deepcopy(network).eval()
    for norm in measured.modules():
        if isinstance(norm, nn.BatchNorm1d | nn.BatchNorm2d):
            norm.reset_running_stats()
            norm.momentum = None  # the plain mean of all batches
            norm.train()
    for inputs in batches:
        measured(*inputs)
    return measured.eval()
