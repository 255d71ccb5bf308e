"""Strips of pictures: what a generator's capabilities look like, at fixed latents.

Every strip needs one capability, and is there for every system that offers it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import (
    Encodes,
    Generates,
    NoiseInputs,
    Refines,
    ShowsLevels,
    Styles,
    Truncates,
    capability,
)
from ganstudio.core.instruments import Strip
from ganstudio.core.system import RandomSource, System
from ganstudio.data.pixels import to_uint8
from ganstudio.nn.pyramid import analyse

ROWS = 4
ACROSS = 8
MOST_CLASSES = 10
STRENGTHS = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
_DETAIL_GAIN = 2.0  # details are small; grey is none
NOISES = 8  # draws that the map of deviations is made of


class Asked(NamedTuple):
    """What strips are made of."""

    system: System
    random: RandomSource  # made anew for every strip: fixed latents
    real: Tensor  # (n, c, h, w)
    label: Tensor | None  # (n,) of `real`
    classes: tuple[str, ...]

    def latents(self, count: int) -> Tensor:
        generates = capability(self.system, Generates)
        assert generates is not None  # strips are made of generators alone
        return generates.latents(count, self.random)

    def labels(self, count: int) -> Tensor | None:
        """0, 1, 2 ... in turn, where the generator wants them."""
        generates = capability(self.system, Generates)
        classes = 0 if generates is None else generates.classes
        return torch.arange(count, device=self.real.device) % classes if classes else None


def nearest(asked: Asked) -> Strip | None:
    """Fakes over the real images nearest to them: alike pairs are copies."""
    generates = capability(asked.system, Generates)
    if generates is None:
        return None
    fake = generates.generate(asked.latents(ACROSS), asked.labels(ACROSS))
    found = torch.cdist(fake.flatten(1), asked.real.flatten(1)).argmin(1)
    pictures = _rows([fake, asked.real[found]])
    note = f"Below each fake the nearest of {len(asked.real):,} real images, pixel by pixel"
    return Strip("nearest", "Nearest real", (), pictures, note)


def by_class(asked: Asked) -> Strip | None:
    """A column a class, a row a latent."""
    generates = capability(asked.system, Generates)
    if generates is None or not generates.classes:
        return None
    shown = min(generates.classes, MOST_CLASSES)
    latents = asked.latents(ROWS).repeat_interleave(shown, 0)
    labels = torch.arange(shown, device=asked.real.device).repeat(ROWS)
    made = generates.generate(latents, labels)
    words = tuple(asked.classes[:shown])
    return Strip("classes", "Classes", words, _grid(made, ROWS), "Every row has one latent")


def truncation(asked: Asked) -> Strip | None:
    truncates = capability(asked.system, Truncates)
    if truncates is None:
        return None
    latents, labels = asked.latents(ROWS), asked.labels(ROWS)
    columns = [truncates.truncated(latents, strength, labels) for strength in STRENGTHS]
    words = tuple(f"{strength:g}" for strength in STRENGTHS)
    note = "1 leaves a sample as it is, 0 makes all alike"
    return Strip("truncation", "Truncation", words, _columns(columns), note)


def mixing(asked: Asked) -> Strip | None:
    """Styles of B in the coarse, middle or fine layers of A: Karras 2019, figure 3."""
    styles = capability(asked.system, Styles)
    layers = len(styles.style_sides) if styles is not None else 0
    if styles is None or layers < len(_THIRDS):
        return None
    drawn = styles.styles(asked.latents(2 * ROWS), asked.labels(2 * ROWS))
    first, second = drawn[:ROWS], drawn[ROWS:]
    columns = [styles.synthesise(first)]
    for number in range(len(_THIRDS)):
        low, high = (layers * bound // len(_THIRDS) for bound in (number, number + 1))
        mixed = torch.cat([first[:, :low], second[:, low:high], first[:, high:]], 1)
        columns.append(styles.synthesise(mixed))
    columns.append(styles.synthesise(second))
    words = ("A", *_THIRDS, "B")
    return Strip(
        "mixing",
        "Style mixing",
        words,
        _columns(columns),
        "A with the coarse, middle or fine styles of B",
    )


def noise(asked: Asked) -> Strip | None:
    """What chance decides beside the latent: Karras 2019, figures 4 and 5."""
    inputs, styles = capability(asked.system, NoiseInputs), capability(asked.system, Styles)
    if inputs is None or styles is None or not inputs.noise_sides:
        return None
    drawn = styles.styles(asked.latents(ROWS), asked.labels(ROWS))
    none = [torch.zeros_like(one) for one in inputs.stored_noise()]
    others = [
        styles.synthesise(drawn, inputs.draw_noise(ROWS, asked.random)) for _ in range(NOISES)
    ]
    spread = torch.stack(others).std(0).mean(1, keepdim=True).expand_as(others[0])
    spread = 2 * spread / spread.amax().clamp_min(1e-8) - 1
    columns = [
        styles.synthesise(drawn),
        others[0],
        others[1],
        styles.synthesise(drawn, none),
        spread,
    ]
    words = ("stored", "other", "another", "none", "spread")
    return Strip(
        "noise",
        "Noise",
        words,
        _columns(columns),
        "The same latent with other noise; bright where noise decides most",
    )


def chain(asked: Asked) -> Strip | None:
    """An image as it grows."""
    refines = capability(asked.system, Refines)
    if refines is None:
        return None
    levels = refines.chain(asked.latents(ROWS))
    words = tuple(f"{level.shape[-1]} px" for level in levels)
    columns = _columns(_equally_large(levels))
    return Strip("chain", "Coarse to fine", words, columns, "Every size adds detail")


def levels(asked: Asked) -> Strip | None:
    """The same samples at every size they have grown through: Karras 2018, figure 2."""
    shows, generates = capability(asked.system, ShowsLevels), capability(asked.system, Generates)
    if shows is None or generates is None:
        return None
    latents = asked.latents(ROWS)
    images = shows.level_images(latents)
    columns = _equally_large([*images, generates.generate(latents, asked.labels(ROWS))])
    words = (*(f"{image.shape[-1]} px" for image in images), "as drawn")
    note = "Each size by its own last layer, which learned only until the next one had faded in"
    return Strip("levels", "Every size", words, _columns(columns), note)


def details(asked: Asked) -> Strip | None:
    """What every finer level adds to blurred real images: Denton 2015, figure 1."""
    refines = capability(asked.system, Refines)
    if refines is None or len(refines.sides) < 2:
        return None
    pyramid = analyse(asked.real[:ROWS], len(refines.sides))
    columns, words = [], []
    for low, own, made in zip(
        pyramid.lows, pyramid.details, refines.details(pyramid.lows, asked.random), strict=True
    ):
        columns += [low, *(_DETAIL_GAIN * one for one in (own, made)), low + made]
        words += [f"{low.shape[-1]} px blurred", "its details", "made details", "with them"]
    explanation = "Real images without a level's details, and with those that are made for them"
    return Strip("details", "Details", tuple(words), _columns(_equally_large(columns)), explanation)


def redrawn(asked: Asked) -> Strip | None:
    """Other noise at one level after the other: coarser sizes stay."""
    refines, generates = capability(asked.system, Refines), capability(asked.system, Generates)
    if refines is None or generates is None:
        return None
    latents = asked.latents(ROWS)
    others = [refines.redrawn(latents, at, asked.random) for at in range(len(refines.sides))]
    columns = [generates.generate(one) for one in (latents, *others)]
    words = ("as drawn", *(f"other {side} px" for side in refines.sides))
    return Strip(
        "redrawn", "Levels drawn anew", words, _columns(columns), "Coarser sizes stay as they are"
    )


def reconstructions(asked: Asked) -> Strip | None:
    encodes, generates = capability(asked.system, Encodes), capability(asked.system, Generates)
    if encodes is None or generates is None:
        return None
    real = asked.real[:ACROSS]
    label = None if asked.label is None or not generates.classes else asked.label[:ACROSS]
    made = generates.generate(encodes.encode(real), label)
    return Strip("again", "Reconstructions", (), _rows([real, made]), "Real images over G(E(x))")


_THIRDS = ("coarse", "middle", "fine")
STRIPS: tuple[Callable[[Asked], Strip | None], ...] = (
    nearest, by_class, chain, levels, details, redrawn, mixing, truncation, noise, reconstructions,
)  # fmt: skip


def _rows(rows: list[Tensor]) -> NDArray[np.uint8]:
    return np.stack([to_uint8(row) for row in rows])


def _equally_large(images: Sequence[Tensor]) -> list[Tensor]:
    """As large as the largest, each pixel a square."""
    side = max(one.shape[-1] for one in images)
    return [F.interpolate(one, size=(side, side), mode="nearest") for one in images]


def _columns(columns: list[Tensor]) -> NDArray[np.uint8]:
    return np.stack([to_uint8(column) for column in columns], axis=1)


def _grid(made: Tensor, rows: int) -> NDArray[np.uint8]:
    pixels = to_uint8(made)
    return pixels.reshape(rows, -1, *pixels.shape[1:])
