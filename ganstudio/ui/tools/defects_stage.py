"""The middle of defect painting: a canvas on the surface, beside it what becomes of it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.edit.defects import Kinds, PaintDefects
from ganstudio.ui.images import to_qimage
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas import Canvas, Spot
from ganstudio.ui.tools.canvas_rail import ToolRail
from ganstudio.ui.tools.canvas_strokes import ToolKey
from ganstudio.ui.tools.defects_views import CHOICES, DefectViews
from ganstudio.ui.widgets.badge import Badge, KeyCap
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider, ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

TOOLS: tuple[ToolKey, ...] = (
    "brush", "eraser", "fill", "lasso", "rectangle", "ellipse", "line", "picker", "hand",
)  # fmt: skip
MODES = (("live", "Live"), ("stroke", "On stroke end"), ("manual", "Manual"))
_PAINT = 0.72  # opacity of the paint that is wanted whole, so that the surface is seen through it


class DefectsStage(QWidget):
    """Canvas, its tools and its bar; `mode_changed` carries live, stroke or manual."""

    mode_changed = Signal(object)
    examples_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas(TOOLS)
        self.rail = ToolRail(self.canvas)
        self.views = DefectViews()
        self.choice = Segmented(CHOICES, small=True)
        self.choice.setAccessibleName("View")
        self.mode = Segmented(MODES)
        self.mode.setAccessibleName("When to paint")
        self.mode.set_value("stroke")
        self.pen = SliderField(1, 64, integer=True, unit="px")
        self.pen.set_name("Brush size")
        self.badge = Badge("Up to date", "ok")
        self.about = ElidedLabel("", "tick", "text3")
        self.empty = EmptyState("mix", "No surface yet", "", "Take one of the run's data")
        self._names: tuple[str, ...] = ()
        self._colours: NDArray[np.uint8] = np.zeros((1, 3), np.uint8)
        self._sound = 0
        self._shown: PaintDefects | None = None
        self._covered: Kinds = np.zeros((1, 1), np.uint8)
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    # what is shown

    def set_kinds(self, names: Sequence[str], sound: int, colours: Sequence[QColor]) -> None:
        rows = [(one.red(), one.green(), one.blue()) for one in colours]
        is_other = self._names != tuple(names)
        self._names, self._sound = tuple(names), sound
        self._colours = np.array(rows, np.uint8)
        self.canvas.set_classes(names, self._colours)
        self.canvas.erased = sound
        if is_other:  # so that the first stroke is seen
            self.canvas.set_value(next((k for k in range(len(names)) if k != sound), sound))

    def show_paint(self, asked: PaintDefects, kinds: Kinds) -> None:
        """A surface and its paint (h, w)."""
        assert asked.image is not None  # an empty request is shown as such
        is_other = self._shown is None or self._shown.image != asked.image
        if is_other:
            self.canvas.set_result(to_qimage(asked.image.array()))
        self._shown = asked
        if not np.array_equal(self.canvas.labels, kinds):
            self.canvas.set_labels(kinds)
        self.canvas.set_view("result")
        self.pen.slider.set_range(1, max(kinds.shape))
        self.cover()
        self.stack.setCurrentIndex(0)
        self._tell_place(None)

    def show_empty(self, words: str, *, may_take: bool) -> None:
        self._shown = None
        self.empty.set_words("No surface yet" if may_take else "Looking for surfaces", words)
        self.stack.setCurrentIndex(1)

    def cover(self) -> None:
        """Draw the paint over the surface, as strong as each kind is wanted."""
        asked, kinds = self._shown, self.canvas.labels
        if asked is None:
            return
        self._covered = kinds
        alphas = [
            0.0 if kind == self._sound else _PAINT * asked.opacity_of(kind)
            for kind in range(len(self._names))
        ]
        table = np.column_stack([self._colours, np.rint(255 * np.array(alphas))])
        self.canvas.set_overlay(to_qimage(np.ascontiguousarray(table.astype(np.uint8)[kinds])))

    def show_active(self) -> None:
        """Mark the kind that is painted with in the rail."""
        self.rail.show_classes(self.canvas.value, self.canvas.previous, self._colours)

    def set_view_image(self, name: str, image: QImage) -> None:
        self.views.set_image(name, image)

    def tell_state(self, words: str, *, is_older: bool, is_done: bool) -> None:
        self.badge.set_text(words, "ok" if is_done else "warn" if is_older else "neutral")
        self.views.set_older(is_older)

    def restyle(self) -> None:
        self.pen.setFixedWidth(theme().px(220))
        self.bar.setFixedHeight(theme().px(44))

    # inside

    def _lay_out(self) -> None:
        self.bar = Pane("panel")
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(Label("Brush", "control", "text2"))
        line.addWidget(self.pen)
        line.addStretch(1)
        line.addWidget(self.mode)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._painting())
        self.stack.addWidget(self.empty)
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget in (self.bar, Divider()):
            right.addWidget(widget)
        right.addWidget(self.stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)

    def _painting(self) -> QWidget:
        page = QWidget()
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addLayout(self._half(
            self.canvas, Label("Paint", "title", "text"),
            ElidedLabel("on the surface", "control", "text3"),
        ), 1)  # fmt: skip
        halves.addLayout(self._half(self.views, self.choice, None, self.badge), 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(4)
        column.addLayout(halves, 1)
        column.addLayout(self._status())
        return page

    def _half(self, below: QWidget, *head: QWidget | None) -> QVBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStrut(28)
        for one in head:
            if one is None:
                line.addStretch(1)
            else:
                line.addWidget(one, 1 if isinstance(one, ElidedLabel) else 0)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(below, 1)
        return column

    def _status(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.about, 1)
        for keys, words in (
            (("Alt",), "pick a class"),
            (("E",), "eraser"),
            (("[", "]"), "size"),
            (("N",), "other noise"),
        ):
            for key in keys:
                line.addWidget(KeyCap(key))
            line.addWidget(Label(words, "tick", "text3"))
            line.addSpacing(6)
        return line

    def _connect(self) -> None:
        self.choice.changed.connect(self._on_view)
        self.views.chosen.connect(self._on_view)
        self.mode.changed.connect(self.mode_changed)
        self.pen.changed.connect(self._on_size)
        self.canvas.size_changed.connect(self._on_pen)
        self.canvas.stroking.connect(self.cover)
        self.canvas.hovered.connect(self._on_hover)
        self.canvas.zoom_changed.connect(self._on_zoom)
        self.empty.activated.connect(self.examples_asked)
        self.pen.set_value(self.canvas.size_of_pen)

    def _on_view(self, view: object) -> None:
        self.choice.set_value(view)
        for name, _words in CHOICES:
            if name == view:
                self.views.show_view(name)

    def _on_size(self, size: object) -> None:
        self.canvas.set_pen_size(float(str(size)))

    def _on_pen(self, size: object) -> None:
        self.pen.set_value(float(str(size)))

    def _on_zoom(self) -> None:
        self._tell_place(None)

    def _on_hover(self, spot: object) -> None:
        """A stroke that was dropped has left its colours: the canvas does not tell."""
        if not np.array_equal(self._covered, self.canvas.labels):
            self.cover()
        self._tell_place(spot)

    def _tell_place(self, spot: object) -> None:
        height, width = self.canvas.labels.shape
        words = f"{width} × {height} px, shown at {self.canvas.viewport.zoom:.3g}×"
        if isinstance(spot, Spot) and spot.value < len(self._names):
            words += f"    {self._names[spot.value].capitalize()} at {spot.x}, {spot.y}"
        self.about.setText(words)
