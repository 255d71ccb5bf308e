"""What stands over and under the painting canvas: brush, limits, when to paint, views, hints."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas import Canvas, Spot
from ganstudio.ui.widgets.badge import Badge, KeyCap
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

Mode = Literal["live", "stroke", "manual"]
MODES: tuple[tuple[object, str], ...] = (
    ("live", "Live"), ("stroke", "On stroke end"), ("manual", "Manual"),
)  # fmt: skip
VIEWS: tuple[tuple[object, str], ...] = (
    ("label", "Label"), ("result", "Result"), ("blend", "Blend"), ("split", "Split"),
    ("wipe", "Wipe"),
)  # fmt: skip
_ANY = -1
_HINTS = (("Alt", "pick class"), ("Shift", "straight line"), ("[ ]", "size"), ("X", "swap class"))


class BrushBar(QWidget):
    """Size of the brush, where it takes hold, and when a picture is made."""

    mode_changed = Signal(object)
    only_changed = Signal(object)  # the one id that strokes replace; None for any

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.brush_size = SliderField(1, 4096, log=True, integer=True, unit="px")
        self.brush_size.set_name("Brush size")
        self.brush_size.setToolTip("Size  [ and ]")
        self.over = Combo()
        self.over.setAccessibleName("Paint only over")
        self.mode = Segmented(MODES)
        self.mode.setAccessibleName("When a picture is made")
        self.mode.setToolTip("Live, at the end of a stroke, or with Ctrl+Enter")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self._name = Label("Brush", "control", "text2")
        row.addWidget(self._name)
        row.addWidget(self.brush_size)
        row.addSpacing(8)
        row.addWidget(Label("Paint only over", "control", "text2"))
        row.addWidget(self.over)
        row.addStretch(1)
        row.addWidget(self.mode)
        self.brush_size.changed.connect(canvas.set_pen_size)
        self.over.changed.connect(self._on_over)
        self.mode.changed.connect(self.mode_changed)
        canvas.size_changed.connect(self._show_size)
        canvas.tool_changed.connect(self._show_tool)
        follow_theme(self._restyle)

    def set_classes(self, names: Sequence[str]) -> None:
        any_class = (_ANY, "Any unlocked class", "")
        self.over.set_items([any_class, *((at, n.capitalize(), "") for at, n in enumerate(names))])
        self.over.set_value(_ANY)

    def show_only(self, only: int | None) -> None:
        self.over.set_value(_ANY if only is None else only)

    def set_largest(self, size: float) -> None:
        self.brush_size.slider.set_range(1, size)
        self._show_size(self._canvas.size_of_pen)

    def _on_over(self, value: object) -> None:
        if isinstance(value, int):
            self.only_changed.emit(None if value == _ANY else value)

    def _show_size(self, size: object) -> None:
        if isinstance(size, float) and size != self.brush_size.value:
            self.brush_size.set_value(size)

    def _show_tool(self, tool: object) -> None:
        self._name.setText("Eraser" if tool == "eraser" else "Brush")

    def _restyle(self) -> None:
        self.brush_size.setFixedWidth(theme().px(190))
        self.over.setFixedWidth(theme().px(160))


class ViewBar(QWidget):
    """What the canvas shows, and whether the picture is that of the labels."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.views = Segmented(VIEWS, small=True)
        self.views.setAccessibleName("View")
        self.views.setToolTip("Wipe  \\")
        self.badge = Badge("No picture yet")
        self._left, self._right = Label("Labels", "title", "text"), Label("Result", "title", "text")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(8)
        ends = QWidget(), QWidget()
        lines = [QHBoxLayout(end) for end in ends]
        for line in lines:
            line.setContentsMargins(0, 0, 0, 0)
        lines[0].addWidget(self._left)
        lines[0].addStretch(1)
        lines[1].addStretch(1)
        lines[1].addWidget(self.badge)
        lines[1].addWidget(self._right)
        row.addWidget(ends[0], 1)
        row.addWidget(self.views)
        row.addWidget(ends[1], 1)
        self.views.changed.connect(canvas.set_view)
        canvas.view_changed.connect(self._show)
        self._show(canvas.viewport.view)

    def _show(self, view: object) -> None:
        self.views.set_value(view)
        has_both = view in ("split", "wipe")
        self._left.setText("Labels" if has_both or view == "label" else "")
        self._right.setText("Result" if has_both or view == "result" else "")


class HintBar(QWidget):
    """Size and zoom, what lies under the pointer, and the keys that help most."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._names: tuple[str, ...] = ()
        self._size = Label("", "tick", "text2")
        self._under = Label("", "tick", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 8)
        row.setSpacing(6)
        row.addWidget(self._size)
        row.addSpacing(10)
        row.addWidget(self._under)
        row.addStretch(1)
        for key, words in _HINTS:
            row.addSpacing(6)
            row.addWidget(KeyCap(key))
            row.addWidget(Label(words, "tick", "text2"))
        canvas.hovered.connect(self._show_spot)
        canvas.zoom_changed.connect(self.show_zoom)

    def set_classes(self, names: Sequence[str]) -> None:
        self._names = tuple(names)

    def show_zoom(self) -> None:
        viewport = self._canvas.viewport
        height, width = viewport.extent
        zoom = viewport.zoom * viewport.ratio
        shown = f"{zoom:.0f}×" if zoom == round(zoom) else f"{zoom:.2g}×"
        self._size.setText(f"{width} × {height} px, shown at {shown}")

    def _show_spot(self, spot: object) -> None:
        if not isinstance(spot, Spot):
            self._under.setText("")
            return
        name = self._names[spot.value] if spot.value < len(self._names) else f"id {spot.value}"
        self._under.setText(f"{name.capitalize()} at {spot.x}, {spot.y}")
