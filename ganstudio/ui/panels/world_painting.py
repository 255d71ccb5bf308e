"""Drawing a 2-D world: the critic's surface, reals, fakes and arrows."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from ganstudio.core.events import WorldView
from ganstudio.engine.line_figure import LineLayers
from ganstudio.engine.line_world import is_line
from ganstudio.ui.colour_tables import ColourTable, surface_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.panels.contours import iso_levels, iso_segments
from ganstudio.ui.panels.line_painting import paint_line
from ganstudio.ui.panels.paths import dots_path, lines_path
from ganstudio.ui.panels.world_change import WorldChange, signed_table
from ganstudio.ui.panels.world_fields import FieldName, density, field_of
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import transparent

BOUNDARY = "critic"  # ink of the line on which the critic is undecided
BOUNDARY_WIDTH = 2.0  # px
_FADE = 0.09  # of the square's side: how far its surface fades, inwards and outwards
_ISO_OPACITY = 0.3
_MANIFOLD_OPACITY = 0.55
_WAY_OPACITY = 0.4
_OUTLINES = (0.05, 0.25, 0.6)  # of a density's highest point
_LONGEST_ARROW = 20.0  # px
_MARGIN = 1.12  # of the farthest real point, kept in sight
_REFERENCE_SIDE = 430.0  # px of the world at which points have their usual size


@dataclass(frozen=True)
class Layers:
    """What is drawn of a world."""

    surface: bool = True
    field: FieldName = "critic"  # what the surface shows
    iso_lines: bool = True
    contours: bool = False  # of both densities
    manifold: bool = False
    real: bool = True
    fake: bool = True
    arrows: bool = True
    raw: bool = False
    mapping: bool = True  # of latents to single numbers

    def of_line(self) -> LineLayers:
        """The same for a world of single numbers; D* lies over the critic."""
        shows = self.surface
        return LineLayers(
            real=self.real,
            fake=self.fake,
            raw=self.raw,
            critic=shows and self.field != "slope",
            best=shows and self.field == "best",
            slope=shows and self.field == "slope",
            mapping=self.mapping,
        )


class Frame:
    """Where a world's square lies in a rectangle, and how points get there.

    The square covers the rectangle as far as no real point is lost at its shorter side.
    """

    def __init__(self, world: WorldView, rect: QRectF) -> None:
        self.rect = rect
        self.extent = world.extent
        short, long = sorted((rect.width(), rect.height()))
        reach = float(np.abs(world.real).max()) if world.real.size else world.extent
        wanted = min(_MARGIN * reach, world.extent) if np.isfinite(reach) else world.extent
        self.side = min(long, short * world.extent / max(wanted, 1e-6))
        self.square = QRectF(0, 0, self.side, self.side)
        self.square.moveCenter(rect.center())

    def places(self, points: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, 2) of the plane as (n, 2) of the widget; y grows upwards in the plane."""
        unit = self.side / (2 * self.extent)
        centre = self.square.center()
        finite = points[np.isfinite(points).all(axis=1)]
        return np.array([centre.x(), centre.y()]) + finite * np.array([unit, -unit])

    def plane(self, place: QPointF) -> tuple[float, float]:
        """The point of the plane under a place of the widget."""
        unit = 2 * self.extent / self.side
        centre = self.square.center()
        return (place.x() - centre.x()) * unit, (centre.y() - place.y()) * unit


