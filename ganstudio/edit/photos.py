"""A photo of elsewhere as a picture of the size that a model makes."""

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.core.errors import InputError
from ganstudio.data.decode import UNREADABLE, Frame, decode
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed

MOST_PIXELS = 120_000_000


def photo(path: Path, shape: tuple[int, ...]) -> Packed:
    """The square middle of a photo, scaled to (h, w, c) uint8.

    Transparency becomes white, 16 bits a channel become 8, CMYK becomes RGB, a grey model sees
    shades of grey, and an animation shows its first picture.

    Raises InputError: no picture, too large, or the model makes no square pictures.
    """
    height, width, channels = shape
    if height != width:
        raise InputError(f"This model makes {width} x {height} px: only square ones are inverted.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as image:
                across, down = image.size
            if across * down > MOST_PIXELS:
                raise InputError(
                    f"{path.name} has {across * down / 1e6:,.0f} megapixels, more than "
                    f"{MOST_PIXELS // 1_000_000}: save a smaller copy and choose that."
                )
            pixels = decode(path, Frame(height, 1 if channels == 1 else 3, "crop", "white"))
        except UNREADABLE as error:
            raise InputError(
                f"{path.name} cannot be read as a picture: choose a PNG, JPEG, WebP, GIF or TIFF."
            ) from error
    return Packed.of(np.ascontiguousarray(pixels.transpose(1, 2, 0)))


def own_photo(artist: Artist, seed: int) -> Packed:
    """One of the model's own pictures, to try an inversion on."""
    label = 0 if artist.generates.classes else None
    return Packed.of(artist.draw(Latent(seed=seed, label=label)))


def residual(target: Picture, made: Picture) -> NDArray[np.float32]:
    """(h, w) absolute difference, 0 to 1 of the whole range, mean over channels."""
    apart = np.abs(target.astype(np.float32) - made.astype(np.float32))
    mean: NDArray[np.float32] = (apart.mean(2) / 255).astype(np.float32)
    return mean


def worst_place(errors: NDArray[np.float32]) -> tuple[tuple[int, int, int, int], float]:
    """Box (left, top, width, height) of a quarter of each side where most of the squared error
    lies, and its share of all.
    """
    squared = errors.astype(np.float64) ** 2
    height, width = squared.shape
    tall, wide = max(height // 4, 1), max(width // 4, 1)
    sums = np.zeros((height + 1, width + 1))
    sums[1:, 1:] = squared.cumsum(0).cumsum(1)
    inside = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    top, left = np.unravel_index(int(inside.argmax()), inside.shape)
    total = squared.sum()
    share = float(inside.max() / total) if total > 0 else 0.0
    return (int(left), int(top), wide, tall), share
