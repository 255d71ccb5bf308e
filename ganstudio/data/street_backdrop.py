"""What lies behind everything in a street: the sky above, the ground below."""

from typing import NamedTuple

import numpy as np

from ganstudio.core.rng import derive
from ganstudio.data.canvas import FINER, Colour, Numbers, Patch, inside, mixed, smooth
from ganstudio.data.street_view import (
    FOCAL,
    GRASS,
    MARKING,
    PAVEMENT,
    ROAD,
    SKY,
    TREES,
    View,
)

_DASH = 3.2  # metres of a marking, and of the gap behind it
_MARKING = 0.16  # half its width
_LAST_DASH = 38.0  # metres away
_PUFFS = 5  # of a cloud


def lay_sky(view: View) -> None:
    """A gradient with clouds, and trees along the horizon."""
    canvas, light, horizon = view.canvas, view.light, view.camera.horizon
    whole = canvas.patch(0, 0, 1, 1)
    assert whole is not None
    pixels = whole.coarse()
    up = np.clip((horizon - pixels.y) / horizon, 0, 1)
    colour = mixed(light.low, light.zenith, up**0.8)
    bright = mixed(light.low, (1, 1, 1), 0.75 if view.street.hour == 0 else 0.1)
    colour = mixed(colour, bright, _clouds(view, pixels) * light.clouds)
    if view.street.hour == 2 and not view.street.weather:
        colour = colour + _stars(view)
    # What is seen is the colour times the tint.
    tint = np.asarray(light.tint, np.float32)[:, None, None]
    canvas.lay(whole, np.ones((1, 1), np.float32), colour / tint, SKY)
    _lay_hedge(view)


def _lay_hedge(view: View) -> None:
    """Trees far away, which are seen between houses."""
    canvas, horizon = view.canvas, view.camera.horizon
    random = np.random.default_rng(derive(int(view.street.detail), "hedge"))
    waves = random.uniform(0, 2 * np.pi, 3)
    patch = canvas.patch(0, horizon - 0.05, 1, horizon)
    assert patch is not None
    top = 0.022 + 0.006 * sum(
        np.sin(patch.x * speed + wave) for speed, wave in zip((9, 23, 51), waves, strict=True)
    )
    hedge = inside(patch.y - horizon + top, canvas.place)
    canvas.lay(patch, hedge, view.hazy((0.27, 0.42, 0.22), 110.0), TREES)


def _clouds(view: View, pixels: Patch) -> Numbers:
    """(h, w) soft puffs, flat below."""
    random = np.random.default_rng(derive(int(view.street.detail), "clouds"))
    x, y = pixels.x, pixels.y[pixels.y[:, 0] < view.camera.horizon]
    cover = np.zeros((y.shape[0], x.shape[1]), np.float32)
    for _ in range(random.integers(2, 5)):
        middle, height = random.uniform(0, 1), random.uniform(0.06, 0.32)
        width = random.uniform(0.12, 0.26) * (1.25 - 2 * height)
        cloud = np.zeros_like(cover)
        for _ in range(_PUFFS):
            away = random.normal(0, 0.5)
            radius = width * random.uniform(0.35, 0.6) * (1 - 0.3 * abs(away))
            across = (x - middle - away * width) / radius
            down = (y - height + radius * 0.08) / (radius * np.where(y > height, 0.20, 0.42))
            cloud = np.maximum(cloud, np.exp(-(across**2) - down**2))
        cover = np.maximum(cover, smooth((cloud - 0.18) / 0.7) * random.uniform(0.55, 0.95))
    return np.pad(cover, ((0, len(pixels.y) - len(y)), (0, 0)))


def _stars(view: View) -> Numbers:
    """(h, w) light of stars, one pixel each."""
    size = view.canvas.size
    random = np.random.default_rng(derive(int(view.street.detail), "stars"))
    light = np.zeros((size, size), np.float32)
    places = (random.random((26, 2)) * (0.42 * size, size)).astype(np.int64)
    light[places[:, 0], places[:, 1]] = random.uniform(0.15, 0.6, 26)
    return light


