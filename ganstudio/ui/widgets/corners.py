"""The rounded lower corners of a panel, drawn over content that is square."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.painting import draw_box


class _Corner(QWidget):
    """One corner: the window's tone outside the panel's edge, and the edge itself."""

    def __init__(self, panel: QWidget, edge: Callable[[], QColor]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._edge = edge
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel = QRectF(self._panel.rect()).translated(-self.pos().toPointF())
        radius = theme().px(RADIUS_CONTROL)
        inside, outside = QPainterPath(), QPainterPath()
        inside.addRoundedRect(panel, radius, radius)
        outside.addRect(QRectF(self.rect()))
        painter.fillPath(outside.subtracted(inside), theme().colour("window"))
        draw_box(painter, panel, radius, None, self._edge())


class Corners:
    """Both lower corners of a panel."""

    def __init__(self, panel: QWidget, edge: Callable[[], QColor]) -> None:
        self._panel = panel
        self._both = [_Corner(panel, edge) for _ in range(2)]

    def place(self) -> None:
        side = theme().px(RADIUS_CONTROL)
        top = self._panel.height() - side
        for left, corner in zip((0, self._panel.width() - side), self._both, strict=True):
            corner.setGeometry(left, top, side, side)

    def lift(self) -> None:
        """Stay above content that was added later."""
        for corner in self._both:
            corner.raise_()

    def update(self) -> None:
        for corner in self._both:
            corner.update()
