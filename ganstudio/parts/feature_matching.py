"""Feature matching: Salimans et al. 2016, arXiv:1606.03498, section 3.1."""

from typing import Annotated, Literal

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
