"""A critic of pairs (x, z): data beside a latent, as one vector.

The joint critic of BiGAN (Donahue 2016, arXiv:1605.09782, sec. 3) and ALI (Dumoulin 2016,
arXiv:1606.00704). As a pair is one tensor, penalties mix and differentiate it like any other view.
"""

import math

import torch
from torch import Tensor, nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise
from ganstudio.parts.conditioning.unconditional import PlainCritic
from ganstudio.parts.contracts import CriticPart
from ganstudio.parts.critics import MlpCritic

_WIDEST = 4096  # numbers of a layer that an MLP may have


def _he(layer: nn.Linear) -> None:
    initialise(layer, "he")


def paired(x: Tensor, z: Tensor) -> Tensor:
    """(n, ...) data and (n, size) latents to (n, numbers of x + size)."""
    return torch.cat([x.flatten(1), z], 1)


def build_pair_critic(network: CriticPart, shape: tuple[int, ...], size: int) -> PlainCritic:
    """A network from pairs to a Verdict. Raises InputError.

    A fully connected critic reads the pair as it is; another reads x, and two layers as wide as its
    features read those beside z.
    """
    if isinstance(network, MlpCritic):
        return PlainCritic(network.build((math.prod(shape) + size,)))
    body = network.build(shape)
    joint = MlpCritic(depth=2, width=min(body.width, _WIDEST)).build((body.width + size,))
    return PlainCritic(FeatureNetwork(PairBody(body, joint, shape), joint.width, _he))


class PairBody(nn.Module):
    """Features of x, then of those and z."""

    def __init__(self, body: nn.Module, joint: nn.Module, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.body = body
        self.joint = joint
        self._shape = shape

    def forward(self, pair: Tensor) -> Tensor:
        size = math.prod(self._shape)
        features = self.body(pair[:, :size].reshape(-1, *self._shape))
        joined: Tensor = self.joint(torch.cat([features, pair[:, size:]], 1))
        return joined
