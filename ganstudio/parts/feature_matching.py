"""Feature matching: Salimans et al. 2016, arXiv:1606.03498, section 3.1."""

from collections.abc import Sequence
from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor

Distance = Annotated[
    Literal["squared", "absolute"],
    Field(
        title="Distance of mean features",
        description="Squared as in the paper and its MNIST code, or absolute as in its CIFAR-10 "
        "code. Some lecture notes credit feature matching to Gulrajani 2017; it is Salimans 2016.",
    ),
]


def feature_matching(real: Tensor, fake: Tensor, distance: Distance) -> Tensor:
    """How far apart the mean features of real data and fakes are, a scalar.

    Args: real, fake: (n, width); the mean over units is taken as in the paper's code.
    """
    gap = real.mean(0) - fake.mean(0)
    return gap.square().mean() if distance == "squared" else gap.abs().mean()


def matched_layers(real: Sequence[Tensor], fake: Sequence[Tensor]) -> Tensor:
    """The squared gaps of the mean features of several layers, added, a scalar.

    As the code of DiscoGAN has it (Kim 2017, arXiv:1703.05192): the first layer is left out, and
    nothing is learned by way of the real data.

    Args: real, fake: (n, ...) of each layer, the first one first.
    """
    pairs = zip(real[1:], fake[1:], strict=True)
    gaps = [feature_matching(on_real.detach(), on_fake, "squared") for on_real, on_fake in pairs]
    return torch.stack(gaps).sum()
