"""The figure of a world of single numbers as a picture, without a window."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ganstudio.core.events import Pixels
from ganstudio.core.paths import assets_dir
from ganstudio.engine.inks import CRITIC, FAKE, FINER, GROUND, REAL
from ganstudio.engine.line_figure import Ink, LineFigure, Stroke, Words, dashes

_INKS: dict[Ink, str] = {
    "real": REAL, "generator": FAKE, "critic": CRITIC, "text2": "#B4BBC3",
    "text3": "#929BA5", "edge": "#454E57",
}  # fmt: skip
_FONT, _FONT_SIZE = "fonts/inter/Inter-Regular.otf", 11
_ANCHORS = {"left": "lm", "centre": "mm", "right": "rm"}


def draw_line_figure(figure: LineFigure, size: tuple[int, int]) -> Pixels:
    """(h, w, 3) in the dark colours of exports."""
    picture = Image.new("RGB", size, GROUND)
    for (ink, opacity), strokes in groupby(figure.strokes, _look):
        mask = _mask(strokes, size).reduce(FINER)
        picture.paste(_INKS[ink], mask=Image.fromarray((np.asarray(mask) * opacity).astype("u1")))
    pen = ImageDraw.Draw(picture)
    for words in figure.words:
        _write(pen, words)
    return np.asarray(picture, np.uint8)


def _look(stroke: Stroke) -> tuple[Ink, float]:
    return stroke.ink, stroke.opacity


def _mask(strokes: Iterable[Stroke], size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER))
    pen = ImageDraw.Draw(mask)
    for stroke in strokes:
        width = max(round(stroke.width * FINER), FINER)
        if stroke.is_filled:
            pen.polygon((stroke.path * FINER).ravel().tolist(), fill=255)
            continue
        for piece in dashes(stroke):
            pen.line((piece * FINER).ravel().tolist(), fill=255, width=width, joint="curve")
    return mask


def _write(pen: ImageDraw.ImageDraw, words: Words) -> None:
    place = words.x, words.y
    pen.text(place, words.text, _INKS[words.ink], _font(), _ANCHORS[words.align])


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(assets_dir() / _FONT), _FONT_SIZE)
