"""The colours of maps: 256 steps for heat, for signed values, for surfaces under points.

Apart from the palette, because the first window is painted before numpy is imported.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

ColourTable = npt.NDArray[np.uint8]

_SEQUENTIAL = "0B1020 16264F 1F4683 1F6C9E 2C91A6 55B39A 93CE88 D3E48A FBF6C0"
_DIVERGING_DARK = "7CC4FF 3E8FD6 245787 20272E 7A4618 CC7422 FFB56B"
_DIVERGING_LIGHT = "0A4F96 3E8FD6 A9CDEF EEF0F2 F2C79A D9801F 8A4200"
_SURFACE_DARK = "0C1218 10202F 15314A 1B4568 245B86"
_SURFACE_LIGHT = "F4F8FC E2EEF8 D2E4F4 BFD9F0 ABCEEC"


@cache
def _table(stops: str) -> ColourTable:
    """Interpolate hex stops linearly in sRGB to 256 colours; (256, 3), read-only."""
    colours = np.array([list(bytes.fromhex(stop)) for stop in stops.split()], dtype=np.float64)
    at = np.linspace(0, len(colours) - 1, 256)
    known = np.arange(len(colours))
    channels = [np.interp(at, known, colours[:, channel]) for channel in range(3)]
    table = np.stack(channels, axis=1).round().astype(np.uint8)
    table.setflags(write=False)
    return table


def sequential_table() -> ColourTable:
    """Dark to bright, for heat maps; the same in both themes."""
    return _table(_SEQUENTIAL)


def diverging_table(*, dark: bool) -> ColourTable:
    """Blue (the critic says real) over neutral to orange (it says fake), zero in the middle."""
    return _table(_DIVERGING_DARK if dark else _DIVERGING_LIGHT)


def surface_table(*, dark: bool) -> ColourTable:
    """A narrow blue range to lie under points."""
    return _table(_SURFACE_DARK if dark else _SURFACE_LIGHT)
