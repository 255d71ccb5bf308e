"""What plots have in common: a canvas in a column, and everything that it asks of its content."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.core.paths import write_atomically
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.plot_canvas import PlotCanvas
from ganstudio.ui.widgets.plot_frame import Frame, Span


class PlotSurface(QWidget):
    """A plot with the studio's axes; subclasses say what their data cover and paint them."""

    def __init__(
        self, parent: QWidget | None = None, *, has_values: bool = True, is_even: bool = False
    ) -> None:
        super().__init__(parent)
        self._canvas = PlotCanvas(self, has_values=has_values, is_even=is_even)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 4, 4, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self._canvas, 1)
        self._canvas.home_requested.connect(self.autorange)
        follow_theme(self.restyle)

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        raise NotImplementedError

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        raise NotImplementedError

    def words_at(self, _frame: Frame, _column: float) -> str:
        return ""

    def autorange(self) -> None:
        """Show everything, and keep following as data arrive."""
        self._canvas.autorange()

    def x_range(self) -> tuple[float, float]:
        return self._canvas.frame().x

    def show_range(self, low: float, high: float) -> None:
        """Zoom to a range of x, as a user would."""
        self._canvas.zoom_to(Span(low, high))

    def to_image(self, scale: float = 2.0) -> QImage:
        """The plot as a picture, at `scale` device pixels per logical one."""
        image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(theme().colour("panel"))
        self._canvas.set_export_ratio(scale)
        painter = QPainter(image)
        self.render(painter, QPoint(0, 0))
        painter.end()
        self._canvas.set_export_ratio(0)
        return image

    def write_svg(self, path: Path) -> None:
        """The plot as a drawing of lines and words. Raises OSError."""
        drawing = QSvgGenerator()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        drawing.setOutputDevice(buffer)
        drawing.setSize(self.size())
        drawing.setViewBox(self.rect())
        self._canvas.set_export_ratio(1)
        painter = QPainter(drawing)
        painter.fillRect(self.rect(), theme().colour("panel"))
        self.render(painter, QPoint(0, 0))
        painter.end()
        self._canvas.set_export_ratio(0)
        write_atomically(path, bytes(buffer.data().data()))

    def restyle(self) -> None:
        self._canvas.update()
