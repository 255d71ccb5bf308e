"""Where a run would start: data beside what the untrained generator makes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.engine.preflight import StartPoint
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme

DOT = 3.0
GAP = 2


class StartPointView(QWidget):
    """Points of a 2-D world, values of a 1-D one, or pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: StartPoint | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Start point")
        theme().changed.connect(self.update)

    def set_start_point(self, start_point: StartPoint | None) -> None:
        self._shown = start_point
        self.setAccessibleDescription(self.caption())
        self.update()

    def caption(self) -> str:
        """What is seen, in one sentence."""
        if self._shown is None:
            return ""
        if self._shown.real.ndim == 4:
            return "Data above, pictures of the untrained generator below."
        return "The untrained generator's points among the data."

    def sizeHint(self) -> QSize:
        return QSize(220, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self._shown
        has_pictures = shown is not None and shown.real.ndim == 4
        painter.fillRect(event.rect(), theme().colour("canvas" if has_pictures else "well"))
        if shown is None:
            return
        if has_pictures:
            self._paint_pictures(painter, shown)
        else:
            self._paint_points(painter, shown)

    def _paint_points(self, painter: QPainter, shown: StartPoint) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for points, token in ((shown.real, "real"), (shown.fake, "generator")):
            pen = QPen(theme().colour(token), theme().px(DOT))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(self._placed(points, shown.extent, above=token == "real"))

    def _placed(self, points: NDArray[np.float32], extent: float, *, above: bool) -> list[QPointF]:
        """Pixels of (n, 2) points; of (n, 1) values on two lines, the data's above."""
        side = min(self.width(), self.height()) / (2 * extent)
        x = self.width() / 2 + points[:, 0] * side
        if points.shape[1] > 1:
            y = self.height() / 2 - points[:, 1] * side
        else:
            y = np.full(len(points), self.height() * (0.4 if above else 0.6))
        inside = np.isfinite(x) & np.isfinite(y)
        return [QPointF(*at) for at in np.stack([x, y], axis=1)[inside].tolist()]

    def _paint_pictures(self, painter: QPainter, shown: StartPoint) -> None:
        height, width = shown.real.shape[1:3]
        per_row = min(4, len(shown.real))
        zoom = max(
            1,
            int(
                min(
                    (self.width() - 8) / (per_row * (width + GAP)),
                    (self.height() - 8) / (4 * (height + GAP)),
                )
            ),
        )
        step_x, step_y = zoom * width + GAP, zoom * height + GAP
        left = (self.width() - per_row * step_x) // 2
        top = (self.height() - 4 * step_y - 6) // 2
        for block, pictures in enumerate((shown.real, shown.fake)):
            for index, picture in enumerate(pictures[: 2 * per_row]):
                row, column = divmod(index, per_row)
                x, y = left + column * step_x, top + (2 * block + row) * step_y + 6 * block
                place = QRectF(x, y, zoom * width, zoom * height)
                painter.drawImage(place, to_qimage(picture.squeeze()))
