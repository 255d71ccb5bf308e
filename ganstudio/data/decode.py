"""One picture file of any common format to pixels of one size."""

import struct
import zlib
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from ganstudio.data.fitting import Background, Fit, fitted, window
from ganstudio.data.pictures import Pixels

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"})

UNREADABLE = (
    OSError,
    EOFError,
    SyntaxError,  # raised by Pillow for a broken PNG
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    MemoryError,
    NotImplementedError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow raises for files that are no pictures, torn, or absurdly large."""


class Frame(NamedTuple):
    """What every picture is made into."""

    size: int
    channels: Literal[1, 3]
    fit: Fit
    background: Background


def decode(path: Path, frame: Frame) -> Pixels:
    """(channels, size, size) uint8. Raises one of UNREADABLE."""
    # A JPEG decodes several times faster when half its size is enough.
    enough = (2 * frame.size, 2 * frame.size)
    image = open_picture(path, frame.channels, frame.background, enough)
    shown = window(image.size, frame.size, frame.fit)
    return to_pixels(fitted(image, shown, frame.size, frame.background))


def open_picture(
    path: Path, channels: Literal[1, 3], background: Background, enough: tuple[int, int]
) -> Image.Image:
    """An upright picture without transparency; a large JPEG may come smaller than it is.

    Args:
        path: of the file.
        channels: 3 for colour, 1 for shades of grey.
        background: behind transparent pixels.
        enough: width and height that the picture is not to come smaller than.

    Raises:
        One of UNREADABLE.
    """
    with Image.open(path) as image:
        image.draft(None, enough)
        upright = ImageOps.exif_transpose(image)
    return _opaque(upright, background).convert("L" if channels == 1 else "RGB")


def to_pixels(image: Image.Image) -> Pixels:
    """(channels, h, w) of a grey or colour image."""
    pixels = np.asarray(image).reshape(image.height, image.width, -1)
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def _opaque(image: Image.Image, background: Background) -> Image.Image:
    """Eight bits a channel, no transparency."""
    if image.mode.startswith("I"):  # 16 bits of grey; Pillow's own conversion would clip them
        deep = np.asarray(image).astype(np.float64)
        return Image.fromarray(np.clip(np.round(deep / 257), 0, 255).astype(np.uint8))
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, background), layer)
