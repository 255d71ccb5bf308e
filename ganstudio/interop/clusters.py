"""Feature files of pix2pixHD: what each class of a label map may look like.

The program keeps them as object arrays of numpy, which are pickles.
"""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.interop.records import ArrayRecord, read_record

Floats = NDArray[np.float64]

WHAT = "feature file of pix2pixHD"
MOST_BYTES = 1 << 30
MOST_CLASSES = 65_536


def read_clusters(path: Path) -> dict[int, Floats]:
    """Rows of features by class id: `features.npy`, `features_clustered_010.npy`.

    Raises:
        InputError: the file is none, or asks for more than numbers.
    """
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise InputError(f"There is no {WHAT} of at most {MOST_BYTES >> 20} MiB at {path}.")
    stream = io.BytesIO(path.read_bytes())
    try:
        is_first = npy.read_magic(stream) == (1, 0)
        read_header = npy.read_array_header_1_0 if is_first else npy.read_array_header_2_0
        _, _, kind = read_header(stream)
    except (ValueError, EOFError) as error:
        raise InputError(f"{path} is no {WHAT}: choose a features…npy file.") from error
    if not kind.hasobject:
        raise InputError(f"{path} is an array of {kind}, and no {WHAT}.")
    array = read_record(stream.read(), path, WHAT)
    try:
        return _rows(array)
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        raise InputError(f"{path} is no {WHAT}: it holds no rows by class.") from error


def _rows(array: ArrayRecord) -> dict[int, Floats]:
    (classes,) = array.items
    if len(classes) > MOST_CLASSES:
        raise ValueError("too many classes")
    return {int(number): _table(rows) for number, rows in classes.items()}


def _table(rows: Any) -> Floats:
    table = np.asarray(rows.value, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"{table.ndim} dimensions where rows are meant")
    return table
