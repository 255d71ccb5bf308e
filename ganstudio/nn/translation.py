"""Residual blocks between images of one size, Johnson et al. 2016, arXiv:1603.08155."""

from torch import Tensor, nn

from ganstudio.nn.dropout import Dropout
from ganstudio.nn.hourglass import ResidualBlock
from ganstudio.nn.maps import map_norm, reflected
from ganstudio.nn.unet import Build


class ResnetTranslation(nn.Module):
    """Images (n, given, h, w) to (n, made, h, w) in (-1, 1).

    Zhu et al. 2017, arXiv:1703.10593, sec. 7.2: two halvings, blocks, two doublings. Sides are
    multiples of 4.
    """

    prefers_channels_last = True

    def __init__(self, given: int, made: int, channels: int, blocks: int, build: Build) -> None:
        super().__init__()
        bias = build.norm != "batch"
        layers: list[nn.Module] = [
            reflected(given, channels, 7, bias=bias),
            map_norm(build.norm, channels),
            nn.ReLU(),
        ]
        for width in (channels, 2 * channels):
            conv = nn.Conv2d(width, 2 * width, 3, 2, 1, bias=bias)
            layers += [conv, map_norm(build.norm, 2 * width), nn.ReLU()]
        layers += [_block(4 * channels, build, bias=bias) for _ in range(blocks)]
        for width in (2 * channels, channels):
            up = nn.ConvTranspose2d(2 * width, width, 3, 2, 1, output_padding=1, bias=bias)
            layers += [up, map_norm(build.norm, width), nn.ReLU()]
        self.layers = nn.Sequential(*layers, reflected(channels, made, 7), nn.Tanh())

    def forward(self, images: Tensor) -> Tensor:
        made: Tensor = self.layers(images)
        return made


def _block(channels: int, build: Build, *, bias: bool) -> ResidualBlock:
    dropout = [Dropout(build.dropout, build.random)] if build.dropout else []
    return ResidualBlock(channels, build.norm, *dropout, bias=bias)
