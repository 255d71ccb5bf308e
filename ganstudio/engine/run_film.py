"""The kept snapshots of a run as pictures of one size, one after the other, each with its step."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ganstudio.core.errors import InputError
from ganstudio.core.events import Pixels, SnapshotTaken
from ganstudio.core.paths import assets_dir
from ganstudio.engine import snapshots
from ganstudio.engine.inks import GROUND
from ganstudio.engine.side_by_side import side_by_side
from ganstudio.engine.world_picture import draw_world

MOST = 600
PER_SECOND = 5.0  # snapshots, as the studio plays them at first
_WORLD = (640, 640)
_CLEAR = 480  # px across of a film that can be watched: smaller pictures are enlarged
_CAPTION, _MARGIN, _BAR = 28, 10, 2  # px
_FONT = "fonts/inter/Inter-Regular.otf"
_INK, _QUIET = "#ECEEF0", "#454E57"


def chosen_steps(known: Sequence[int], most: int = MOST) -> list[int]:
    """All of the steps, or `most` of them at even distances, first and last among them."""
    places = np.linspace(0, len(known) - 1, min(len(known), most)).round().astype(int)
    return [known[at] for at in dict.fromkeys(places.tolist())]


def frames(folder: Path, steps: Sequence[int], row: str = "") -> Iterator[Pixels]:
    """(h, w, 3) pictures of the snapshots of `steps`, rising.

    Args:
        folder: of the run's snapshots.
        steps: kept snapshots.
        row: which of the pictures; what lies side by side, or the first, where there is none such.

    Raises:
        InputError: there is no snapshot.
        RunError: one of them cannot be read.
    """
    if not steps:
        raise InputError("The run has no snapshot yet: let it train to its first one.")
    size = _body(snapshots.load(folder, steps[-1]), row).shape
    for step in steps:
        body = _body(snapshots.load(folder, step), row)
        if body.shape != size:  # the networks grew
            grown = Image.fromarray(body).resize((size[1], size[0]), Image.Resampling.NEAREST)
            body = np.asarray(grown, np.uint8)
        yield np.concatenate([body, _caption(step, steps[-1], size[1])])


def _body(snapshot: SnapshotTaken, row: str) -> Pixels:
    if snapshot.world is not None:
        return draw_world(snapshot.world, _WORLD)
    joined = side_by_side(snapshot.pictures)
    first = next(iter(snapshot.pictures.values())) if joined is None else joined
    sheet = snapshots.montage(snapshot.pictures.get(row, first))
    times = max(1, -(-_CLEAR // sheet.shape[1]))
    return sheet.repeat(times, 0).repeat(times, 1)


def _caption(step: int, last: int, width: int) -> Pixels:
    """The step in words over a line that grows from the first step to the last."""
    picture = Image.new("RGB", (width, _CAPTION), GROUND)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(assets_dir() / _FONT), 14)
    pen.text((_MARGIN, _CAPTION // 2 + _BAR // 2), f"step {step:,}", _INK, font, "lm")
    pen.rectangle((0, 0, width, _BAR - 1), _QUIET)
    pen.rectangle((0, 0, round(width * step / max(last, 1)), _BAR - 1), _INK)
    return np.asarray(picture, np.uint8)
