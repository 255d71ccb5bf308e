"""Quiet drawings of data that hold pictures to translate: streets, stripes, tokens, defects."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from ganstudio.ui.library.film_drawings import draw_sequences, draw_traffic
from ganstudio.ui.theme import theme

Size = tuple[int, int]
_GAP = 0.03  # of the height, between two pictures
_STRIPES = 4


class _Look(NamedTuple):
    """Colours of a street: painted as a label map, or as it is seen."""

    sky: tuple[str, str]  # from above to the horizon
    house: tuple[str, str]  # on the left and on the right
    window: str
    pavement: str
    road: tuple[str, str]  # from the horizon to the viewer
    lane: str
    crown: str
    trunk: str
    cars: tuple[str, str]


_MAP = _Look(
    ("#4682B4", "#4682B4"), ("#464646", "#464646"), "#464646", "#F423E8", ("#804080", "#804080"),
    "#804080", "#6B8E23", "#6B8E23", ("#00008E", "#00008E"),
)  # fmt: skip
_SEEN = _Look(
    ("#6FA3D8", "#D9E6EE"), ("#A8785A", "#8C8F96"), "#35404C", "#A9A69F", ("#6E7076", "#4B4D53"),
    "#E6E2D6", "#5E8A4A", "#5B4636", ("#C23B32", "#E4B23A"),
)  # fmt: skip


def draws(kind: str) -> bool:
    return kind in _DRAWINGS


def draw_scene(kind: str, size: Size) -> QImage:
    """A drawing of data of this kind; `size` in device pixels."""
    image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
    image.fill(theme().colour("well"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _DRAWINGS[kind](painter, QRectF(0, 0, *size))
    painter.end()
    return image


def frame_colour(is_second: bool) -> QColor:
    """Of an empty frame on the ground of drawings, in one of two tones."""
    colour = theme().colour("text3")
    colour.setAlpha(52 if is_second else 92)
    return colour


def _halves(area: QRectF) -> tuple[QRectF, QRectF]:
    gap = _GAP * area.height()
    width = (area.width() - gap) / 2
    left = QRectF(area.left(), area.top(), width, area.height())
    return left, left.translated(width + gap, 0)


def _streets(painter: QPainter, area: QRectF) -> None:
    """A label map and the street that belongs to it."""
    for part, look in zip(_halves(area), (_MAP, _SEEN), strict=True):
        _street(painter, part, look)


def _stripes(painter: QPainter, area: QRectF) -> None:
    """A street, and another one behind stripes."""
    plain, striped = _halves(area)
    _street(painter, plain, _SEEN)
    _street(painter, striped, _SEEN, mirrored=True)
    band = area.height() / (2 * _STRIPES)
    for number in range(2 * _STRIPES):
        painter.setBrush(QColor(255, 255, 255, 70) if number % 2 == 0 else QColor(0, 0, 0, 80))
        painter.drawRect(QRectF(striped.left(), number * band, striped.width(), band))


def _street(painter: QPainter, area: QRectF, look: _Look, mirrored: bool = False) -> None:
    """Perspective to a vanishing point, all in shares of the area; depth from far to near."""
    painter.save()
    painter.setClipRect(area)
    painter.translate(area.topLeft())
    painter.scale(area.width(), area.height())
    if mirrored:
        painter.translate(1, 0)
        painter.scale(-1, 1)
    painter.fillRect(QRectF(0, 0, 1, 1), _fade(look.sky, 0, 0.5))
    _polygon(painter, look.pavement, (0, 1), (0, 0.74), (0.5, 0.46), (1, 0.74), (1, 1))
    _houses(painter, look)
    painter.setBrush(_fade(look.road, 0.46, 1))
    painter.drawPolygon(_points((0.12, 1), (0.485, 0.46), (0.515, 0.46), (0.88, 1)))
    for near, far in ((0.98, 0.86), (0.78, 0.7), (0.64, 0.59)):
        wide, narrow = 0.028 * (near - 0.46), 0.028 * (far - 0.46)
        _polygon(painter, look.lane, (0.5 - wide, near), (0.5 - narrow, far), (0.5 + narrow, far),
                 (0.5 + wide, near))  # fmt: skip
    for x, foot, scale in ((0.32, 0.62, 0.5), (0.13, 0.8, 1.0)):
        _tree(painter, look, x, foot, scale)
    for x, foot, scale, colour in (
        (0.43, 0.62, 0.4, look.cars[1]),
        (0.64, 0.84, 1.0, look.cars[0]),
    ):
        _car(painter, look, (x, foot, scale), colour)
    painter.restore()


def _houses(painter: QPainter, look: _Look) -> None:
    fronts = (
        (((0, 0.05), (0.2, 0.2), (0.2, 0.64), (0, 0.78)), 0),
        (((0.2, 0.26), (0.37, 0.34), (0.37, 0.53), (0.2, 0.64)), 1),
        (((1, 0.0), (0.74, 0.2), (0.74, 0.62), (1, 0.78)), 1),
        (((0.74, 0.3), (0.6, 0.37), (0.6, 0.525), (0.74, 0.62)), 0),
    )
    for corners, shade in fronts:
        _polygon(painter, look.house[shade], *corners)
        (x0, top0), (x1, top1), (_, low1), (_, low0) = corners
        for column, row in ((c, r) for c in range(3) for r in range(3)):
            sides = [(column + share) / 3 for share in (0.3, 0.75)]
            edges = [(row + share) / 3.6 for share in (0.35, 0.8)]
            places = [
                (x0 + (x1 - x0) * s, (top0 + (top1 - top0) * s) * (1 - e)
                 + (low0 + (low1 - low0) * s) * e)
                for s, e in ((sides[0], edges[0]), (sides[1], edges[0]), (sides[1], edges[1]),
                             (sides[0], edges[1]))
            ]  # fmt: skip
            _polygon(painter, look.window, *places)


def _tree(painter: QPainter, look: _Look, x: float, foot: float, scale: float) -> None:
    painter.setBrush(QColor(look.trunk))
    painter.drawRect(QRectF(x - 0.012 * scale, foot - 0.2 * scale, 0.024 * scale, 0.2 * scale))
    painter.setBrush(QColor(look.crown))
    painter.drawEllipse(QPointF(x, foot - 0.31 * scale), 0.085 * scale, 0.17 * scale)


def _car(painter: QPainter, look: _Look, place: tuple[float, float, float], colour: str) -> None:
    x, foot, unit = place

    def outline(*places: tuple[float, float]) -> QPolygonF:
        return _points(*((x + right * unit, foot - up * unit) for right, up in places))

    body = QPainterPath()
    body.setFillRule(Qt.FillRule.WindingFill)
    corner = 0.03 * unit
    box = QRectF(x - 0.1 * unit, foot - 0.13 * unit, 0.2 * unit, 0.12 * unit)
    body.addRoundedRect(box, corner, corner)
    body.addPolygon(outline((-0.075, 0.12), (-0.055, 0.2), (0.055, 0.2), (0.075, 0.12)))
    painter.fillPath(body, QColor(colour))
    if look is _SEEN:
        painter.setBrush(QColor(look.window))
        painter.drawPolygon(outline((-0.055, 0.13), (-0.042, 0.185), (0.042, 0.185), (0.055, 0.13)))


def _tokens(painter: QPainter, area: QRectF) -> None:
    """Shapes of three colours and two sizes on grounds of any kind."""
    random = np.random.default_rng(5)
    colours = ("#D9534A", "#4C8FD6", "#4FA86A")
    for number, tile in enumerate(_tiles(area, 3, 6)):
        ground = QColor.fromHsv(int(random.integers(0, 360)), 40, int(random.integers(70, 190)))
        painter.setBrush(ground)
        painter.drawRect(tile)
        radius = tile.height() * (0.36 if random.random() < 0.5 else 0.2)
        shift = 0.08 * tile.height() * random.uniform(-1, 1, 2)
        centre = tile.center() + QPointF(*shift)
        painter.setBrush(QColor(colours[int(random.integers(0, 3))]))
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        match number % 3:
            case 0:
                painter.drawEllipse(box)
            case 1:
                painter.drawRect(box.adjusted(*(radius * 0.12 * s for s in (1, 1, -1, -1))))
            case _:
                painter.drawPolygon(
                    QPolygonF([QPointF(centre.x(), box.top()), box.bottomRight(), box.bottomLeft()])
                )


def _defects(painter: QPainter, area: QRectF) -> None:
    """Surfaces: sound, spotted, scratched and cracked."""
    random = np.random.default_rng(2)
    for number, tile in enumerate(_tiles(area, 2, 4)):
        level = int(random.integers(118, 168))
        painter.setBrush(QColor(level, level - 3, level - 10))
        painter.drawRect(tile)
        painter.save()
        painter.setClipRect(tile)
        for _ in range(90):
            shade = int(level + random.normal(0, 16))
            painter.setBrush(QColor(shade, shade - 3, shade - 10, 130))
            spot = tile.topLeft() + QPointF(*(random.random(2) * [tile.width(), tile.height()]))
            painter.drawEllipse(spot, tile.height() * 0.035, tile.height() * 0.035)
        _damage(painter, tile, (number + number // 4) % 4, random)
        painter.restore()


def _damage(painter: QPainter, tile: QRectF, kind: int, random: np.random.Generator) -> None:
    unit, centre = tile.height(), tile.center()
    if kind == 1:
        for radius in (0.16, 0.07):
            painter.setBrush(QColor(70, 48, 34, 210))
            at = centre + QPointF(*(random.uniform(-0.22, 0.22, 2) * unit))
            painter.drawEllipse(at, radius * unit, radius * unit)
    if kind in (2, 3):
        path = QPainterPath(tile.topLeft() + QPointF(0.1 * tile.width(), unit * 0.75))
        bends = 1 if kind == 2 else 6
        for bend in range(1, bends + 1):
            share = bend / bends
            shake = 0.0 if kind == 2 else random.uniform(-0.13, 0.13)
            path.lineTo(tile.left() + (0.1 + 0.8 * share) * tile.width(),
                        tile.top() + unit * (0.75 - 0.5 * share + shake))  # fmt: skip
        colour = QColor("#F0EFEA") if kind == 2 else QColor("#26221F")
        painter.strokePath(path, QPen(colour, max(1.0, unit * (0.035 if kind == 2 else 0.05))))


def _pairs(painter: QPainter, area: QRectF) -> None:
    """Frames of one's own, two and two."""
    for tile in _tiles(area, 2, 3):
        for half, is_second in zip(_halves(tile), (False, True), strict=True):
            painter.setBrush(frame_colour(is_second))
            painter.drawRoundedRect(half, 3, 3)


