"""A network that halves maps, works at the smallest size and doubles them again.

Johnson et al. 2016, arXiv:1603.08155; as pix2pixHD and vid2vid have it, Wang et al. 2018,
arXiv:1711.11585: any number of halvings, and a bias in front of every normalisation.
"""

from torch import Tensor, nn

from ganstudio.nn.maps import MapNorm, map_norm, reflected


class ResidualBlock(nn.Module):
    """Two convolutions beside the identity, (n, channels, h, w) to the same shape."""

    def __init__(
        self, channels: int, norm: MapNorm, *between: nn.Module, bias: bool = True
    ) -> None:
        """Args: between: what stands in front of the second convolution, such as dropout."""
        super().__init__()
        self.residual = nn.Sequential(
            reflected(channels, channels, 3, bias=bias),
            map_norm(norm, channels),
            nn.ReLU(),
            *between,
            reflected(channels, channels, 3, bias=bias),
            map_norm(norm, channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.residual(x)


def unit(inputs: int, outputs: int, norm: MapNorm) -> nn.Sequential:
    """A large convolution at one size, as images begin with."""
    return _normed(reflected(inputs, outputs, 7), outputs, norm)


def narrowing(width: int, norm: MapNorm) -> nn.Sequential:
    """Half of each side, twice the maps."""
    return _normed(nn.Conv2d(width, 2 * width, 3, 2, 1), 2 * width, norm)


def widening(width: int, norm: MapNorm) -> nn.Sequential:
    """Twice each side, half of the maps."""
    half = width // 2
    return _normed(nn.ConvTranspose2d(width, half, 3, 2, 1, output_padding=1), half, norm)


def residual_blocks(width: int, count: int, norm: MapNorm) -> list[nn.Module]:
    return [ResidualBlock(width, norm) for _ in range(count)]


def hourglass(inputs: int, width: int, halvings: int, blocks: int, norm: MapNorm) -> nn.Sequential:
    """(n, inputs, h, w) to (n, width, h, w): 1 + 2 halvings + blocks layers."""
    levels = range(halvings)
    return nn.Sequential(
        unit(inputs, width, norm),
        *(narrowing(width << level, norm) for level in levels),
        *residual_blocks(width << halvings, blocks, norm),
        *(widening(width << (level + 1), norm) for level in reversed(levels)),
    )


def to_image(width: int, channels: int) -> nn.Sequential:
    """(n, width, h, w) to (n, channels, h, w) in (-1, 1)."""
    return nn.Sequential(reflected(width, channels, 7), nn.Tanh())


def _normed(convolve: nn.Module, channels: int, norm: MapNorm) -> nn.Sequential:
    return nn.Sequential(convolve, map_norm(norm, channels), nn.ReLU())
