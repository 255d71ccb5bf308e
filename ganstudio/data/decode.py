"""One picture file of any common format to pixels of one size."""

import struct
import zlib
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from ganstudio.data.pictures import Pixels

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"})
Fit = Literal["crop", "pad", "stretch"]
Background = Literal["white", "black"]

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
    with Image.open(path) as image:
        # A JPEG decodes several times faster when half its size is enough.
        image.draft(None, (2 * frame.size, 2 * frame.size))
        upright = ImageOps.exif_transpose(image)
    mode = "L" if frame.channels == 1 else "RGB"
    fitted = _fitted(_opaque(upright, frame.background).convert(mode), frame)
    pixels = np.asarray(fitted).reshape(frame.size, frame.size, frame.channels)
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


def _fitted(image: Image.Image, frame: Frame) -> Image.Image:
    square = (frame.size, frame.size)
    match frame.fit:
        case "crop":
            return ImageOps.fit(image, square, Image.Resampling.LANCZOS)
        case "pad":
            return ImageOps.pad(image, square, Image.Resampling.LANCZOS, frame.background)
        case "stretch":
            return image.resize(square, Image.Resampling.LANCZOS)