def _domains(painter: QPainter, area: QRectF) -> None:
    """Frames of one's own in two heaps."""
    gap = 0.12 * area.height()
    given, wanted = _halves(area.adjusted(gap, gap, -gap, -gap))
    heaps = (given.adjusted(0, 0, -gap, 0), wanted.adjusted(gap, 0, 0, 0))
    for heap, is_second in zip(heaps, (False, True), strict=True):
        painter.setBrush(frame_colour(is_second))
        for tile in _tiles(heap, 2, 2):
            painter.drawRoundedRect(tile, 3, 3)


def _label_maps(painter: QPainter, area: QRectF) -> None:
    """A label map beside an empty frame."""
    painted, frame = _halves(area)
    _street(painter, painted, _MAP)
    gap = 0.08 * area.height()
    painter.setBrush(frame_colour(is_second=True))
    painter.drawRoundedRect(frame.adjusted(gap, gap, -gap, -gap), 3, 3)


def _tiles(area: QRectF, rows: int, columns: int) -> list[QRectF]:
    gap = _GAP * 1.6 * area.height() / max(1, rows / 2)
    width, height = (area.width() - gap) / columns - gap, (area.height() - gap) / rows - gap
    return [
        QRectF(area.left() + gap + column * (width + gap), area.top() + gap + row * (height + gap),
               width, height)
        for row in range(rows)
        for column in range(columns)
    ]  # fmt: skip


def _fade(colours: tuple[str, str], start: float, end: float) -> QLinearGradient:
    fade = QLinearGradient(0, start, 0, end)
    fade.setColorAt(0, QColor(colours[0]))
    fade.setColorAt(1, QColor(colours[1]))
    return fade


def _points(*places: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in places])


def _polygon(painter: QPainter, colour: str, *places: tuple[float, float]) -> None:
    painter.setBrush(QColor(colour))
    painter.drawPolygon(_points(*places))


_DRAWINGS: Mapping[str, Callable[[QPainter, QRectF], None]] = {
    "streets": _streets,
    "stripes": _stripes,
    "tokens": _tokens,
    "defects": _defects,
    "pairs": _pairs,
    "unpaired": _domains,
    "label_maps": _label_maps,
    "traffic": draw_traffic,
    "sequences": draw_sequences,
}
