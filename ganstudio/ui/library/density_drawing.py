"""A drawing of a game on a line, as figure 1 of Goodfellow et al. 2014 tells it.

Above the hills of the data, of a model on its way to them, and what the best critic would say;
below, latents sent to where the model puts them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from ganstudio.ui.theme import theme

Floats = NDArray[np.float64]
_MEANS, _SIGMA = (-1.0, 1.0), 0.25  # where a preset names none
_STEPS = 200
_LATENTS = 15
_TOP, _FLOOR, _BELOW = 0.10, 0.74, 0.92  # of the height: highest hill, line of x, line of z
_LEFT, _RIGHT = 0.06, 0.94
_UNSURE = 0.03  # of the highest hill: where neither is seen the critic has no opinion


@dataclass(frozen=True, slots=True)
class Hills:
    """Gaussians of one spread."""

    means: tuple[float, ...]
    weights: tuple[float, ...]
    sigma: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Hills":
        """As a preset names them; where it names none or cannot be understood, the usual two."""
        means = _numbers(data.get("means")) or _MEANS
        weights = _numbers(data.get("weights"))
        if len(weights) != len(means) or min(weights, default=0.0) <= 0:
            weights = (1 / len(means),) * len(means)
        (sigma,) = _numbers([data.get("sigma")]) or (_SIGMA,)
        return cls(means, weights, sigma if sigma > 0 else _SIGMA)

    def height(self, x: Floats) -> Floats:
        apart = (x[:, None] - np.array(self.means)) / self.sigma
        total: Floats = (np.exp(-(apart**2) / 2) @ np.array(self.weights)) / self.sigma
        return total

    def model(self) -> NormalDist:
        """One Gaussian that has not yet arrived."""
        first = self.means[0]
        away = self.means[1] - first if len(self.means) > 1 else -4 * self.sigma
        return NormalDist(first + np.sign(away) * min(abs(away) / 4, 1.1 * self.sigma),
                          1.25 * self.sigma)  # fmt: skip


def draw_density(data: Mapping[str, Any], size: tuple[int, int]) -> QImage:
    """`size` in device pixels; `data` as a preset's file has it, trusted in nothing."""
    hills = Hills.of(data)
    model = hills.model()
    low = min(*hills.means, model.mean) - 3.4 * hills.sigma
    high = max(*hills.means, model.mean) + 3.4 * hills.sigma
    x = np.linspace(low, high, _STEPS)
    real, fake = hills.height(x), Hills((model.mean,), (1.0,), model.stdev).height(x)
    most = float(max(real.max(), fake.max()))
    unsure = _UNSURE * most
    critic = (real + unsure) / (real + fake + 2 * unsure)
    image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
    image.fill(theme().colour("well"))
    sheet = _Sheet(image, low, high)
    sheet.fill(x, real / most, "real")
    sheet.arrows(model)
    sheet.curve(x, critic, "critic", 0.010)
    sheet.curve(x, real / most, "real", 0.012)
    sheet.curve(x, fake / most, "generator", 0.016)
    sheet.painter.end()
    return image


class _Sheet:
    """Paints curves over x in shares of the picture's height."""

    def __init__(self, image: QImage, low: float, high: float) -> None:
        self.painter = QPainter(image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._width, self._height = image.width(), image.height()
        self._low, self._high = low, high

    def curve(self, x: Floats, heights: Floats, token: str, weight: float) -> None:
        self._pen(token, weight)
        self.painter.drawPolyline(self._places(x, heights))

    def fill(self, x: Floats, heights: Floats, token: str) -> None:
        ground = theme().colour(token)
        ground.setAlphaF(0.10)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(ground)
        floor = [QPointF(self._across(end), self._height * _FLOOR) for end in (x[-1], x[0])]
        outline = self._places(x, heights)
        for corner in floor:
            outline.append(corner)
        self.painter.drawPolygon(outline)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def arrows(self, model: NormalDist) -> None:
        """Evenly spaced latents on their line, each with its way to the line of x."""
        floor, below = self._height * _FLOOR, self._height * _BELOW
        left, right = self._width * _LEFT, self._width * _RIGHT
        self._pen("edge", 0.008)
        self.painter.drawLines([QLineF(left, y, right, y) for y in (floor, below)])
        faint = QColor(theme().colour("generator"))
        faint.setAlphaF(0.55)
        self.painter.setPen(QPen(faint, max(1.0, 0.007 * self._height)))
        for number in range(_LATENTS):
            share = (number + 0.5) / _LATENTS
            start = QPointF(left + (right - left) * (0.2 + 0.6 * share), below)
            end = QPointF(self._across(model.inv_cdf(share)), floor)
            self.painter.drawLine(start, end)

    def _places(self, x: Floats, heights: Floats) -> QPolygonF:
        room = (_FLOOR - _TOP) * self._height
        floor = _FLOOR * self._height
        pairs = zip(x, heights, strict=True)
        return QPolygonF([QPointF(self._across(u), floor - room * v) for u, v in pairs])

    def _across(self, x: float) -> float:
        share = (x - self._low) / (self._high - self._low)
        return self._width * (_LEFT + (_RIGHT - _LEFT) * share)

    def _pen(self, token: str, weight: float) -> None:
        self.painter.setPen(QPen(theme().colour(token), max(1.0, weight * self._height)))


def _numbers(values: object) -> tuple[float, ...]:
    """All of a list of numbers, or nothing."""
    if not isinstance(values, list) or not values:
        return ()
    usable = all(
        isinstance(one, (int, float)) and not isinstance(one, bool) and np.isfinite(one)
        for one in values
    )
    return tuple(map(float, values)) if usable else ()
