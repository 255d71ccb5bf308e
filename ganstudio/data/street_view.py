"""How a street is seen: its perspective, its regions and the light of the hour."""

from typing import NamedTuple

import numpy as np

from ganstudio.data.batches import Region
from ganstudio.data.canvas import Canvas, Colour, Numbers, Patch, mixed
from ganstudio.data.street_plan import Factors

REGIONS = (
    Region("sky", (70, 130, 180)),
    Region("building", (70, 70, 70)),
    Region("road", (128, 64, 128)),
    Region("marking", (250, 170, 30)),
    Region("pavement", (244, 35, 232)),
    Region("grass", (152, 251, 152)),
    Region("tree", (107, 142, 35)),
    Region("lamp", (153, 153, 153)),
    Region("car", (0, 0, 142), is_thing=True),
    Region("person", (220, 20, 60), is_thing=True),
)
"""In the colours of Cityscapes; marking and lamp in those of its traffic light and pole."""
SKY, BUILDING, ROAD, MARKING, PAVEMENT, GRASS, TREES, LAMPS, CARS, PERSONS = range(len(REGIONS))
FOCAL = 0.9
"""Heights of the picture that one metre has at a distance of one metre."""


class Camera(NamedTuple):
    """Projects metres onto the picture."""

    vanish: float
    horizon: float
    eye: float

    def x(self, across: float, depth: float) -> float:
        return self.vanish + FOCAL * across / depth

    def y(self, up: float, depth: float) -> float:
        return self.horizon + FOCAL * (self.eye - up) / depth


Shade = tuple[float, float, float]


class Light(NamedTuple):
    """The light of an hour and a weather; colours are those by day, before `tint`."""

    tint: Shade  # what daylight is multiplied by
    zenith: Shade  # of the sky as it is seen
    low: Shade
    haze: Shade
    reach: float  # metres after which haze is as strong as what lies in it
    sun: float  # how much shadows are darker than the rest
    clouds: float  # their brightness over the sky
    lit: float  # share of windows with a lamp behind
    lamps: float  # strength of all lamps


_LIGHTS = (
    Light((1, 1, 1), (0.33, 0.58, 0.88), (0.78, 0.88, 0.96), (0.76, 0.84, 0.92), 260, 1.0, 1.0,
          0.0, 0.0),
    Light((0.94, 0.76, 0.70), (0.32, 0.34, 0.60), (0.99, 0.68, 0.40), (0.95, 0.78, 0.62), 170, 0.45,
          0.62, 0.22, 0.45),
    Light((0.26, 0.30, 0.46), (0.04, 0.06, 0.16), (0.15, 0.19, 0.35), (0.50, 0.58, 0.75), 240, 0.0,
          0.1, 0.42, 1.0),
)  # fmt: skip


def light_of(street: Factors) -> Light:
    """Clouds take the sun and the sky's colour, rain half of the distance too."""
    light = _LIGHTS[int(street.hour)]
    if not street.weather:
        return light
    grey = 0.87 if street.weather == 1 else 0.74
    level = float(np.mean(light.low)) * grey
    cloudy = (level, level * 1.02, level * 1.05)
    share = 0.8 if street.hour == 0 else 0.6
    return light._replace(
        tint=_towards(light.tint, (0.0, 0.0, 0.0), 1 - grey),
        zenith=_towards(light.zenith, cloudy, share),
        low=_towards(light.low, cloudy, share),
        haze=(0.76, 0.78, 0.80),
        reach=light.reach * (0.7 if street.weather == 1 else 0.4),
        sun=0.0,
        clouds=light.clouds * 0.3,
        lit=light.lit + 0.08 * (int(street.weather) == 2),
        lamps=max(light.lamps, 0.2 * (int(street.weather) == 2)),
    )


def _towards(one: Shade, other: Shade, share: float) -> Shade:
    red, green, blue = mixed(one, other, share).tolist()
    return red, green, blue


class View(NamedTuple):
    """All that is needed to draw a thing of one street."""

    canvas: Canvas
    camera: Camera
    light: Light
    street: Factors

    def hazy(self, colour: Colour, depth: float | Numbers) -> Numbers:
        """A colour as it looks from afar."""
        return mixed(colour, self.light.haze, 1 - np.exp(-depth / self.light.reach))


class Stand(NamedTuple):
    """Where a thing stands: places of a patch in metres from its foot."""

    patch: Patch
    u: Numbers  # (1, w) to the right
    v: Numbers  # (h, 1) up
    place: float  # metres of one place
    depth: float


def stand(
    view: View, across: float, depth: float, reach: tuple[float, float, float], scale: float
) -> Stand | None:
    """A patch around the foot at (X, Z) that reaches left and right, down, and up in metres."""
    unit = FOCAL / depth * scale
    x, y = view.camera.x(across, depth), view.camera.y(0.0, depth)
    beside, down, up = (unit * length for length in reach)
    patch = view.canvas.patch(x - beside, y - up, x + beside, y + down)
    if patch is None:
        return None
    return Stand(patch, (patch.x - x) / unit, (y - patch.y) / unit, view.canvas.place / unit, depth)
