"""The networks of DiscoGAN, Kim et al. 2017, arXiv:1703.05192, sec. 3.2 and appendix."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Shape
from ganstudio.nn.pixels import FromPixels, FromVector, ToPixels
from ganstudio.nn.sizes import START, doublings
from ganstudio.parts.critic import Verdict

SLOPE = 0.2  # of the leaky ReLU below zero


class DiscoTranslator(Config):
    """An encoder to 4 px and a decoder, without short cuts between them."""

    label: ClassVar[str] = "DiscoGAN"

    kind: Literal["disco"] = "disco"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps behind the first halving; they double with every other. 64 in "
        "Kim 2017, 16 learns small images on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    bottleneck: int = Field(
        0,
        ge=0,
        le=1024,
        title="Bottleneck",
        description="Numbers that the whole image passes through, 100 in the program where it is "
        "asked for; with 0 the decoder begins at 4 px.",
        json_schema_extra=hints(slider=(0, 200)),
    )

    def build(self, given: Shape, made: Shape, random: RandomSource) -> nn.Module:  # noqa: ARG002
        """A module (n, *given) -> (n, *made). Raises InputError where the sides do not halve."""
        count = doublings(given, "The DiscoGAN translator")
        widths = [self.channels << level for level in range(count)]
        return DiscoTranslatorNetwork(given[0], made[0], widths, self.bottleneck)

    def summary(self) -> str:
        return f"DiscoGAN {self.channels}"


class DiscoTranslatorNetwork(nn.Module):
    """Images (n, given, h, w) to images (n, made, h, w) in (-1, 1).

    The layers themselves work on images in [0, 1], as the authors' do.
    """

    prefers_channels_last = True

    def __init__(self, given: int, made: int, widths: list[int], bottleneck: int) -> None:
        super().__init__()
        last = widths[-1]
        layers: list[nn.Module] = [*_first(given, widths[0])]
        for narrow, wide in pairwise(widths):
            layers += _halving(narrow, wide)
        if bottleneck:
            squeeze = nn.Conv2d(last, bottleneck, START, bias=False)
            spread = FromVector(bottleneck, last, START, bias=False)
            layers += [squeeze, nn.BatchNorm2d(bottleneck), nn.LeakyReLU(SLOPE)]
            layers += [spread, nn.BatchNorm2d(last), nn.ReLU()]
        for wide, narrow in pairwise(reversed(widths)):
            double = nn.ConvTranspose2d(wide, narrow, 4, 2, 1, bias=False)
            layers += [double, nn.BatchNorm2d(narrow), nn.ReLU()]
        layers += [ToPixels(widths[0], made, bias=False), nn.Sigmoid()]
        self.layers = nn.Sequential(*layers)

    def forward(self, images: Tensor) -> Tensor:
        shares: Tensor = self.layers((images + 1) / 2)
        return 2 * shares - 1


class DiscoCritic(Config):
    """Halvings to 4 px and one score; what lies between is matched by the generator."""

    label: ClassVar[str] = "DiscoGAN"

    kind: Literal["disco"] = "disco"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps behind the first halving; they double with every other. 64 in "
        "Kim 2017.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )

    def build(self, shape: Shape) -> "DiscoCriticNetwork":
        """A module (n, *shape) -> Verdict. Raises InputError where the sides do not halve."""
        count = doublings(shape, "The DiscoGAN critic")
        return DiscoCriticNetwork(shape[0], [self.channels << level for level in range(count)])

    def summary(self) -> str:
        return f"DiscoGAN {self.channels}"


class DiscoCriticNetwork(nn.Module):
    """Images (n, c, h, w) in [-1, 1] to a Verdict of scores (n,); the layers see [0, 1]."""

    prefers_channels_last = True

    def __init__(self, colours: int, widths: list[int]) -> None:
        super().__init__()
        self.first = nn.Sequential(*_first(colours, widths[0]))
        self.halvings = nn.ModuleList(
            nn.Sequential(*_halving(narrow, wide)) for narrow, wide in pairwise(widths)
        )
        self.score = nn.Conv2d(widths[-1], 1, START, bias=False)

    def forward(self, images: Tensor, label: Tensor | None = None) -> Verdict:  # noqa: ARG002
        x = self.first((images + 1) / 2)
        features = [x]
        for halve in self.halvings:
            x = halve(x)
            features.append(x)
        return Verdict(self.score(x).flatten(), features=tuple(features))


def _first(colours: int, width: int) -> Iterator[nn.Module]:
    yield FromPixels(colours, width, bias=False)
    yield nn.LeakyReLU(SLOPE)


def _halving(narrow: int, wide: int) -> list[nn.Module]:
    conv = nn.Conv2d(narrow, wide, 4, 2, 1, bias=False)
    return [conv, nn.BatchNorm2d(wide), nn.LeakyReLU(SLOPE)]
