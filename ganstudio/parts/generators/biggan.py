"""The generator of BigGAN, Brock et al. 2019, arXiv:1809.11096, appendix B."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.rng import derive
from ganstudio.nn.attention import SelfAttention
from ganstudio.nn.init import initialise_orthogonal
from ganstudio.nn.labels import ClassEmbedding, required
from ganstudio.nn.random import Random
from ganstudio.nn.residual import UpBlock
from ganstudio.nn.sizes import START, doublings
from ganstudio.nn.spectral import normalise_spectra
from ganstudio.nn.standing import standing
from ganstudio.parts.fields import Attention
from ganstudio.parts.truncation import resampled, threshold

STANDING_BATCHES, STANDING_BATCH = 8, 64


class BigGanGenerator(Config):
    """Residual blocks, each conditioned on the class and on a part of the latent of its own."""

    label: ClassVar[str] = "BigGAN"
    norm: ClassVar[Literal["batch"]] = "batch"

    kind: Literal["biggan"] = "biggan"
    channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps of the last block; they double towards the 4 px start. The paper "
        "has 96 at 128 px (Brock 2019, table 4), 16 learns digits on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    shared: int = Field(
        32,
        ge=1,
        le=1024,
        title="Shared embedding",
        description="Numbers in the vector of a class, which all layers share; 128 in Brock 2019, "
        "section 3.",
        json_schema_extra=hints(log=True, slider=(8, 256)),
    )
    hierarchical: bool = Field(
        True,
        title="Latent to every block",
        description="The latent is cut into parts, one for the start and one for each block; "
        "switched off, the start gets all of it (Brock 2019, section 3).",
    )
    attention: Attention = True
    spectral_norm: bool = Field(
        True,
        title="Spectral normalisation",
        description="Every linear map and convolution has a largest singular value of 1, as those "
        "of the critic have (Brock 2019, section 3).",
    )

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        return BigGanNetwork(self, latent, shape, classes)

    def can_condition(self) -> bool:
        return True

    def summary(self) -> str:
        return f"BigGAN {self.channels}{', attention' if self.attention else ''}"


class BigGanNetwork(nn.Module):
    """z (n, latent) to images (n, c, h, w) in (-1, 1). Offers Truncates, for z from N(0, 1)."""

    prefers_channels_last = True

    def __init__(
        self, part: BigGanGenerator, latent: int, shape: tuple[int, ...], classes: int
    ) -> None:
        super().__init__()
        count = doublings(shape, "The BigGAN generator")
        levels = list(reversed(range(count)))
        widths = [part.channels * 2**level for level in [levels[0], *levels]]
        cuts = torch.zeros(latent).tensor_split(count + 1 if part.hierarchical else 1)
        self.chunks = [len(cut) for cut in cuts] + [0] * (count + 1 - len(cuts))
        self.classes = classes
        self.embed = ClassEmbedding(classes, part.shared) if classes else None
        self.start = nn.Linear(self.chunks[0], widths[0] * START**2)
        vectors = [chunk + (part.shared if classes else 0) for chunk in self.chunks[1:]]
        self.blocks = nn.ModuleList(
            UpBlock(a, b, "batch", vector=vector)
            for (a, b), vector in zip(pairwise(widths), vectors, strict=True)
        )
        self.attention = SelfAttention(widths[-2]) if part.attention else nn.Identity()
        to_image = nn.Conv2d(widths[-1], shape[0], 3, padding=1)
        self.to_image = nn.Sequential(nn.BatchNorm2d(widths[-1]), nn.ReLU(), to_image, nn.Tanh())
        layers = nn.ModuleList([self.start, self.blocks, self.attention, self.to_image])
        initialise_orthogonal(layers)
        if part.spectral_norm:
            normalise_spectra(layers)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        first, *parts = z.split(self.chunks, 1)
        shared = [] if self.embed is None else [self.embed(required(label))]
        x = self.start(first).unflatten(1, (-1, START, START))
        for index, (block, part) in enumerate(zip(self.blocks, parts, strict=True), 1):
            if index == len(parts):
                x = self.attention(x)
            x = block(x, torch.cat([*shared, part], 1))
        return self.to_image(x)

    def truncated(
        self,
        latents: Tensor,
        strength: float,
        labels: Tensor | None = None,
        layers: int | None = None,
    ) -> Tensor:
        """Images of latents without their tails, drawn with statistics of such latents.

        Args:
            latents: (n, d) from N(0, 1).
            strength: share of N(0, 1) that is kept: 0.95 is a τ of 2, 0.38 of 0.5.
            labels: (n,) class ids, where there are classes.
            layers: parts of the latent that are truncated, the start's first; None for all.
        """
        if strength >= 1:
            return self(latents, labels)
        drawn = self._drawn(strength, layers, latents.device)
        return standing(self, drawn)(self._cut(latents, strength, layers), labels)

    def _cut(self, latents: Tensor, strength: float, layers: int | None) -> Tensor:
        last = sum(self.chunks[:layers])
        cut = resampled(latents[:, :last], threshold(strength))
        return torch.cat([cut, latents[:, last:]], 1)

    def _drawn(
        self, strength: float, layers: int | None, device: torch.device
    ) -> Iterator[tuple[Tensor, Tensor | None]]:
        """Truncated latents of all classes: the same ones at every call."""
        random = Random(derive(0, "standing"), device)
        for _ in range(STANDING_BATCHES):
            latents = random.normal(STANDING_BATCH, sum(self.chunks))
            labels = random.integers(self.classes, STANDING_BATCH) if self.classes else None
            yield self._cut(latents, strength, layers), labels
