"""What stands in a street: trees, lamps and persons. Measures are metres from a thing's foot."""

import numpy as np

from ganstudio.data.canvas import FINER, Numbers, box, disc, inside, mixed, smooth
from ganstudio.data.street_plan import Things
from ganstudio.data.street_view import LAMPS, TREES, View, stand

_BARK, _IRON = (0.36, 0.26, 0.19), (0.05, 0.33, 0.34)
_LAMPLIGHT = (1.0, 0.80, 0.48)
_SKINS = ((0.94, 0.76, 0.62), (0.80, 0.58, 0.43), (0.52, 0.35, 0.25))
_TROUSERS = ((0.30, 0.20, 0.36), (0.38, 0.16, 0.28), (0.24, 0.18, 0.42))
_HAIR = ((0.30, 0.14, 0.08), (0.55, 0.30, 0.12), (0.20, 0.10, 0.12))
_LEAVES = 24
_CROWN = 3.7  # height of its middle
_LAMP_HEIGHT = 5.0
_THINNEST = 0.6  # half width of a pole, in pixels


def lay_tree(view: View, tree: Things, _: int) -> None:
    """A trunk below a crown of leaves in bunches, brighter towards the sun."""
    found = stand(view, float(tree.across), float(tree.depth), (0.4, 0.1, 3.4), float(tree.scale))
    if found is None:
        return
    u, v, place = found.u, found.v, found.place
    trunk = inside(np.minimum(0.15 + 0.06 * np.maximum(1 - v, 0) - np.abs(u), v), place) * (v < 3.4)
    bark = mixed(_BARK, (0.50, 0.39, 0.29), smooth(0.5 + u * view.street.sun * 3))
    view.canvas.lay(found.patch, trunk, view.hazy(bark, found.depth), TREES)
    found = stand(view, float(tree.across), float(tree.depth), (2.4, -1.9, 5.7), float(tree.scale))
    if found is None:
        return
    cover, tone = _crown(view, tree, (found.u, found.v, place))
    young, old = np.asarray(tree.colour) * 1.28 + 0.04, np.asarray(tree.colour) * 0.50
    leaves = mixed(old, young, np.clip(tone, 0, 1.1))
    view.canvas.lay(found.patch, cover, view.hazy(leaves, found.depth), TREES)


def _crown(
    view: View, tree: Things, where: tuple[Numbers, Numbers, float]
) -> tuple[Numbers, Numbers]:
    """Cover and brightness (h, w); each place belongs to the last bunch that covers it."""
    u, v, place = where
    sun = float(view.street.sun)
    random = np.random.default_rng(int(tree.detail))
    angle = np.arange(_LEAVES) * 2.399963  # the golden angle spreads them evenly
    out = np.sqrt((np.arange(_LEAVES) + 0.5) / _LEAVES)[::-1] * random.uniform(0.85, 1.1, _LEAVES)
    x, y = 1.35 * out * np.cos(angle), 1.15 * out * np.sin(angle)
    radius = random.uniform(0.46, 0.70, _LEAVES) * (1.15 - 0.25 * out)
    towards = 0.48 * y + 0.33 * x * sun * max(view.light.sun, 0.3)
    tone = 0.46 + 0.42 * towards + random.uniform(-0.16, 0.16, _LEAVES)
    order = np.argsort(tone + random.uniform(-0.15, 0.15, _LEAVES))
    bunches = np.stack([x, y + _CROWN, radius, tone])[:, order].astype(np.float32)
    x, y, radius, tone = bunches
    # How far inside of each bunch: (bunches, h, w).
    away = (v - y[:, None, None]) ** 2 + (u - x[:, None, None]) ** 2
    depth = radius[:, None, None] - np.sqrt(away)
    first = _LEAVES - 1 - np.argmax(depth[::-1] > 0, axis=0)
    curve = v - y[first] + 0.6 * sun * (u - x[first])
    core = disc(u / 1.2, v - _CROWN, 1.25) * 0.9
    bright = tone[first] + 0.22 * curve / radius[first]
    return inside(np.maximum(depth.max(0), core), place), bright


