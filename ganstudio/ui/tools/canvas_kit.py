"""With what one draws on a map of ids: tool, id, size and limits, and the keys that choose them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent

from ganstudio.edit.fills import inside
from ganstudio.edit.raster import FREE, Ids, Limits, Point
from ganstudio.ui.tools.canvas_keys import class_key, next_size, tool_of_key
from ganstudio.ui.tools.canvas_strokes import NAMES, Pen, ToolKey
from ganstudio.ui.tools.canvas_surface import Surface, steps_of

ALL_TOOLS: tuple[ToolKey, ...] = (
    "brush", "eraser", "fill", "lasso", "rectangle", "ellipse", "line", "picker", "move", "hand",
)  # fmt: skip
FIRST_SIZE = 1 / 12  # of the brush, as a share of the map's longer side
_Mod = Qt.KeyboardModifier
_CURSORS: dict[ToolKey, Qt.CursorShape] = {
    "select": Qt.CursorShape.ArrowCursor,
    "move": Qt.CursorShape.SizeAllCursor,
}
_SIGNS = {
    Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1,
    Qt.Key.Key_BraceLeft: -1, Qt.Key.Key_BraceRight: 1,
}  # fmt: skip


class Kit(Surface):
    """A surface that knows with what it is drawn on. Brush and eraser have sizes of their own."""

    tool_changed = Signal(object)  # ToolKey
    value_changed = Signal(object)  # id that is drawn with
    size_changed = Signal(object)  # float: of the brush or eraser that is active

    def __init__(self, tools: Sequence[ToolKey] = ALL_TOOLS) -> None:
        """Args: tools: those that its keys may choose, the first one active."""
        super().__init__()
        self.tools = tuple(tools)
        self.limits = FREE
        self.erased: int | None = None  # the eraser's id; None: it brings back the first map
        self._tool: ToolKey = self.tools[0]
        self._value, self._previous = 0, 0
        self._sizes = {"brush": 16.0, "eraser": 16.0}

    def set_labels(self, ids: Ids, origin: Ids | None = None) -> None:
        """Show a map (h, w). For one of another size, brush and eraser begin anew."""
        if ids.shape != self._strokes.ids.shape:
            start = max(1.0, float(round(max(ids.shape) * FIRST_SIZE)))
            self._sizes = {"brush": start, "eraser": start}
        super().set_labels(ids, origin)

    @property
    def tool(self) -> ToolKey:
        return self._tool

    def set_tool(self, tool: ToolKey) -> None:
        if tool != self._tool and tool in self.tools:
            self._tool = tool
            self.tool_changed.emit(tool)
            self.size_changed.emit(self.size_of_pen)
            self.show_cursor()
            self.update()

    def holds_view(self) -> bool:
        return super().holds_view() or self._tool == "hand"

    def cursor_shape(self) -> Qt.CursorShape:
        return _CURSORS.get(self._tool, super().cursor_shape())

    @property
    def value(self) -> int:
        return self._value

    @property
    def previous(self) -> int:
        """The id before the present one, which X brings back."""
        return self._previous

    def set_value(self, value: int) -> None:
        if value != self._value:
            self._previous, self._value = self._value, value
            self.value_changed.emit(value)

    def swap(self) -> None:
        """Draw with the id before."""
        self.set_value(self._previous)

    @property
    def size_of_pen(self) -> float:
        """Diameter in pixels of the map: the eraser has its own."""
        return self._sizes["eraser" if self._tool == "eraser" else "brush"]

    @property
    def largest_size(self) -> float:
        return float(max(self._strokes.extent))

    def set_pen_size(self, size: float) -> None:
        bounded = min(max(round(size), 1), self.largest_size)
        key = "eraser" if self._tool == "eraser" else "brush"
        if bounded != self._sizes[key]:
            self._sizes[key] = float(bounded)
            self.size_changed.emit(float(bounded))
            self.update()

    def set_limits(self, limits: Limits) -> None:
        self.limits = limits

    def pen(self, keys: Qt.KeyboardModifier = _Mod.NoModifier) -> Pen:
        """With what a press that begins now draws."""
        erases = self._tool == "eraser"
        restores = erases and (self.erased is None or bool(keys & _Mod.AltModifier))
        value = self._value if not erases or self.erased is None else self.erased
        whole = bool(keys & (_Mod.ShiftModifier | _Mod.ControlModifier))
        return Pen(value, self.size_of_pen, self.limits, whole, restores)

    def title_of(self, tool: ToolKey) -> str:
        """What the press that ended did, for undo: "Brush, Tree"."""
        brings_back = tool == "eraser" and self._strokes.pen.restores
        if brings_back or tool == "move" or self._value >= len(self._names):
            return "Restore" if brings_back else NAMES.get(tool, tool.capitalize())
        value = self.erased if tool == "eraser" and self.erased is not None else self._value
        return f"{NAMES.get(tool, tool.capitalize())}, {self._names[value]}"

    def pick(self, point: Point) -> None:
        """Draw with the id that lies at a point of the map."""
        place = inside(self._strokes.ids, point)
        if place is not None:
            self.set_value(int(self._strokes.ids[place]))

    # keys and wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & _Mod.ControlModifier:
            self.set_pen_size(next_size(self.size_of_pen, steps_of(event)))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = Qt.Key(event.key()), event.modifiers()
        is_ours = not keys & (_Mod.ControlModifier | _Mod.MetaModifier)
        if not (is_ours and self.act_on_key(key, keys)):
            super().keyPressEvent(event)

    def act_on_key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        """Choose what the key stands for. Gives whether it stands for something."""
        if key == Qt.Key.Key_Space:
            self.hold_space(True)
            return True
        return self._act_on_class(key, keys) or self._act_on_size(key, keys) or self._do(key)

    def _act_on_class(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        number = class_key(key, bool(keys & _Mod.ShiftModifier))
        if number is None:
            return False
        if number < len(self._names):
            self.set_value(number)
        return True

    def _act_on_size(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        sign = _SIGNS.get(key)
        if sign is None:
            return False
        is_coarse = bool(keys & _Mod.ShiftModifier)
        size = self.size_of_pen
        self.set_pen_size(size + 10 * sign if is_coarse else next_size(size, sign))
        return True

    def _do(self, key: Qt.Key) -> bool:
        tool = tool_of_key(key)
        does = {
            Qt.Key.Key_X: self.swap,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_ParenRight: self.show_pixels,
            Qt.Key.Key_Backslash: self.toggle_wipe,
        }.get(key)
        if tool is not None and tool in self.tools:
            self.set_tool(tool)
        elif does is not None:
            does()
        else:
            return False
        return True
