"""An encoder: from data back to the latents that a generator would make them of."""

from torch import Tensor, nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.parts.contracts import CriticPart


class Encoder(nn.Module):
    """x (n, *shape) to (n, size), unbounded: the prior's support is for the critic to teach."""

    def __init__(self, body: FeatureNetwork, size: int) -> None:
        super().__init__()
        self.body = body
        self.latent = body.head(size)

    def forward(self, x: Tensor) -> Tensor:
        latents: Tensor = self.latent(self.body(x))
        return latents


def build_encoder(network: CriticPart, shape: tuple[int, ...], size: int) -> Encoder:
    """Whatever reads data for a critic can read them for an encoder. Raises InputError."""
    return Encoder(network.build(shape), size)
