"""Counting with latents: man with glasses - man + woman, Radford 2016, arXiv:1511.06434, sec. 6.3.

Each set is averaged first, which the paper found to be needed: single latents count badly.
"""

from collections.abc import Sequence
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold


class Combine(Request):
    """The picture of mean(A) - mean(B) + mean(C); of mean(A) where B and C are empty.

    In w+ where the model has styles, in z elsewhere. Classes and captions are those of the first
    of C, or of A. The reading "latent" is the result.
    """

    kind: Literal["combine"] = "combine"
    a: tuple[Latent, ...] = Field(min_length=1)
    b: tuple[Latent, ...] = ()
    c: tuple[Latent, ...] = ()
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        if bool(self.b) != bool(self.c):
            raise InputError(
                "A - B + C needs all three sets: mark latents as A, as B and as C, or as A alone "
                "for their average."
            )
        artist = Artist(system)
        latent = self._result(artist)
        picture = artist.draw(latent, self.manner)
        told(0, picture)
        return rendered([picture], latent=latent)

    def _result(self, artist: Artist) -> Latent:
        said = self.c[0] if self.c else self.a[0]
        if artist.has_styles is not None:
            styles = Packed.of(self._counted([_mean(artist, one) for one in self._sets()])[0])
            return Latent(styles=styles, label=said.label, blend=said.blend)
        means = [torch.stack([artist.z(latent) for latent in one]).mean(0) for one in self._sets()]
        z = Packed.of(self._counted(means)[0])
        return Latent(z=z, label=said.label, blend=said.blend, caption=said.caption)

    def _sets(self) -> list[tuple[Latent, ...]]:
        return [self.a, self.b, self.c] if self.b else [self.a]

    @staticmethod
    def _counted(means: Sequence[Tensor]) -> Tensor:
        return means[0] if len(means) == 1 else means[0] - means[1] + means[2]


def _mean(artist: Artist, latents: Sequence[Latent]) -> Tensor:
    return torch.stack([artist.styles(latent) for latent in latents]).mean(0)
