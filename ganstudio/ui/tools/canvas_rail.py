"""The tools of a canvas, one below the other, and the two classes at hand."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.tools.canvas import Canvas
from ganstudio.ui.tools.canvas_keys import TOOL_KEYS
from ganstudio.ui.tools.canvas_painting import Colours
from ganstudio.ui.tools.canvas_strokes import ToolKey
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Divider
from ganstudio.ui.widgets.painting import draw_box, follow_theme

WIDTH = 48


class ToolRail(Pane):
    """Chooses the canvas's tool; below, active and previous class."""

    def __init__(self, canvas: Canvas, breaks_before: tuple[ToolKey, ...] = ("picker",)) -> None:
        """Args: breaks_before: tools that a hairline sets apart from those above."""
        super().__init__("panel", "right")
        self._canvas = canvas
        self._group = QButtonGroup(self)
        self._keys = canvas.tools
        self.swatches = Swatches()
        self.swap = IconButton("swap", "Swap classes  X", size=24)
        self.swap.clicked.connect(canvas.swap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 12)
        column.setSpacing(2)
        for number, key in enumerate(self._keys):
            if key in breaks_before:
                column.addLayout(_break())
            letter, icon, words = TOOL_KEYS[key]
            button = IconButton(icon, f"{words}  {letter}", checkable=True, size=32, accent=True)
            self._group.addButton(button, number)
            column.addLayout(_centred(button))
        column.addStretch(1)
        column.addLayout(_centred(self.swatches))
        column.addSpacing(6)
        column.addLayout(_centred(self.swap))
        self._group.idClicked.connect(self._choose)
        canvas.tool_changed.connect(self._show)
        self._show(canvas.tool)
        follow_theme(self._restyle)

    def show_classes(self, active: int, previous: int, colours: Colours) -> None:
        known = len(colours)
        pair = [colours[min(one, known - 1)] for one in (active, previous)]
        self.swatches.show_colours(*(QColor(*map(int, one)) for one in pair))

    def _choose(self, number: int) -> None:
        self._canvas.set_tool(self._keys[number])
        self._canvas.setFocus()

    def _show(self, key: object) -> None:
        for number, known in enumerate(self._keys):
            self._group.button(number).setChecked(known == key)

    def _restyle(self) -> None:
        self.setFixedWidth(theme().px(WIDTH))


class Swatches(QWidget):
    """The active class over the previous one."""

    def __init__(self) -> None:
        super().__init__()
        self._active, self._previous = QColor("black"), QColor("black")
        self.setAccessibleName("Active and previous class")
        follow_theme(self._restyle)

    def show_colours(self, active: QColor, previous: QColor) -> None:
        self._active, self._previous = active, previous
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(28), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        radius = px(RADIUS_BADGE)
        draw_box(
            painter, QRectF(px(10), px(10), px(17), px(17)), radius, self._previous, colour("edge")
        )
        draw_box(painter, QRectF(0, 0, px(19), px(19)), radius, colour("panel"))
        draw_box(
            painter, QRectF(px(1), px(1), px(17), px(17)), radius, self._active, colour("text")
        )
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row


def _break() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(12, 6, 12, 6)
    row.addWidget(Divider())
    return row
