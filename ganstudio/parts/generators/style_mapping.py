"""The mapping network of StyleGAN: from latents to styles."""

import math
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.labels import ClassEmbedding, required
from ganstudio.nn.modulation import leaky
from ganstudio.nn.pixel_norm import PixelNorm


class Mapping(nn.Module):
    """z (n, latent), and a label where there are classes, to w (n, width).

    The latent's length does not matter: it is normalised first. Keeps the running mean of w, which
    truncation pulls towards (Karras 2019, appendix B).
    """

    average: Tensor  # (width,)

    def __init__(self, latent: int, width: int, layers: int, rate: float, classes: int) -> None:
        """`rate`: multiplies the learning rate of these layers; 0.01 in Karras 2019."""
        super().__init__()
        self.embed = ClassEmbedding(classes, width) if classes else None
        widths = [latent + (width if classes else 0), *[width] * layers]
        self.normalise = PixelNorm()
        self.layers = nn.ModuleList(SlowLinear(a, b, rate) for a, b in pairwise(widths))
        self.register_buffer("average", torch.zeros(width))

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        x = self.normalise(z)
        if self.embed is not None:
            x = torch.cat([x, self.normalise(self.embed(required(label)))], 1)
        for layer in self.layers:
            x = leaky(layer(x))
        return x

    @torch.no_grad()
    def follow(self, style: Tensor, decay: float) -> None:
        """Move the running mean towards the mean of w (n, width)."""
        self.average.lerp_(style.detach().mean(0), 1 - decay)

    def pulled(self, styles: Tensor, strength: float, layers: int | None = None) -> Tensor:
        """w̄ + ψ (w - w̄) of styles (n, layers, d), in the first `layers` layers or all."""
        last = styles.shape[1] if layers is None else layers
        near = torch.lerp(self.average.to(styles), styles[:, :last], strength)
        return torch.cat([near, styles[:, last:]], 1)


class SlowLinear(nn.Module):
    """(n, inputs) to (n, outputs) with an equalised learning rate, `rate` times as fast."""

    def __init__(self, inputs: int, outputs: int, rate: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / rate)
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.scale = rate / math.sqrt(inputs)
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight * self.scale, self.bias * self.rate)
