"""Images whose pixels are numbers: read as they were written, never as shades."""

from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image

from ganstudio.data.fitting import Ids
from ganstudio.data.palettes import Colour, packed

Form = Literal["8-bit", "16-bit", "32-bit", "palette", "colours"]
MAP_SUFFIXES = frozenset({".png", ".tif", ".tiff", ".bmp", ".gif"})
"""Formats that keep numbers; .jpg and .webp blur them."""


class NumberImage(NamedTuple):
    """What was read.

    Attributes:
        numbers: (h, w); of "colours" red + 256 green + 65536 blue.
        form: how the file keeps them.
        palette: colours of the numbers of a palette image; empty elsewhere.
    """

    numbers: Ids
    form: Form
    palette: tuple[Colour, ...] = ()

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self.numbers.shape
        return width, height


def read_numbers(path: Path, *, by_colour: bool = False) -> NumberImage:
    """The numbers of an image file; a grey picture saved in colour is read as grey.

    Args:
        path: of the file.
        by_colour: read the colours of a palette image, not its numbers.

    Raises:
        One of decode.UNREADABLE: the file is torn or no picture.
    """
    with Image.open(path) as image:
        image.load()
        palette = _palette(image)
        if palette and not by_colour:
            return NumberImage(np.asarray(image).astype(np.int64), "palette", palette)
        if image.mode in {"1", "L", "LA"} or image.mode.startswith(("I", "F")):
            return _grey(np.asarray(image), path)
        colours = np.asarray(image.convert("RGB")).astype(np.int64)
    if not by_colour and (colours == colours[..., :1]).all():
        return NumberImage(colours[..., 0], "8-bit")
    return NumberImage(packed(colours), "colours")


def _palette(image: Image.Image) -> tuple[Colour, ...]:
    if image.mode != "P":
        return ()
    values = image.getpalette("RGB") or []
    triples = zip(values[0::3], values[1::3], values[2::3], strict=False)
    return tuple((red, green, blue) for red, green, blue in triples)


def _grey(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]], path: Path) -> NumberImage:
    plane = values[..., 0] if values.ndim == 3 else values  # grey and opacity
    if plane.dtype.kind == "f":
        whole = plane.astype(np.float64)
        if not (np.isfinite(whole).all() and (whole == np.rint(whole)).all()):
            raise ValueError(f"{path.name} holds fractions where whole numbers are needed")
        return NumberImage(whole.astype(np.int64), "32-bit")
    forms: dict[int, Form] = {1: "8-bit", 2: "16-bit"}
    return NumberImage(plane.astype(np.int64), forms.get(plane.dtype.itemsize, "32-bit"))
