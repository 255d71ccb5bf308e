"""The synthesis network of StyleGAN3, Karras et al. 2021, arXiv:2106.12423, fig. 4."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.alias_free import Band, FilteredActivation
from ganstudio.nn.modulation import affine
from ganstudio.parts.alias_free.bands import CRITICAL, bands, widths

TINY = 1e-8
OUTPUT_SCALE = 0.25
OVERSAMPLING, FILTER_SIZE = 2, 6  # of the activations; taps a sample of the lower rate
MAGNITUDE_DECAY = 0.999  # of the memory of each layer's input


class FourierFeatures(nn.Module):
    """Waves over an endless plane, moved and turned by a style, sec. 3.2 and appendix F."""

    frequencies: Tensor  # (channels, 2), cycles a picture
    phases: Tensor  # (channels,), in turns
    transform: Tensor  # (3, 3)

    def __init__(self, style: int, channels: int, band: Band) -> None:
        super().__init__()
        self.band = band
        drawn = torch.randn(channels, 2)
        radius = drawn.norm(dim=1, keepdim=True)
        drawn = drawn / (radius * radius.square().exp().pow(0.25)) * band.cutoff
        self.register_buffer("frequencies", drawn)
        self.register_buffer("phases", torch.rand(channels) - 0.5)
        self.register_buffer("transform", torch.eye(3))
        self.weight = nn.Parameter(torch.randn(channels, channels))
        self.affine = affine(style, 4)
        # At first every style leaves the waves where they are.
        held = dict(self.affine.named_parameters())
        nn.init.zeros_(held["parametrizations.weight.original"])
        held["bias"].data[0] = 1.0

    def forward(self, style: Tensor, transform: Tensor | None = None) -> Tensor:
        """`transform`: (3, 3), from places of the picture to places of the plane."""
        placed = self._placed(style) @ (self.transform if transform is None else transform)
        phases = self.phases + (self.frequencies @ placed[:, :2, 2:]).squeeze(2)
        frequencies = self.frequencies @ placed[:, :2, :2]
        # What a transform has moved out of the band fades.
        band = self.band
        excess = frequencies.norm(dim=2) - band.cutoff
        amplitudes = (1 - excess / (band.rate / 2 - band.cutoff)).clamp(0, 1)
        waves = self._grid(style) @ frequencies.transpose(1, 2)[:, None]
        waves = torch.sin((waves + phases[:, None, None]) * (2 * math.pi))
        waves = waves * amplitudes[:, None, None]
        made = waves @ (self.weight / math.sqrt(len(self.weight))).t()
        return made.movedim(-1, 1)

    def _placed(self, style: Tensor) -> Tensor:
        """(n, 3, 3): a rotation and a shift that the style asks for."""
        turned = self.affine(style)
        turned = turned / turned[:, :2].norm(dim=1, keepdim=True)
        cosine, sine, right, down = turned.unbind(1)
        zero, one = torch.zeros_like(cosine), torch.ones_like(cosine)
        rotation = _rows([cosine, -sine, zero], [sine, cosine, zero], [zero, zero, one])
        shift = _rows([one, zero, -right], [zero, one, -down], [zero, zero, one])
        return rotation @ shift

    def _grid(self, like: Tensor) -> Tensor:
        """(1, side, side, 2) places in pictures from the middle, x before y."""
        side = self.band.side
        theta = torch.eye(2, 3, device=like.device) * (0.5 * side / self.band.rate)
        return F.affine_grid(theta[None], [1, 1, side, side], align_corners=False)


def _rows(*rows: list[Tensor]) -> Tensor:
    return torch.stack([torch.stack(row, -1) for row in rows], -2)


class AliasFreeLayer(nn.Module):
    """A modulated convolution on maps of mean square 1, a bias and a filtered activation."""

    magnitude: Tensor  # mean square of the layer's input, followed while training

    def __init__(
        self, widths: tuple[int, int], style: int, activation: FilteredActivation, kernel: int
    ) -> None:
        """`widths`: maps given and made."""
        super().__init__()
        inputs, outputs = widths
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.affine = affine(style, inputs, start=1.0)
        self.register_buffer("magnitude", torch.ones([]))
        self.activation = activation

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        if self.training:
            self._follow(x)
        scale: Tensor = self.affine(style)
        weight: Tensor = self.weight
        if self.activation.is_linear:
            scale = scale / math.sqrt(weight[0].numel())
            restored = None
        else:
            weight = weight * weight.square().mean((1, 2, 3), keepdim=True).rsqrt()
            scale = scale * scale.square().mean().rsqrt()
            restored = (scale.square() @ weight.square().sum((2, 3)).t() + TINY).rsqrt()
        scale = scale * self.magnitude.rsqrt()
        x = F.conv2d(x * scale[:, :, None, None], weight, padding=weight.shape[-1] - 1)
        if restored is not None:
            x = x * restored[:, :, None, None]
        made: Tensor = self.activation(x + self.bias[:, None, None])
        return made

    @torch.no_grad()
    def _follow(self, x: Tensor) -> None:
        self.magnitude.lerp_(x.detach().float().square().mean(), 1 - MAGNITUDE_DECAY)


class AliasFreeSynthesis(nn.Module):
    """Styles (n, layers + 2, d) to pictures: the first one places the waves.

    Attributes:
        bands: of each layer, in order.
        widths: maps that each layer makes.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        style: int,
        layers: int,
        *,
        channels: int,
        most: int,
        rotates: bool,
    ) -> None:
        """`rotates`: filters and convolutions that treat all directions alike."""
        super().__init__()
        self.bands = bands(shape[-1], layers)
        found = widths(self.bands, channels, most)
        self.widths = [*found, shape[0]]
        self.input = FourierFeatures(style, found[0], self.bands[0])
        kernel = 1 if rotates else 3
        self.layers = nn.ModuleList()
        given = zip([found[0], *self.widths], [self.bands[0], *self.bands], strict=False)
        for index, ((inputs, before), (outputs, band)) in enumerate(
            zip(given, zip(self.widths, self.bands, strict=True), strict=False)
        ):
            is_last = index == layers
            size = 1 if is_last else kernel
            activation = FilteredActivation(
                before,
                band,
                size,
                oversampling=1 if is_last else OVERSAMPLING,
                filter_size=FILTER_SIZE,
                radial=rotates and index < layers - CRITICAL,
            )
            self.layers.append(AliasFreeLayer((inputs, outputs), style, activation, size))

    def forward(self, styles: Tensor, transform: Tensor | None = None) -> Tensor:
        x = self.input(styles[:, 0], transform)
        for index, layer in enumerate(self.layers, 1):
            x = layer(x, styles[:, index])
        return x * OUTPUT_SCALE