class _Ground(NamedTuple):
    """Places on the ground in metres."""

    across: Numbers  # (h, w) X
    depth: Numbers  # (h, 1) Z
    wide: Numbers  # (h, 1) metres across of one place
    long: Numbers  # metres away


def _ground(view: View, patch: Patch, place: float) -> _Ground:
    camera = view.camera
    depth = FOCAL * camera.eye / np.maximum(patch.y - camera.horizon, place / 4)
    across = (patch.x - camera.vanish) * depth / FOCAL
    return _Ground(across, depth, place * depth / FOCAL, place * depth**2 / (FOCAL * camera.eye))


def lay_ground(view: View) -> None:
    """Grass, pavements with kerbs, the road and its marking, in the shade of the houses."""
    canvas, street = view.canvas, view.street
    patch = canvas.patch(0, view.camera.horizon, 1, 1)
    assert patch is not None
    fine = _ground(view, patch, canvas.place)
    pixels = _ground(view, patch.coarse(), canvas.place * FINER)
    side, road, walk = np.abs(fine.across), float(street.road), float(street.pavement)
    below = inside(patch.y - view.camera.horizon, canvas.place)

    def lay(colour: Colour, half: float, region: int) -> None:
        cover = below * inside(half - side, fine.wide)
        canvas.lay(patch, cover, view.hazy(colour, pixels.depth), region)

    dry = 0.7 if street.weather == 2 else 1.0
    lay(_grass(pixels), 1e9, GRASS)
    lay(_slabs(pixels, (road + walk) / 2) * dry, walk, PAVEMENT)
    lay((0.79 * dry, 0.77 * dry, 0.73 * dry), road + 0.28, PAVEMENT)
    lay(_asphalt(pixels, road) * dry, road, ROAD)
    _lay_marking(view, patch, fine)
    # The houses on the sun's own side shade what lies before them.
    towards = fine.across * (1 if street.sun > 0 else -1)
    reach = float(street.front) - 3.2 * (1.3 - abs(float(street.sun)))
    shadow = inside(towards - reach, np.maximum(fine.wide, 0.3))
    canvas.shade(patch, 0.34 * view.light.sun * shadow * below)


def _lay_marking(view: View, patch: Patch, fine: _Ground) -> None:
    """Dashes along the middle of the road, as far as they can be told."""
    start = (int(view.street.detail) % 1000) / 1000 * 2 * _DASH
    dash = _DASH / 2 - np.abs((fine.depth + start) % (2 * _DASH) - _DASH)
    paint = inside(_MARKING - np.abs(fine.across), fine.wide) * inside(dash, fine.long)
    colour = view.hazy((0.92, 0.91, 0.86), fine.depth)
    view.canvas.lay(patch, paint * (fine.depth < _LAST_DASH), colour, MARKING)


def _grass(ground: _Ground) -> Numbers:
    waves = np.sin(ground.across * 1.9 + ground.depth * 0.7) * np.exp(-ground.depth / 25)
    return mixed((0.40, 0.55, 0.26), (0.50, 0.63, 0.33), 0.5 + 0.5 * waves)


def _slabs(ground: _Ground, middle: float) -> Numbers:
    """Stone with joints across and along."""
    near = np.exp(-ground.depth / 16)
    joints = 1 - 0.11 * near * inside(0.05 - _from_whole(ground.depth, 1.4), ground.long)
    seam = inside(0.04 - np.abs(np.abs(ground.across) - middle), ground.wide)
    return np.multiply.outer(
        np.array((0.70, 0.67, 0.62), np.float32), joints * (1 - 0.08 * near * seam)
    )


def _asphalt(ground: _Ground, road: float) -> Numbers:
    """Paler where wheels run, darker along the kerb."""
    side = np.abs(ground.across)
    worn = 0.03 * np.exp(-(((side - 0.5 * road) / 0.55) ** 2))
    level = 0.37 + worn - 0.05 * smooth((side - road + 0.5) / 0.5)
    return np.multiply.outer(np.array((1.0, 1.01, 1.05), np.float32), level)


def _from_whole(x: Numbers, period: float) -> Numbers:
    """How far from the nearest multiple of the period."""
    result: Numbers = np.abs(x / period - np.round(x / period)) * period
    return result
