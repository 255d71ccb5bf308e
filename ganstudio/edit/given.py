"""Pictures that a tool was given, as a request keeps them: of the size that the model takes."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.decode import SUFFIXES, UNREADABLE, open_picture
from ganstudio.data.pixels import to_float, to_uint8
from ganstudio.edit.artist import Picture
from ganstudio.edit.packed import Packed
from ganstudio.edit.photos import MOST_PIXELS

LEAST_SIDE = 4  # px: smaller pictures show nothing to translate, to paint on or to copy
_GREY: Literal[1] = 1
_COLOUR: Literal[3] = 3


class Given(Config):
    """A picture and what it is called.

    Attributes:
        name: of its file, or of its place in the run's data.
        picture: (h, w, c) uint8, c 1 or 3.
    """

    name: str
    picture: Packed

    def images(self, device: torch.device) -> Tensor:
        """(1, c, h, w) in [-1, 1]."""
        pixels = self.picture.array()
        if pixels.ndim != 3 or pixels.dtype != np.uint8:
            raise InputError(f"{self.name} holds no picture: choose its file again.")
        return to_float(torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].to(device))


def given_file(path: Path, shape: tuple[int, ...]) -> Given:
    """The middle of a picture file, scaled to a model's (c, h, w).

    Transparency becomes white, CMYK becomes RGB, a grey model sees shades of grey.

    Raises InputError: no picture, too large or too small, or the model takes none of files.
    """
    channels, height, width = shape
    if channels not in (_GREY, _COLOUR):
        raise InputError(f"This model takes pictures of {channels} channels, which no file has.")
    try:
        _refuse_extremes(path)
        enough = (2 * width, 2 * height)
        whole = open_picture(path, _GREY if channels == _GREY else _COLOUR, "white", enough)
        fitted = ImageOps.fit(whole, (width, height), Image.Resampling.LANCZOS)
    except UNREADABLE as error:
        raise InputError(
            f"{path.name} cannot be read as a picture: choose a PNG, JPEG, WebP, BMP or GIF."
        ) from error
    return Given(name=path.name, picture=Packed.of(np.asarray(fitted).reshape(height, width, -1)))


def given_rows(images: Tensor, name: str) -> tuple[Given, ...]:
    """(n, c, h, w) images in [-1, 1], called by `name` and their number."""
    pixels = to_uint8(images)
    return tuple(
        Given(name=f"{name} {at + 1}", picture=Packed.of(one)) for at, one in enumerate(pixels)
    )


def pictures_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The picture files among paths and directly in folders among them, in the order of names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES)
        else:
            found.append(path)
    return tuple(found)


def _refuse_extremes(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path) as image:
            across, down = image.size
    if min(across, down) < LEAST_SIDE:
        raise InputError(
            f"{path.name} is {across} x {down} px, too small to show anything: choose a picture of "
            f"{LEAST_SIDE} px a side or more."
        )
    if across * down > MOST_PIXELS:
        raise InputError(
            f"{path.name} has {across * down / 1e6:,.0f} megapixels, more than "
            f"{MOST_PIXELS // 1_000_000}: save a smaller copy and choose that."
        )


def device_of(system: System) -> torch.device:
    """Where the system's players are."""
    return next(next(iter(system.players.values())).parameters()).device


def in_colour(picture: Picture) -> Picture:
    """(h, w, 3) of a grey or colour picture: so that both stand in one sheet."""
    return np.repeat(picture, _COLOUR, 2) if picture.shape[2] == _GREY else picture


def chosen_rows(count: int, shown: Sequence[int]) -> tuple[int, ...]:
    """Places of the pictures that are shown: all where none is named. Raises InputError."""
    if not count:
        raise InputError("There is no picture yet: drop one here, or take examples of the data.")
    rows = tuple(at for at in shown if 0 <= at < count)
    return rows or tuple(range(count))


def distance(one: Tensor, other: Tensor) -> float:
    """Mean absolute difference of images in [-1, 1], as a share of the whole range."""
    return float((one - other).abs().mean() / 2)


def error_map(one: Tensor, other: Tensor) -> NDArray[np.float32]:
    """(h, w) absolute difference of (1, c, h, w) images, 0 to 1, mean over channels."""
    apart: NDArray[np.float32] = ((one - other).abs().mean(1)[0] / 2).cpu().numpy()
    return apart


def structure_kept(one: Tensor, other: Tensor) -> float:
    """Correlation of the edges of two images: 1 where both have the same ones, of any colour.

    Args:
        one: (1, c, h, w), h and w at least 2.
        other: (1, c', h, w).
    """
    edges = torch.stack([_edges(one).flatten(), _edges(other).flatten()]).double()
    centred = edges - edges.mean(1, keepdim=True)
    lengths = centred.norm(dim=1)
    if float(lengths.min()) == 0:
        return 1.0 if torch.equal(edges[0], edges[1]) else 0.0
    return float((centred[0] @ centred[1]) / (lengths[0] * lengths[1]))


def _edges(images: Tensor) -> Tensor:
    """(h - 1, w - 1) size of the brightness's slope."""
    light = images.mean(1)[0]
    down, right = light[1:, :-1] - light[:-1, :-1], light[:-1, 1:] - light[:-1, :-1]
    return torch.hypot(down, right)
