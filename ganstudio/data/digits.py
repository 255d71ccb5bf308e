"""Handwritten digits that need no download.

1,797 scans of 8 x 8 pixels with 17 grey levels, from the UCI optical digits (CC BY 4.0), as shipped
with scikit-learn.
"""

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data.batches import DataSpec
from ganstudio.data.pictures import Pictures, resized
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store

_CLASSES = tuple("0123456789")
_COUNT = 1797
_LEVELS = 16  # the brightest value

ScanSize = Annotated[
    Literal[8, 16, 32],
    Field(
        title="Image size",
        description="The scans have 8 px; larger sizes are interpolated.",
        json_schema_extra=hints(unit="px"),
    ),
]


class Digits(Config):
    """Small handwritten digits, ready at once: 1,797 images in 10 classes."""

    label: ClassVar[str] = "Digits"
    kind: Literal["digits"] = "digits"
    size: ScanSize = 8

    def spec(self) -> DataSpec:
        return DataSpec((1, self.size, self.size), _CLASSES, _COUNT)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> Store:
        report("Reading digits", 0.0)
        return Store(self.pictures(), seed, device, share)

    def pictures(self) -> Pictures:
        """All digits, in the order of the file."""
        table = _table()
        scans = np.round(table[:, :64] * (255 / _LEVELS)).astype(np.uint8)
        images = resized(scans.reshape(-1, 1, 8, 8), self.size)
        return Pictures(images, table[:, 64].astype(np.int64), _CLASSES)


@cache
def _table() -> NDArray[np.float64]:
    """(1797, 65): the pixels of each scan and its digit.

    The file is read as it is: importing scikit-learn's own reader takes seconds.
    """
    found = find_spec("sklearn")
    folders = found.submodule_search_locations if found else None
    if not folders:
        raise DataError("The digits come with scikit-learn, which is missing; install it.")
    path = Path(folders[0]) / "datasets" / "data" / "digits.csv.gz"
    try:
        with gzip.open(path, "rt", encoding="ascii") as file:
            table: NDArray[np.float64] = np.loadtxt(file, delimiter=",")
    except OSError:
        raise DataError(f"{path} cannot be read; reinstall scikit-learn.") from None
    return table
