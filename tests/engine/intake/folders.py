"""Small folders of data, written as their owners would."""

import numpy as np
from PIL import Image

SIDE = 16


def save(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def photo(seed, width=SIDE, height=SIDE):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def labels(top, bottom, kind=np.uint8):
    found = np.full((SIDE, SIDE), bottom, kind)
    found[: SIDE // 2] = top
    return found


def tear(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def write_pairs(folder, count=6):
    """Folders A and B with pictures of the same names."""
    for number in range(count):
        save(folder / f"A/{number}.png", photo(number))
        save(folder / f"B/{number}.png", photo(100 + number))
    return folder


def write_halves(folder, count=6):
    """A and B side by side in one picture."""
    for number in range(count):
        save(folder / f"{number}.png", photo(number, 2 * SIDE))
    return folder


def write_domains(folder, count=6):
    for number in range(count):
        save(folder / f"trainA/{number}.png", photo(number))
        save(folder / f"trainB/other{number}.png", photo(100 + number))
    return folder


def write_maps(folder, count=6, last=2, objects=True):
    """Pictures, label maps of 0, 1 and `last`, and instance maps if wanted."""
    for number in range(count):
        save(folder / f"train_img/{number}.png", photo(number))
        save(folder / f"train_label/{number}.png", labels(number % 2, last))
        if objects:
            save(folder / f"train_inst/{number}.png", labels(number % 2, 2001, np.uint16))
    return folder


def write_classes(folder, count=6):
    for number in range(count):
        save(folder / f"{('cats', 'dogs')[number % 2]}/{number}.png", photo(number))
    return folder
