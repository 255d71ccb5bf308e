"""The one way from an array to a picture on the screen."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}


def to_qimage(array: npt.NDArray[np.uint8]) -> QImage:
    """Copy a picture into a QImage that owns its pixels.

    Args:
        array: uint8, (h, w), (h, w, 1), (h, w, 3) or (h, w, 4).

    Raises:
        ValueError: another shape or dtype; floats are scaled elsewhere, in one place.
    """
    channels = 1 if array.ndim == 2 else array.shape[-1]
    if array.dtype != np.uint8 or array.ndim not in (2, 3) or channels not in _FORMATS:
        raise ValueError(f"a picture is uint8 (h, w[, 1 | 3 | 4]), got {array.dtype} {array.shape}")
    height, width = array.shape[:2]
    if height == 0 or width == 0:
        return QImage()
    pixels = np.ascontiguousarray(array)
    # QImage wraps the buffer; the copy owns it, and the stride keeps odd widths unsheared.
    wrapped = QImage(pixels.data, width, height, width * channels, _FORMATS[channels])
    return wrapped.copy()
