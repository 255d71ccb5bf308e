"""Cars from the side, from behind and from the front. Measures are metres from a car's foot."""

import numpy as np

from ganstudio.data.canvas import Numbers, box, disc, inside, mixed, smooth
from ganstudio.data.street_plan import Things
from ganstudio.data.street_view import Stand, View, stand

_GLASS, _TYRE, _RIM = (0.17, 0.23, 0.29), (0.09, 0.09, 0.10), (0.62, 0.63, 0.65)
_TRIM, _RED, _WHITE = (0.13, 0.13, 0.15), (0.80, 0.10, 0.08), (0.99, 0.95, 0.80)
_BEAM, _TAIL = (1.0, 0.92, 0.68), (1.0, 0.16, 0.10)


def lay_car(view: View, car: Things, instance: int) -> None:
    reach = (2.8, 0.3, 1.8) if car.view == 0 else (1.4, 0.3, 1.9)
    found = stand(view, float(car.across), float(car.depth), reach, 1.18 * float(car.scale))
    if found is None:
        return
    if car.is_turned and car.view == 0:
        found = found._replace(u=-found.u)
    brush = _Brush(view, found, instance)
    paint = np.asarray(car.colour, np.float32)
    if car.view == 0:
        _lay_side(brush, paint)
    else:
        _lay_end(brush, paint, is_front=bool(car.view == 2))


class _Brush:
    """Lays parts of one car."""

    def __init__(self, view: View, where: Stand, instance: int) -> None:
        self.u, self.v = where.u, where.v
        self.lamps = view.light.lamps
        self._view, self._where, self._instance = view, where, instance

    def lay(self, shape: Numbers, colour: tuple[float, float, float] | Numbers) -> None:
        where = self._where
        cover = inside(shape, where.place)
        self._view.canvas.lay(
            where.patch, cover, self._view.hazy(colour, where.depth), self._instance
        )

    def shine(self, u: float, v: float, radius: float, colour: tuple[float, float, float]) -> None:
        away = np.hypot(self.u - u, self.v - v) / radius
        halo = np.exp(-(away**2)) + 0.3 * np.exp(-((away / 2.2) ** 2))
        self._view.canvas.shine(self._where.patch, (self.lamps * halo).astype(np.float32), colour)


def _trapezium(
    u: Numbers, v: Numbers, base: float, top: float, span: tuple[float, float]
) -> Numbers:
    """How far inside of an upright trapezium with these half widths at the ends of `span`."""
    low, high = span
    lean = (base - top) / (high - low)
    side = (base - lean * (v - low) - np.abs(u)) / np.hypot(1, lean)
    result: Numbers = np.minimum(side, np.minimum(v - low, high - v))
    return result


def _painted(paint: Numbers, v: Numbers) -> Numbers:
    """(3, h, 1): bright on the shoulder, dark below."""
    level = 0.60 + 0.46 * smooth((v - 0.25) / 0.75)
    gloss = 0.20 * np.exp(-(((v - 0.90) / 0.07) ** 2)) + 0.10 * np.exp(-(((v - 1.4) / 0.1) ** 2))
    result: Numbers = paint[:, None, None] * level + gloss
    return result


def _lay_side(brush: _Brush, paint: Numbers) -> None:
    u, v = brush.u, brush.v
    body = np.maximum(
        box(u, v - 0.60, (2.08, 0.34), 0.20), box(u + 0.1, v - 0.66, (1.95, 0.30), 0.1)
    )
    cabin = _trapezium(u + 0.15, v, 1.42, 0.78, (0.7, 1.46))
    wheels = np.maximum(disc(u - 1.27, v - 0.36, 0.36), disc(u + 1.27, v - 0.36, 0.36))
    hubs = np.maximum(disc(u - 1.27, v - 0.36, 0.19), disc(u + 1.27, v - 0.36, 0.19))
    panes = np.minimum(_trapezium(u + 0.15, v, 1.13, 0.72, (0.94, 1.36)), np.abs(u + 0.15) - 0.055)
    brush.lay(np.maximum(body, cabin), _painted(paint, v))
    brush.lay(np.minimum(body, 0.38 - v), mixed(paint * 0.45, _TRIM, 0.3))
    brush.lay(panes, mixed(_GLASS, (0.55, 0.66, 0.75), smooth((v - 0.9 + 0.25 * u) / 1.0)))
    brush.lay(np.minimum(wheels + 0.07, v), _TRIM)
    brush.lay(wheels, _TYRE)
    brush.lay(hubs, _RIM)
    brush.lay(box(u - 1.98, v - 0.74, (0.10, 0.09), 0.03), _WHITE)
    brush.lay(box(u + 2.0, v - 0.76, (0.07, 0.08), 0.03), _RED)
    if brush.lamps:
        brush.shine(2.05, 0.74, 0.30, _BEAM)
        brush.shine(-2.05, 0.76, 0.16, _TAIL)


def _lay_end(brush: _Brush, paint: Numbers, *, is_front: bool) -> None:
    u, v = brush.u, brush.v
    wheels = box(np.abs(u) - 0.70, v - 0.26, (0.15, 0.26), 0.05)
    body = box(u, v - 0.66, (0.93, 0.40), 0.17)
    cabin = _trapezium(u, v, 0.86, 0.62, (0.85, 1.48))
    pane = _trapezium(u, v, 0.74, 0.56, (0.98 if is_front else 1.02, 1.38))
    brush.lay(wheels, _TYRE)
    brush.lay(np.maximum(body, cabin), _painted(paint, v))
    brush.lay(np.minimum(body, 0.44 - v), mixed(paint * 0.45, _TRIM, 0.3))
    brush.lay(pane, mixed(_GLASS, (0.50, 0.61, 0.70), smooth((v - 0.95 + 0.2 * u) / 0.8)))
    if is_front:
        brush.lay(box(u, v - 0.66, (0.42, 0.09), 0.04), _TRIM)
        brush.lay(box(np.abs(u) - 0.70, v - 0.70, (0.16, 0.10), 0.06), _WHITE)
    else:
        brush.lay(box(u, v - 0.60, (0.26, 0.08), 0.02), (0.92, 0.90, 0.82))
        brush.lay(box(np.abs(u) - 0.74, v - 0.76, (0.15, 0.09), 0.04), _RED)
    if brush.lamps:
        for side in (-0.72, 0.72):
            brush.shine(side, 0.72, 0.26 if is_front else 0.17, _BEAM if is_front else _TAIL)