def lay_lamp(view: View, lamp: Things, _: int) -> None:
    """A pole with an arm over the road."""
    found = stand(view, float(lamp.across), float(lamp.depth), (2.0, 0.1, 5.6), 1.0)
    if found is None:
        return
    u, v, place = found.u, found.v, found.place
    inwards = -u if lamp.across > 0 else u
    half = max(0.07, _THINNEST * FINER * place)
    pole = np.minimum(half - np.abs(u), np.minimum(v, _LAMP_HEIGHT - v))
    arm = box(inwards - 0.55, v - _LAMP_HEIGHT, (0.6, half * 0.8))
    head = box(inwards - 1.15, v - _LAMP_HEIGHT + 0.02, (0.42, half * 1.5), 0.05)
    iron = mixed(_IRON, (0.12, 0.50, 0.50), smooth(0.5 + u * view.street.sun / half / 2))
    shape = np.maximum(np.maximum(pole, arm), head)
    view.canvas.lay(found.patch, inside(shape, place), view.hazy(iron, found.depth), LAMPS)
    if view.light.lamps:
        _shine_around(view, lamp)


def _shine_around(view: View, lamp: Things) -> None:
    """The light of a lamp's head, and a halo that has faded where its patch ends."""
    reach, up = 3.2, _LAMP_HEIGHT - 0.1
    across = float(lamp.across) - 1.15 * (1 if lamp.across > 0 else -1)
    found = stand(view, across, float(lamp.depth), (reach, reach - up, up + reach), 1.0)
    if found is not None:
        away = np.hypot(found.u, found.v - up)
        halo = 0.9 * np.exp(-((away / 0.28) ** 2)) + 0.30 * np.exp(-((away / 1.0) ** 2))
        halo *= smooth((reach - away) / reach)
        view.canvas.shine(found.patch, view.light.lamps * halo, _LAMPLIGHT)


def lay_person(view: View, person: Things, instance: int) -> None:
    """Shoes, trousers, shirt, arms, head and hair; everybody walks a little differently."""
    reach = (0.75, 0.1, 2.1)
    found = stand(view, float(person.across), float(person.depth), reach, 1.2 * float(person.scale))
    if found is None:
        return
    random = np.random.default_rng(int(person.detail))
    skin, trousers, hair = (
        tones[random.integers(len(tones))] for tones in (_SKINS, _TROUSERS, _HAIR)
    )
    step, swing = random.uniform(0.04, 0.18), random.uniform(0.04, 0.12)
    u, v, place = found.u, found.v, found.place
    u = -u if person.is_turned else u
    down = np.clip(0.95 - v, 0, 1)
    legs = np.maximum(0.12 - np.abs(u - 0.09 - step * down), 0.12 - np.abs(u + 0.09 + step * down))
    legs = np.minimum(legs, np.minimum(v, 1.0 - v))
    low = np.clip(1.45 - v, 0, 0.7)
    arms = np.maximum(
        0.085 - np.abs(u - 0.27 - swing * low), 0.085 - np.abs(u + 0.27 + swing * low)
    )
    arms = np.minimum(arms, np.minimum(v - 0.85, 1.48 - v))
    torso = box(u, v - 1.2, (0.27, 0.34), 0.13)
    shirt = np.asarray(person.colour)
    lit = 1 + 0.22 * np.clip(found.u * view.street.sun * 3, -1, 1) * max(view.light.sun, 0.3)
    parts = (
        (legs, mixed(trousers, (0.16, 0.05, 0.14), smooth((0.10 - v) / 0.05))),
        (arms, mixed(shirt * 0.82, skin, smooth((0.98 - v) / 0.05))),
        (torso, shirt[:, None, None] * lit),
        (disc(u, v - 1.70, 0.17), np.asarray(skin)[:, None, None] * lit),
        (np.minimum(disc(u, v - 1.73, 0.185), v - 1.72 + 0.25 * np.abs(u)), np.asarray(hair)),
    )
    for shape, colour in parts:
        view.canvas.lay(found.patch, inside(shape, place), view.hazy(colour, found.depth), instance)
