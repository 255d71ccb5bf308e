"""An encoder for a model that has none: a network that is fitted to the model's own samples.

Zhu et al. 2016, arXiv:1609.03552, section 3.2, with the error of the latent for that of the image.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import Encodes, Generates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import Draw, Phase, RandomSource, System
from ganstudio.edit.artist import Artist
from ganstudio.edit.invert import Encoder
from ganstudio.nn.random import Random
from ganstudio.parts.critics import DcganCritic, MlpCritic


class FittedEncoder:
    """Offers Encodes, by a network in evaluation mode."""

    def __init__(self, network: Encoder) -> None:
        self.network = network

    def encode(self, samples: Tensor) -> Tensor:
        found: Tensor = self.network(samples)
        return found


class WithEncoder:
    """A system and, among its parts, an encoder that it was not trained with.

    Its players are the system's own: what is tuned, counted or fingerprinted stays the same.
    """

    def __init__(self, system: System, encoder: Encodes) -> None:
        self._system, self._encoder = system, encoder
        self.config: Any = system.config

    @property
    def players(self) -> Mapping[str, nn.Module]:
        return self._system.players

    @property
    def averaged(self) -> tuple[str, ...]:
        return self._system.averaged

    @property
    def lazy(self) -> Mapping[str, int]:
        return self._system.lazy

    @property
    def random(self) -> RandomSource:
        return self._system.random

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        return self._system.phases(draw, step)

    def parts(self) -> Iterable[object]:
        return (self._system, *self._system.parts(), self._encoder)


def unfitted(system: System) -> Encoder:
    """A network from a model's pictures to its latents, with its first weights.

    Raises InputError: the model makes no pictures of latents.
    """
    artist = Artist(system)
    shape, size = _sizes(artist.generates, artist.device)
    try:
        encoder = Encoder(DcganCritic(), shape, size)
    except InputError:  # sides that do not halve down to 4 px
        encoder = Encoder(MlpCritic(), shape, size)
    return encoder.to(artist.device)


def has_encoder(system: System) -> bool:
    """Whether a search can start from an encoder."""
    return capability(system, Encodes) is not None


@torch.no_grad()
def _sizes(generates: Generates, device: torch.device) -> tuple[tuple[int, ...], int]:
    """Shape of a picture, and numbers of a latent."""
    z = generates.latents(1, Random(0, device))
    label = torch.zeros(1, dtype=torch.int64, device=device) if generates.classes else None
    return tuple(generates.generate(z, label).shape[1:]), z.shape[1]
