"""Feature files as pix2pixHD reads them: a pickled array that holds one dict of numbers."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ganstudio.core.paths import write_atomically


def write_clusters(path: Path, rows: Mapping[int, Sequence[Sequence[float]]]) -> None:
    """Write rows of features by class id, whole or not at all. Raises OSError."""
    table = {int(region): np.asarray(each, np.float32) for region, each in rows.items()}
    content = io.BytesIO()
    np.save(content, np.array(table, dtype=object), allow_pickle=True)
    write_atomically(path, content.getvalue())
