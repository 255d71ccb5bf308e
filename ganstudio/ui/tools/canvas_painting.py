"""How a canvas is painted: ids in colours, the picture beside or under them, cursor and shapes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from ganstudio.edit.raster import Ids, Point
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas_strokes import SPANNED, Strokes
from ganstudio.ui.tools.canvas_view import Viewport

Colours = NDArray[np.uint8]
"""(n, 3) by id."""


class Dyed:
    """A map's ids in colours, kept while the map is the same."""

    def __init__(self) -> None:
        self._colours: NDArray[np.uint32] = np.zeros(1, np.uint32)
        self._pixels: NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self._edges: NDArray[np.uint32] | None = None
        self.image = QImage()

    def set_colours(self, colours: Colours) -> None:
        wide = colours.astype(np.uint32)
        whole = 0xFF000000 | wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]
        self._colours = whole.astype(np.uint32)

    def show(self, ids: Ids) -> None:
        """Dye a map anew; ids beyond the colours are black."""
        known = np.minimum(ids, len(self._colours) - 1)
        self._pixels = np.ascontiguousarray(self._colours[known])
        self.image = _wrapped(self._pixels, QImage.Format.Format_RGB32)
        self._edges = None

    def touch(self, ids: Ids, box: tuple[slice, slice]) -> None:
        """Dye a part of the shown map anew."""
        known = np.minimum(ids[box], len(self._colours) - 1)
        self._pixels[box] = self._colours[known]
        if self._edges is not None:
            rows, columns = (slice(max(0, one.start - 1), one.stop) for one in box)
            beside = ids[rows.start : rows.stop + 1, columns.start : columns.stop + 1]
            inside = self._edges[rows, columns]
            inside[:] = _marked(beside)[: inside.shape[0], : inside.shape[1]]

    def edges(self, ids: Ids) -> QImage:
        """White where a pixel to the right or below has another id. Valid until the next change."""
        if self._edges is None:
            self._edges = _marked(ids)
        return _wrapped(self._edges, QImage.Format.Format_ARGB32)


def _marked(ids: Ids) -> NDArray[np.uint32]:
    differs = np.zeros(ids.shape, np.bool_)
    differs[:, :-1] |= ids[:, 1:] != ids[:, :-1]
    differs[:-1] |= ids[1:] != ids[:-1]
    return np.where(differs, np.uint32(0xC0FFFFFF), np.uint32(0))


def _wrapped(pixels: NDArray[np.uint32], form: QImage.Format) -> QImage:
    """Without a copy: the array has to outlive the image."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, width * 4, form)


@dataclass(slots=True)
class Scene:
    """What is seen, and how. `overlay` and `mark` are drawn over labels and picture alike."""

    viewport: Viewport
    dyed: Dyed = field(default_factory=Dyed)
    result: QImage = field(default_factory=QImage)
    overlay: QImage = field(default_factory=QImage)
    opacity: float = 0.6  # of the labels in Blend
    has_outlines: bool = False
    wipe: float = 0.5  # share of the map's width that shows labels


def paint_scene(painter: QPainter, scene: Scene, ids: Ids, dirty: QRectF) -> None:
    """Labels, picture and what lies over them, in every pane that `dirty` meets."""
    view = scene.viewport.view
    for index, pane in enumerate(scene.viewport.panes()):
        if not pane.intersects(dirty):
            continue
        target = scene.viewport.target(pane)
        painter.save()
        painter.setClipRect(pane)
        if view == "split":
            _paint_layer(painter, scene, target, 1.0 if index == 0 else 0.0)
        elif view == "wipe":
            _paint_wipe(painter, scene, target)
        else:
            opacity = {"label": 1.0, "result": 0.0, "blend": scene.opacity}[view]
            _paint_layer(painter, scene, target, opacity)
        if scene.has_outlines:
            painter.drawImage(target, scene.dyed.edges(ids))
        if not scene.overlay.isNull():
            painter.drawImage(target, scene.overlay)
        painter.restore()


def _paint_layer(painter: QPainter, scene: Scene, target: QRectF, opacity: float) -> None:
    if opacity < 1:
        if scene.result.isNull():
            painter.fillRect(target, theme().colour("raised"))
        else:
            painter.drawImage(target, scene.result)
    if opacity > 0:
        painter.setOpacity(opacity)
        painter.drawImage(target, scene.dyed.image)
        painter.setOpacity(1)


def _paint_wipe(painter: QPainter, scene: Scene, target: QRectF) -> None:
    edge = round(target.left() + target.width() * scene.wipe)
    painter.save()
    _paint_layer(painter, scene, target, 0.0)
    left = QRectF(target.left(), target.top(), edge - target.left(), target.height())
    painter.setClipRect(left, Qt.ClipOperation.IntersectClip)
    _paint_layer(painter, scene, target, 1.0)
    painter.restore()
    for offset, colour in ((-1, "black"), (0, "white"), (1, "black")):
        painter.fillRect(QRectF(edge + offset, target.top(), 1, target.height()), QColor(colour))


def paint_ring(painter: QPainter, centre: QPointF, radius: float, *, erases: bool) -> None:
    """The brush's edge in device pixels: two rings that are seen on every ground."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = theme().colour("error") if erases else QColor("white")
    for shift, colour in ((0.75, QColor("black")), (-0.75, inner)):
        pen = QPen(colour, 1.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawEllipse(centre, max(radius + shift, 1), max(radius + shift, 1))


def paint_shape(painter: QPainter, viewport: Viewport, strokes: Strokes, pane: QRectF) -> None:
    """The shape that a press is drawing, before it is filled."""
    points = [viewport.to_widget(point, pane) for point in strokes.points]
    if len(points) < 2:
        return
    for colour, width in (("black", 3), ("white", 1)):
        pen = QPen(QColor(colour), width)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _draw_shape(painter, strokes, points)


def _draw_shape(painter: QPainter, strokes: Strokes, points: Sequence[QPointF]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if strokes.tool in SPANNED and strokes.tool != "line":
        box = QRectF(points[0], points[-1]).normalized()
        (painter.drawRect if strokes.tool == "rectangle" else painter.drawEllipse)(box)
    else:
        painter.drawPolyline(QPolygonF(list(points)))


def paint_contour(
    painter: QPainter, viewport: Viewport, points: Sequence[Point], pane: QRectF
) -> None:
    """The corners of a polygon that is clicked together."""
    line = [viewport.to_widget(point, pane) for point in points]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in (("black", 3), ("white", 1)):
        pen = QPen(QColor(colour), width)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(line))
    for corner in line:
        painter.setBrush(QColor("white"))
        painter.setPen(QPen(QColor("black"), 1))
        painter.drawEllipse(corner, 2.5, 2.5)
