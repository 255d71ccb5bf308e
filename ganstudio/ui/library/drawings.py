"""Quiet drawings of a dataset, for presets that have no picture yet; made of formulas, not data.

A world is shown as a critic would see it: a surface with iso-lines under points.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from ganstudio.ui.colour_tables import surface_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.library.density_drawing import draw_density
from ganstudio.ui.library.frame_drawings import draw_frames
from ganstudio.ui.theme import theme

Points = NDArray[np.float64]
_LEVELS = 13
_REACH = 1.25  # worlds are drawn in [-_REACH, _REACH] over the height
_FAKES, _REALS = 170, 90


def _ring(random: np.random.Generator, count: int) -> Points:
    angle = random.integers(0, 8, count) * np.pi / 4
    return 0.85 * np.stack([np.cos(angle), np.sin(angle)], 1) + random.normal(0, 0.045, (count, 2))


def _grid(random: np.random.Generator, count: int) -> Points:
    centres = (random.integers(0, 5, (count, 2)) - 2) * 0.45
    return np.asarray(centres + random.normal(0, 0.035, (count, 2)))


def _two(random: np.random.Generator, count: int) -> Points:
    side = random.integers(0, 2, count)[:, None] * 2 - 1
    return np.asarray(side * np.array([0.65, 0.15]) + random.normal(0, 0.16, (count, 2)))


def _two_worlds(random: np.random.Generator, count: int) -> Points:
    """Few wide clusters within many small ones."""
    inner = random.random(count) < 0.5
    angle = np.where(inner, random.integers(0, 5, count) * 2, random.integers(0, 10, count))
    centres = np.stack([np.cos(angle * np.pi / 5), np.sin(angle * np.pi / 5)], 1)
    radius, spread = np.where(inner, 0.4, 0.95), np.where(inner, 0.07, 0.03)
    return radius[:, None] * centres + random.normal(0, spread[:, None], (count, 2))


def _swiss_roll(random: np.random.Generator, count: int) -> Points:
    turn = 1.5 * np.pi * (1 + 2 * random.random(count))
    roll = turn[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1) / (4.5 * np.pi)
    return np.asarray(roll + random.normal(0, 0.02, (count, 2)))


def _moons(random: np.random.Generator, count: int) -> Points:
    angle, upper = np.pi * random.random(count), random.random(count) < 0.5
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle)) - 0.5
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle)) - 0.25
    return 0.75 * np.stack([x, y], 1) + random.normal(0, 0.04, (count, 2))


def _line(random: np.random.Generator, count: int) -> Points:
    along = random.uniform(-0.95, 0.95, count)
    return np.stack([along, 0.6 * along], 1) + random.normal(0, 0.025, (count, 2))


def _cloud(random: np.random.Generator, count: int) -> Points:
    return np.asarray(random.normal(0, [0.6, 0.3], (count, 2)))


_WORLDS: dict[str, Callable[[np.random.Generator, int], Points]] = {
    "ring": _ring,
    "grid": _grid,
    "two_gaussians": _two,
    "two_worlds": _two_worlds,
    "swiss_roll": _swiss_roll,
    "two_moons": _moons,
    "line": _line,
    "points": _cloud,
}


_GRAPHS = frozenset({"karate", "citations", "graph"})


def drawing(data: Mapping[str, Any], width: int, height: int, ratio: float) -> QImage:
    """A drawing of data in the theme's colours; `width`, `height` in logical pixels.

    `data` is what a preset's file says of them, its `kind` and whatever else it names.
    """
    kind = str(data.get("kind", "ring"))
    size = (round(width * ratio), round(height * ratio))
    if kind in _WORLDS:
        image = _world(_WORLDS[kind], size)
    elif "1d" in kind:
        image = draw_density(data, size)
    elif kind in _GRAPHS:
        image = _graph(size)
    else:
        image = draw_frames(kind, size)
    image.setDevicePixelRatio(ratio)
    return image


def _world(make: Callable[[np.random.Generator, int], Points], size: tuple[int, int]) -> QImage:
    random = np.random.default_rng(7)
    fakes, reals = make(random, _FAKES), make(random, _REALS)
    image = to_qimage(_surface(fakes, size)).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    unit = size[1] / (2 * _REACH)
    for points, token, radius in ((reals, "real", 0.011), (fakes, "generator", 0.015)):
        painter.setBrush(theme().colour(token))
        for x, y in points:
            centre = QPointF(size[0] / 2 + x * unit, size[1] / 2 - y * unit)
            painter.drawEllipse(centre, radius * size[1], radius * size[1])
    painter.end()
    return image


def _surface(points: Points, size: tuple[int, int]) -> NDArray[np.uint8]:
    """(h, w, 3): smooth nearness to the points through the surface colours, with iso-lines."""
    width, height = size
    unit = height / (2 * _REACH)
    x = (np.arange(width) - width / 2) / unit
    y = (height / 2 - np.arange(height)) / unit
    anchors = points[:: max(1, len(points) // 60)]
    rows = np.exp(-((y[:, None] - anchors[:, 1]) ** 2) / 0.09)
    columns = np.exp(-((x[:, None] - anchors[:, 0]) ** 2) / 0.09)
    near = np.log1p(12 * rows @ columns.T)
    far = np.exp(-0.25 * np.hypot(y[:, None], x[None, :]))
    level = near / near.max() * 0.75 + far / far.max() * 0.25
    level = (level - level.min()) / (level.max() - level.min())
    colours = surface_table(dark=theme().is_dark)[(level * 255).astype(np.uint8)].astype(np.float64)
    band = np.floor(level * _LEVELS)
    edge = np.zeros(level.shape, bool)
    edge[:, 1:] |= band[:, 1:] != band[:, :-1]
    edge[1:] |= band[1:] != band[:-1]
    ink = theme().colour("iso_line")
    line = np.array([ink.red(), ink.green(), ink.blue()])
    colours[edge] = 0.7 * colours[edge] + 0.3 * line
    return np.ascontiguousarray(colours.round().astype(np.uint8))


def _graph(size: tuple[int, int]) -> QImage:
    """Two groups of nodes, friends by nearness; few carry their group's colour."""
    image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
    image.fill(theme().colour("well"))
    random = np.random.default_rng(11)
    nodes = np.concatenate([random.normal((side, 0), (0.42, 0.4), (22, 2)) for side in (-0.8, 0.8)])
    unit = size[1] / (2 * _REACH)
    places = [QPointF(size[0] / 2 + x * unit, size[1] / 2 - y * unit) for x, y in nodes]
    away = np.hypot(*(nodes[:, None] - nodes[None]).transpose(2, 0, 1))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme().colour("edge"))
    for one, near in enumerate(np.argsort(away, axis=1)[:, 1:4]):
        for other in near:
            painter.drawLine(places[one], places[other])
    painter.setPen(Qt.PenStyle.NoPen)
    labelled = {0: "generator", 5: "generator", 22: "critic", 30: "critic"}
    for number, place in enumerate(places):
        painter.setBrush(theme().colour(labelled.get(number, "real")))
        radius = (0.03 if number in labelled else 0.02) * size[1]
        painter.drawEllipse(place, radius, radius)
    painter.end()
    return image
