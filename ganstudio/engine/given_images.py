"""What a model makes of images from files: translations, other domains, pictures of label maps."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor

from ganstudio.core.capabilities import MovesDomains, PaintsRegions, Translates, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Group
from ganstudio.data.decode import UNREADABLE, open_picture, to_pixels
from ganstudio.data.label_images import read_numbers
from ganstudio.data.pixels import to_float
from ganstudio.engine.sampling import TrainedModel
from ganstudio.parts.attributes import one_each
from ganstudio.parts.painting import coloured

MOST_DOMAINS = 16  # rows; a list of attributes may be longer
_GREY: Literal[1] = 1
_COLOUR: Literal[3] = 3

Rows = dict[str, NDArray[np.float32]]


def takes_images(model: TrainedModel) -> bool:
    """Whether single images from files can be shown to the model."""
    kinds = (PaintsRegions, Translates, MovesDomains)
    return any(capability(model.averaged, kind) is not None for kind in kinds)


@torch.no_grad()
def made_of(model: TrainedModel, paths: Sequence[Path]) -> Rows:
    """Rows of (n, c, h, w) images in [-1, 1] by name: what is made of each file, then the sources.

    Label maps are read as numbers. Images are cropped to the shape that the model was trained on.

    Raises:
        InputError: a file is no image or label map of this model, or it is given no images.
    """
    averaged = model.averaged
    if (paints := capability(averaged, PaintsRegions)) is not None:
        rows = _painted(paints, model, paths)
    elif (translates := capability(averaged, Translates)) is not None:
        rows = _translated(translates, model, paths)
    elif (moves := capability(averaged, MovesDomains)) is not None:
        rows = _moved(moves, model, paths)
    else:
        raise InputError("This run's system makes nothing of single images: leave --image out.")
    return {name: images.cpu().numpy() for name, images in rows.items()}


def _translated(
    translates: Translates, model: TrainedModel, paths: Sequence[Path]
) -> dict[str, Tensor]:
    source = _images(paths, model.spec.source, model.device)
    count = len(translates.directions) if model.spec.source == model.spec.shape else 1
    made = [translates.translate(source, direction) for direction in range(count)]
    names = ["translation"]
    if count > 1:
        names = [words.replace(" ", "_") for words in translates.directions]
    return {**dict(zip(names, made, strict=True)), "source": source}


def _moved(moves: MovesDomains, model: TrainedModel, paths: Sequence[Path]) -> dict[str, Tensor]:
    source = _images(paths, model.spec.shape, model.device)
    groups = [Group(*group) for group in moves.groups]
    wishes = one_each(groups, MOST_DOMAINS)
    rows = {
        name: moves.move(source, torch.tensor(wish, device=model.device).expand(len(source), -1))
        for name, wish in wishes
    }
    return {**rows, "source": source}


def _painted(
    paints: PaintsRegions, model: TrainedModel, paths: Sequence[Path]
) -> dict[str, Tensor]:
    maps = [_label_map(path, model.spec.shape, len(paints.regions)) for path in paths]
    regions = torch.stack(maps).to(model.device)
    return {"painting": paints.paint(regions), "source": coloured(regions, model.spec.regions)}


def _images(paths: Sequence[Path], shape: tuple[int, ...], device: torch.device) -> Tensor:
    rows = [_image(path, shape) for path in paths]
    return to_float(torch.from_numpy(np.stack(rows)).to(device))


def _image(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    channels, height, width = shape
    _need(path)
    if channels not in (_GREY, _COLOUR):
        raise InputError(f"This run translates images of {channels} channels, which no file has.")
    try:
        picture = open_picture(path, _GREY if channels == _GREY else _COLOUR, "white", (0, 0))
    except UNREADABLE as error:
        raise InputError(f"{path} is no image that can be read ({error}): give another.") from error
    return to_pixels(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))


def _label_map(path: Path, shape: tuple[int, ...], count: int) -> Tensor:
    """(h, w) int64 ids, cropped to the shape's proportions and never blended."""
    _need(path)
    try:
        numbers = read_numbers(path).numbers
    except UNREADABLE as error:
        raise InputError(f"{path} is no label map that can be read ({error}).") from error
    highest = int(numbers.max())
    if highest >= count:
        raise InputError(
            f"{path} has the label {highest}, and the run's regions go to {count - 1}: give a map "
            "of their numbers."
        )
    rows, columns = (_places(*each) for each in _spans(numbers.shape, shape[1:]))
    return torch.from_numpy(np.ascontiguousarray(numbers[np.ix_(rows, columns)]))


def _spans(
    held: tuple[int, ...], wanted: tuple[int, ...]
) -> tuple[tuple[int, float, int], tuple[int, float, int]]:
    """Of rows and of columns: how many there are, how many are kept, and as how many."""
    scale = min(held[0] / wanted[0], held[1] / wanted[1])
    return (held[0], scale * wanted[0], wanted[0]), (held[1], scale * wanted[1], wanted[1])


def _places(held: int, kept: float, wanted: int) -> NDArray[np.int64]:
    """Middles of `wanted` equal parts of the middle `kept` of `held` places."""
    start = (held - kept) / 2
    found = start + (np.arange(wanted) + 0.5) * kept / wanted
    return np.clip(found.astype(np.int64), 0, held - 1)


def _need(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"There is no file {path}: name an image.")
