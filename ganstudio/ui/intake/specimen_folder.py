"""A small folder laid out as Cityscapes, a few things wrong with it, for pictures of the page."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.data.street_drawing import draw
from ganstudio.data.street_plan import planted
from ganstudio.data.street_view import REGIONS

COUNT, SIDE = 36, 128
UNKNOWN = 255
_IDS = {
    "sky": 23, "building": 11, "road": 7, "marking": 7, "pavement": 8, "grass": 22, "tree": 21,
    "lamp": 17, "car": 26, "person": 24,
}  # fmt: skip
"""Labels of Cityscapes by the studio's names."""
_THOUSAND = 1000


def write_streets(folder: Path) -> Path:
    """Pictures, label and instance maps; one is torn, one has no labels, one has unknown places."""
    drawn = draw(planted(COUNT), SIDE)
    ids = np.array([_IDS[region.name] for region in REGIONS])
    for number in range(COUNT):
        name = f"town/town_{number:06d}_000019"
        labels = ids[drawn.regions[number]]
        if number % 7 == 0:
            labels[-6:] = UNKNOWN
        _save(folder / f"leftImg8bit/train/{name}_leftImg8bit.png", drawn.pictures[number])
        _save(folder / f"gtFine/train/{name}_gtFine_labelIds.png", labels.astype(np.uint8))
        objects = np.where(labels == UNKNOWN, UNKNOWN, _objects(drawn.instances[number], ids))
        _save(folder / f"gtFine/train/{name}_gtFine_instanceIds.png", objects.astype(np.uint16))
    pictures = sorted(folder.glob("leftImg8bit/train/town/*.png"))
    sorted(folder.glob("gtFine/train/town/*_labelIds.png"))[5].unlink()
    whole = pictures[11].read_bytes()
    pictures[11].write_bytes(whole[: len(whole) // 2])
    return folder


def _objects(instances: NDArray[np.int64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of objects as Cityscapes gives them; the id of the region elsewhere."""
    is_object = instances >= _THOUSAND
    region = np.where(is_object, instances // _THOUSAND, instances)
    return np.where(is_object, ids[region] * _THOUSAND + instances % _THOUSAND, ids[region])


def _save(path: Path, pixels: NDArray[np.generic]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
