"""The dash patterns that tell series apart where colour is not enough."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

Dash = Literal["solid", "dash", "dot", "dashdot"]

_PATTERNS: dict[str, tuple[float, ...]] = {
    "solid": (),
    "dash": (6, 3),
    "dot": (2, 3),
    "dashdot": (8, 3, 2, 3),
}
DASH_ORDER: tuple[Dash, ...] = ("solid", "dash", "dot", "dashdot")


def dashed_pen(colour: QColor, width: float = 1.0, dash: Dash = "solid") -> QPen:
    """A pen for painters; dashes are logical pixels."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if _PATTERNS[dash]:
        pen.setDashPattern([length / width for length in _PATTERNS[dash]])
    return pen


def plot_pen(colour: QColor, width: float = 1.0, dash: Dash = "solid", ratio: float = 1.0) -> QPen:
    """A pen for plots: width and dashes are screen pixels whatever the zoom of the data.

    Args:
        colour: of the line.
        width: in logical pixels.
        dash: the pattern.
        ratio: device pixels per logical pixel; 1 keeps a live curve one device pixel wide.
    """
    pen = dashed_pen(colour, width * ratio, dash)
    pen.setCosmetic(True)
    if _PATTERNS[dash]:
        pen.setDashPattern([length / width for length in _PATTERNS[dash]])
    return pen