def paint_world(painter: QPainter, rect: QRectF, world: WorldView, layers: Layers) -> None:
    """Fill `rect` with a world; its square fits the shorter side, the surface fades beyond.

    Single numbers are drawn as curves over their axis.
    """
    if is_line(world):
        paint_line(painter, rect, world, layers.of_line())
        return
    frame = Frame(world, rect)
    painter.save()
    painter.setClipRect(rect)
    painter.fillRect(rect, theme().colour("well"))
    field = field_of(world, layers.field) if layers.surface else np.zeros((0, 0))
    if field.size and np.ptp(field) > 0:
        low, high = float(np.nanmin(field)), float(np.nanmax(field))
        shares = np.nan_to_num((field - low) / max(high - low, 1e-12))
        _paint_surface(painter, frame, shares, surface_table(dark=theme().is_dark))
        if layers.field == "slope":
            _paint_iso_lines(painter, frame, field, [1.0], theme().colour("warn"))
        elif layers.iso_lines:
            _paint_iso_lines(painter, frame, field, iso_levels(field), _faint("iso_line"))
            if has_boundary(world, layers):
                colour = theme().colour(BOUNDARY)
                _paint_iso_lines(painter, frame, field, [world.undecided], colour, BOUNDARY_WIDTH)
        _fade_edges(painter, frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layers.manifold:
        _paint_manifold(painter, frame, world.manifold)
    if layers.contours:
        for points, ink in ((world.real, "real"), (world.fake, "generator")):
            found = density(points, world)
            _paint_iso_lines(painter, frame, found, _shares(found), theme().colour(ink))
    _paint_points(painter, frame, world, layers)
    if layers.arrows:
        _paint_arrows(painter, frame, world.arrows)
    painter.restore()


def paint_change(
    painter: QPainter, rect: QRectF, world: WorldView, change: WorldChange, layers: Layers
) -> None:
    """Fill `rect` with what has changed: rises and falls of the surface, and ways of the fakes."""
    frame = Frame(world, rect)
    painter.save()
    painter.setClipRect(rect)
    painter.fillRect(rect, theme().colour("well"))
    if layers.surface and change.most > 0:
        shares = 0.5 + change.surface / (2 * change.most)
        table = signed_table(layers.field, dark=theme().is_dark)
        _paint_surface(painter, frame, shares, table)
        _paint_iso_lines(painter, frame, change.surface, [0.0], theme().colour("text2"))
        _fade_edges(painter, frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layers.fake:
        _paint_ways(painter, frame, change.moves)
    _paint_points(painter, frame, world, replace(layers, raw=False))
    painter.restore()


def has_boundary(world: WorldView, layers: Layers) -> bool:
    """Whether the critic's values lie on both sides of the one at which it is undecided.

    That line is the decision boundary of Mao 2016, arXiv:1611.04076, figure 1.
    """
    shows = layers.surface and layers.field == "critic" and world.surface.size > 0
    return shows and bool(world.surface.min() < world.undecided < world.surface.max())


def point_radius(side: float, count: int) -> float:
    """Points grow with the world's side, and shrink where there are thousands."""
    crowd = min(1.0, (800 / max(count, 1)) ** 0.5)
    return min(max(2.1 * (side / _REFERENCE_SIDE) ** 0.75 * max(crowd, 0.55), 0.7), 5.0)


def grid_value(surface: NDArray[np.float64], extent: float, x: float, y: float) -> float | None:
    """What a surface shows at the nearest point of its grid; None outside."""
    size = len(surface)
    if size < 2 or max(abs(x), abs(y)) > extent:
        return None
    column = round((x / extent + 1) / 2 * (size - 1))
    row = round((y / extent + 1) / 2 * (size - 1))
    return float(surface[row, column])


def _paint_surface(
    painter: QPainter, frame: Frame, shares: NDArray[np.float64], table: ColourTable
) -> None:
    """Args: shares: (g, g) places in the table, 0 to 1."""
    # The outermost values go on to the edges of a rectangle that is not square.
    size = len(shares)
    cell = frame.side / (size - 1)
    across = max(math.ceil((frame.rect.width() - frame.side) / 2 / cell), 0) + 1
    down = max(math.ceil((frame.rect.height() - frame.side) / 2 / cell), 0) + 1
    padded = np.pad(shares, ((down, down), (across, across)), mode="edge")
    colours = table[(padded * 255).round().astype(np.uint8)][::-1]
    left = frame.square.left() - (across + 0.5) * cell
    top = frame.square.top() - (down + 0.5) * cell
    target = QRectF(left, top, colours.shape[1] * cell, colours.shape[0] * cell)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, _smooth(to_qimage(np.ascontiguousarray(colours))))


def _smooth(image: QImage) -> QImage:
    """Enlarged a little with bilinear steps, so that the grid's cells do not show."""
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(image.width() * 4, image.height() * 4, keep, smooth)


def _faint(ink: str) -> QColor:
    colour = theme().colour(ink)
    colour.setAlphaF(_ISO_OPACITY)
    return colour


def _shares(density: NDArray[np.float64]) -> list[float]:
    """Levels of a density's outline, by its highest point."""
    top = float(density.max())
    return [share * top for share in _OUTLINES] if top > 0 else []


def _paint_manifold(painter: QPainter, frame: Frame, manifold: NDArray[np.float32]) -> None:
    """The grid of latents as the generator lays it into the plane: rows and columns as lines."""
    if not manifold.size or not np.isfinite(manifold).all():
        return
    down, across = manifold.shape[:2]
    places = frame.places(manifold.reshape(-1, 2)).reshape(down, across, 2)
    along = [
        np.concatenate([a, b], axis=-1).reshape(-1, 4)
        for a, b in ((places[:-1], places[1:]), (places[:, :-1], places[:, 1:]))
    ]
    colour = theme().colour("generator")
    colour.setAlphaF(_MANIFOLD_OPACITY)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(lines_path(np.concatenate(along)))


def _paint_iso_lines(
    painter: QPainter,
    frame: Frame,
    surface: NDArray[np.float64],
    levels: list[float],
    colour: QColor,
    width: float = 1.0,
) -> None:
    if not levels:
        return
    lines = iso_segments(surface, levels)
    unit = frame.side / (len(surface) - 1)
    square = frame.square
    placed = lines * np.array([unit, -unit, unit, -unit])
    placed += np.array([square.left(), square.bottom(), square.left(), square.bottom()])
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(lines_path(placed))


def _fade_edges(painter: QPainter, frame: Frame) -> None:
    """Where the rectangle is longer than the square, the surface ends softly: it is not known."""
    rect, square = frame.rect, frame.square
    is_wide = rect.width() >= rect.height()
    if max(rect.width(), rect.height()) <= frame.side + 1:
        return
    ends = (square.left(), square.right()) if is_wide else (square.top(), square.bottom())
    for end, inwards in zip(ends, (1, -1), strict=True):
        clear, solid = end + inwards * _FADE * frame.side, end - inwards * _FADE * frame.side
        line = (clear, 0, solid, 0) if is_wide else (0, clear, 0, solid)
        gradient = QLinearGradient(*line)
        gradient.setColorAt(0, transparent(theme().colour("well")))
        gradient.setColorAt(1, theme().colour("well"))
        side = QRectF(rect)
        sides = {(True, 1): side.setRight, (True, -1): side.setLeft,
                 (False, 1): side.setBottom, (False, -1): side.setTop}  # fmt: skip
        sides[is_wide, inwards](clear)
        painter.fillRect(side, gradient)


def _paint_points(painter: QPainter, frame: Frame, world: WorldView, layers: Layers) -> None:
    radius = point_radius(frame.side, max(len(world.real), len(world.fake)))
    real = theme().colour("real")
    real.setAlphaF(0.92)
    if layers.real:
        _dots(painter, frame.places(world.real), real, radius * 0.9)
    if layers.raw:
        faint = theme().colour("generator")
        faint.setAlphaF(0.45)
        _dots(painter, frame.places(world.raw), faint, radius * 0.8)
    if layers.fake:
        _dots(painter, frame.places(world.fake), theme().colour("generator"), radius)


def _dots(painter: QPainter, places: NDArray[np.float64], colour: QColor, radius: float) -> None:
    painter.fillPath(dots_path(places, radius), colour)


def _paint_arrows(painter: QPainter, frame: Frame, arrows: NDArray[np.float32]) -> None:
    if not len(arrows):
        return
    longest = float(np.hypot(arrows[:, 2], arrows[:, 3]).max())
    if not 0 < longest < float("inf"):
        return
    scale = min(frame.side / _REFERENCE_SIDE, 2.0) * _LONGEST_ARROW / longest
    starts = frame.places(arrows[:, :2])
    ways = arrows[:, 2:] * np.array([scale, -scale])
    lengths = np.hypot(ways[:, 0], ways[:, 1])
    seen = lengths > 2.0
    starts, ways = starts[seen], ways[seen]
    tips = starts + ways
    heads = [tips - 0.28 * (ways @ turn) for turn in (_turn(0.5), _turn(-0.5))]
    lines = [np.hstack([starts, tips]), *(np.hstack([tips, head]) for head in heads)]
    colour = theme().colour("generator")
    colour.setAlphaF(0.85)
    painter.setPen(QPen(colour, 1))
    painter.drawPath(lines_path(np.concatenate(lines)))


def _paint_ways(painter: QPainter, frame: Frame, moves: NDArray[np.float32]) -> None:
    """From where fakes were, hollow, to where they are."""
    if not len(moves):
        return
    starts, ends = frame.places(moves[:, :2]), frame.places(moves[:, 2:])
    colour = theme().colour("text")
    colour.setAlphaF(_WAY_OPACITY)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(lines_path(np.hstack([starts, ends])))
    painter.drawPath(dots_path(starts, point_radius(frame.side, len(moves)) * 0.8))


def _turn(angle: float) -> NDArray[np.float64]:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]])
