"""Pictures beside the label maps that they were made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Maps:
    """Pictures (n, h, w, c) of label maps (n, h, w) of `count` regions: made ones and real ones."""

    made: NDArray[np.uint8]
    real: NDArray[np.uint8]
    wanted: NDArray[np.int64]
    count: int
