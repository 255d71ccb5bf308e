"""Where a map lies on a canvas: fitted or zoomed, once or beside its picture."""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

View = Literal["label", "result", "blend", "split", "wipe"]
GAP = 12
STEP = 1.25
MOST_ZOOM, LEAST_ZOOM = 64.0, 0.05


class Viewport:
    """Turns places of the widget into places of the map. All lengths are logical pixels."""

    def __init__(self) -> None:
        self.extent = (1, 1)  # height and width of the map
        self._view: View = "split"
        self.ratio = 1.0  # device pixels for a logical one
        self._area = QRectF()
        self._zoom = 0.0  # 0: as large as fits
        self._middle = QPointF()  # of the map, in its pixels, in the middle of a pane
        self._panes: list[QRectF] = []
        self._lay_out()

    def set_area(self, area: QRectF, ratio: float) -> None:
        if area != self._area or ratio != self.ratio:
            self._area, self.ratio = area, ratio
            self._lay_out()

    def set_extent(self, extent: tuple[int, int]) -> None:
        if extent != self.extent:
            self.extent = extent
            self._lay_out()
            self.fit()

    @property
    def view(self) -> View:
        return self._view

    @view.setter
    def view(self, view: View) -> None:
        self._view = view
        self._lay_out()

    @property
    def is_fitted(self) -> bool:
        return self._zoom == 0

    @property
    def zoom(self) -> float:
        """Logical pixels for one of the map."""
        return self._zoom or self._fitting

    def fit(self) -> None:
        self._zoom = 0.0
        self._middle = QPointF(self.extent[1] / 2, self.extent[0] / 2)

    def panes(self) -> list[QRectF]:
        """Where labels and picture are seen: one place, or two of them beside each other."""
        return self._panes

    def pane_of(self, at: QPointF) -> QRectF:
        """The pane under a point, or the nearest."""
        panes = self.panes()
        return panes[-1] if len(panes) == 2 and at.x() >= panes[1].left() - GAP / 2 else panes[0]

    def target(self, pane: QRectF) -> QRectF:
        """The whole map's place in a pane; it may reach beyond it."""
        zoom, middle = self.zoom, self._centre()
        left = pane.center().x() - middle.x() * zoom
        top = pane.center().y() - middle.y() * zoom
        snapped = QPointF(round(left * self.ratio), round(top * self.ratio)) / self.ratio
        return QRectF(snapped.x(), snapped.y(), self.extent[1] * zoom, self.extent[0] * zoom)

    def to_map(self, at: QPointF, pane: QRectF | None = None) -> tuple[float, float]:
        """(x, y) in pixels of the map, also beyond its edges."""
        target = self.target(pane or self.pane_of(at))
        return (at.x() - target.left()) / self.zoom, (at.y() - target.top()) / self.zoom

    def to_widget(self, point: tuple[float, float], pane: QRectF) -> QPointF:
        target = self.target(pane)
        return QPointF(target.left() + point[0] * self.zoom, target.top() + point[1] * self.zoom)

    def holds(self, at: QPointF) -> bool:
        """Whether a point lies on the map, in any pane."""
        x, y = self.to_map(at)
        inside = 0 <= x < self.extent[1] and 0 <= y < self.extent[0]
        return inside and self.pane_of(at).contains(at)

    def zoom_by(self, factor: float, about: QPointF) -> None:
        """Larger or smaller; what lies under `about` stays there."""
        pane = self.pane_of(about)
        x, y = self.to_map(about, pane)
        self._middle = self._centre()
        self._zoom = min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        away = (about - pane.center()) / self._zoom
        self._middle = self._bounded(QPointF(x, y) - away)

    def zoom_to(self, zoom: float) -> None:
        """`zoom` device pixels for one of the map."""
        self._middle = self._centre()
        self._zoom = zoom / self.ratio

    def pan(self, by: QPointF) -> None:
        if self._zoom == 0:
            self._zoom = self._fitting
        self._middle = self._bounded(self._centre() - by / self.zoom)

    def _centre(self) -> QPointF:
        if self._zoom == 0:
            return QPointF(self.extent[1] / 2, self.extent[0] / 2)
        return self._middle

    def _bounded(self, middle: QPointF) -> QPointF:
        height, width = self.extent
        return QPointF(min(max(middle.x(), 0), width), min(max(middle.y(), 0), height))

    def _lay_out(self) -> None:
        """Panes, and the zoom that fits: the largest whole number of device pixels for one of the
        map, a fraction for large maps. Asked for at every event, so kept.
        """
        area = self._area
        width = (area.width() - GAP) / 2
        left = QRectF(area.left(), area.top(), width, area.height())
        beside = [left, left.translated(width + GAP, 0)]
        self._panes = beside if self._view == "split" else [area]
        across = self._panes[0].width() / self.extent[1]
        fit = min(across, area.height() / self.extent[0]) * self.ratio
        self._fitting = max(math.floor(fit) if fit >= 1 else fit, 1e-3) / self.ratio
