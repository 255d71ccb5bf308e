"""The keys of a canvas, and what each of its tools is called."""

import math

from PySide6.QtCore import Qt

from ganstudio.ui.tools.canvas_strokes import ToolKey

TOOL_KEYS: dict[ToolKey, tuple[str, str, str]] = {
    "select": ("V", "select", "Select objects"),
    "brush": ("B", "brush", "Brush"),
    "eraser": ("E", "eraser", "Eraser, with Alt it brings back what was there"),
    "fill": ("F", "bucket", "Fill, with Shift all of a class"),
    "lasso": ("L", "lasso", "Lasso and polygon"),
    "rectangle": ("R", "rectangle", "Rectangle"),
    "ellipse": ("U", "ellipse", "Ellipse"),
    "line": ("S", "line", "Line"),
    "picker": ("I", "picker", "Pick a class"),
    "move": ("M", "stamp", "Move an object, with Ctrl stamp it"),
    "hand": ("H", "hand", "Move the view"),
}
"""Key, icon and words."""
_KEYS: dict[str, ToolKey] = {key: tool for tool, (key, _, _) in TOOL_KEYS.items()} | {"G": "fill"}
_SHIFTED = "!@#$%^&*("
PAGE = 9


def tool_of_key(key: Qt.Key) -> ToolKey | None:
    """The tool of a letter."""
    is_letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
    return _KEYS.get(chr(key.value)) if is_letter else None


def class_key(key: Qt.Key, shift: bool) -> int | None:
    """The class, from 0, that a digit chooses; with Shift those of the second page."""
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return key.value - Qt.Key.Key_1.value + (PAGE if shift else 0)
    is_mark = 32 < key.value < 127 and chr(key.value) in _SHIFTED
    return PAGE + _SHIFTED.index(chr(key.value)) if shift and is_mark else None


def key_of_class(number: int) -> str:
    """What is printed on the cap of its key; nothing where it has none."""
    page, place = divmod(number, PAGE)
    return f"{'⇧' * page}{place + 1}" if page < 2 else ""


def next_size(size: float, steps: float) -> float:
    """A tenth more or less for each step, but at least a pixel."""
    if steps == 0:
        return size
    moved = size * 1.1**steps
    return max(1.0, max(moved, size + 1) if steps > 0 else min(math.floor(moved), size - 1))
