"""The figure of a world of single numbers, laid out once for whoever paints it.

Goodfellow et al. 2014, arXiv:1406.2661, figure 1: the data dotted, the generator solid, the critic
dashed, and below them arrows from latents z to what the generator makes of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ganstudio.core.events import WorldView
from ganstudio.engine.line_world import Along, Floats, along

Ink = Literal["real", "generator", "critic", "text2", "text3", "edge"]
Dash = Literal["solid", "dashed", "dotted"]
Align = Literal["left", "centre", "right"]

_ROOMY = (300.0, 240.0)  # width and height, in units, from which on there are words
_LETTER = 6.2  # units, of a word's width
_TICKS = 5
_HEADROOM, _HIGHEST = 1.12, 2.0  # of the data's peak: above it, and what of a collapse is in sight
_MARGIN = 0.18  # of the width of what is to be seen, beside it
_ARROW = 5.0  # units, of an arrow's head
_FAINT = 0.4


@dataclass(frozen=True)
class LineLayers:
    """What is drawn."""

    real: bool = True
    fake: bool = True
    raw: bool = False
    critic: bool = True
    best: bool = False
    slope: bool = False  # in place of the critic's values
    mapping: bool = True


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through (n, 2) places; closed, it is filled instead."""

    path: Floats
    ink: Ink
    width: float = 1.0  # units
    dash: Dash = "solid"
    opacity: float = 1.0
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Text whose middle stands at the height `y`, at `x` by its alignment."""

    x: float
    y: float
    text: str
    ink: Ink = "text3"
    align: Align = "centre"


@dataclass(frozen=True, slots=True)
class Room:
    """Where things lie, in pixels; y grows downwards."""

    left: float
    right: float
    top: float
    floor: float  # of the curves
    axis: float  # the line of x
    source: float  # the line of z
    low: float  # of x at the left
    high: float

    def across(self, x: Floats) -> Floats:
        return self.left + (x - self.low) / (self.high - self.low) * (self.right - self.left)

    def up(self, shares: Floats) -> Floats:
        """Args: shares: of the height, 0 at the floor."""
        return self.floor - shares.clip(0, 1) * (self.floor - self.top)

    def number(self, place: float) -> float:
        """The x under a place."""
        share = (place - self.left) / max(self.right - self.left, 1e-9)
        return self.low + share * (self.high - self.low)


@dataclass(slots=True)
class LineFigure:
    """Everything to paint, from the back to the front; curves are cut at `room`'s sides."""

    room: Room
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


def line_figure(
    world: WorldView,
    size: tuple[float, float],
    layers: LineLayers = LineLayers(),
    before: WorldView | None = None,
    unit: float = 1.0,
) -> LineFigure:
    """Lay a world out.

    Args:
        world: of single numbers.
        size: width and height in pixels.
        layers: what is wanted.
        before: another moment, whose generator and critic are drawn faintly.
        unit: pixels of a unit, at the size that words have.
    """
    return _Layout(world, size, layers, unit).made(before)


def span(world: WorldView) -> tuple[float, float]:
    """What of the axis is shown, throughout a run: the data, and zero, where generators begin."""
    finite = world.real[np.isfinite(world.real[:, 0]), 0]
    low, high = min(float(finite.min(initial=0)), 0.0), max(float(finite.max(initial=0)), 0.0)
    margin = _MARGIN * max(high - low, 1e-6)
    return max(low - margin, -world.extent), min(high + margin, world.extent)


class _Layout:
    """Builds a figure from the back to the front."""

    def __init__(
        self, world: WorldView, size: tuple[float, float], layers: LineLayers, unit: float
    ) -> None:
        self._world, self._layers, self._unit = world, layers, unit
        self._now = along(world)
        self._has_words = size[0] >= _ROOMY[0] * unit and size[1] >= _ROOMY[1] * unit
        line = world.line
        self._has_mapping = layers.mapping and line is not None and line.images.size > 0
        self._thick = unit * float(np.clip(size[1] / unit / 200, 0.8, 1.8))
        self._room = self._make_room(size)
        seen = (self._now.axis >= self._room.low) & (self._now.axis <= self._room.high)
        self._seen = seen if seen.sum() > 1 else np.ones_like(seen)
        peak = float(self._now.data[self._seen].max())
        made = float(self._now.made[self._seen].max())
        self._top = max(_HEADROOM * max(peak, min(made, _HIGHEST * peak)), 1e-9)
        self._ends = self._score_ends()
        self._figure = LineFigure(self._room)

    def made(self, before: WorldView | None) -> LineFigure:
        self._draw_ground()
        if before is not None:
            self._draw_curves(along(before), _FAINT)
        self._draw_curves(self._now, 1.0)
        if self._has_mapping:
            self._draw_mapping()
        if self._has_words:
            self._say_names(before is not None)
        return self._figure

    def _make_room(self, size: tuple[float, float]) -> Room:
        width, height = size
        unit, words = self._unit, self._has_words
        side = 44 * unit if words else 0.03 * width
        top = 34 * unit if words else 0.06 * height
        below = 22 * unit if words else 0.04 * height  # the floor's numbers
        source = height - (22 * unit if words else 0.05 * height)
        tall = 0.2 * height if self._has_mapping else 0.0
        axis = source - tall
        floor = axis - below if self._has_mapping else height - below - 2 * unit
        return Room(side, width - side, top, floor, axis, source, *span(self._world))

    def _score_ends(self) -> tuple[float, float]:
        """What the right axis shows: D(x) from 0 to 1, else the critic's own range."""
        found = self._verdict(self._now)
        if (self._now.are_logits and not self._layers.slope) or not found.size:
            return 0.0, 1.0
        finite = found[self._seen & np.isfinite(found)]
        low, high = float(finite.min(initial=np.inf)), float(finite.max(initial=-np.inf))
        if not low < high:
            middle = low if np.isfinite(low) else 0.0
            return middle - 1, middle + 1
        return (min(low, 0.0) if self._layers.slope else low), high

    def _verdict(self, curves: Along) -> Floats:
        return curves.steepness() if self._layers.slope else curves.verdict()

    @property
    def _has_critic(self) -> bool:
        wanted = self._layers.critic or self._layers.slope
        return wanted and self._now.critic.size > 0

    def _draw_ground(self) -> None:
        room, unit = self._room, self._unit
        if self._has_critic and self._now.are_logits and not self._layers.slope:
            half = (room.top + room.floor) / 2
            self._line((room.left, half), (room.right, half), "edge", dash="dotted")
        self._line((room.left, room.floor), (room.right, room.floor), "edge")
        if not self._has_words:
            return
        for number in _round_numbers(room.low, room.high):
            place = float(room.across(np.array(number)))
            self._line((place, room.floor), (place, room.floor + 4 * unit), "edge")
            self._say(place, room.floor + 13 * unit, _short(number))
        peak = _HEADROOM * float(self._now.data.max())
        beside = room.left - 6 * unit
        for value in (0.0, float(_round_numbers(0, peak)[-1]) if peak > 0 else 0.0):
            height = float(room.up(np.array(value / self._top)))
            self._say(beside, height, _short(value), "text3", "right")
        if self._has_critic:
            for share, value in zip((0, 0.5, 1), np.linspace(*self._ends, 3), strict=True):
                height = float(room.up(np.array(share)))
                self._say(room.right + 6 * unit, height, _short(value), "critic", "left")

    def _draw_curves(self, curves: Along, opacity: float) -> None:
        layers, top = self._layers, self._top
        is_now = opacity == 1
        if layers.fake:
            if is_now:
                self._fill(curves.made / top, curves.axis)
            self._curve(curves.made / top, curves.axis, "generator", 1.4, "solid", opacity)
        if layers.raw and is_now:
            self._curve(curves.raw / top, curves.axis, "generator", 1.0, "solid", 0.5)
        if layers.real and is_now:
            self._curve(curves.data / top, curves.axis, "real", 1.5, "dotted", opacity)
        if layers.best and is_now:
            self._curve(curves.best(), curves.axis, "critic", 1.2, "dotted", 0.9)
        if self._has_critic and curves.critic.size:
            low, high = self._ends
            shares = (np.nan_to_num(self._verdict(curves)) - low) / (high - low)
            self._curve(shares, curves.axis, "critic", 1.3, "dashed", opacity)

    def _draw_mapping(self) -> None:
        """Arrows from z up to x; what lies beside the view is not drawn."""
        line, room, unit = self._world.line, self._room, self._unit
        assert line is not None
        low, high = float(line.latents.min()), float(line.latents.max())
        shares = (line.latents - low) / max(high - low, 1e-9)
        inset = 0.04 * (room.right - room.left)
        starts = room.left + inset + shares * (room.right - room.left - 2 * inset)
        ends = room.across(line.images.astype(float))
        for height in (room.axis, room.source):
            self._line((room.left, height), (room.right, height), "edge")
        head = min(_ARROW * unit, 0.2 * (room.source - room.axis))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if room.left <= end <= room.right:
                self._arrow((start, room.source), (end, room.axis), head)
        if self._has_words:
            for height, name in ((room.axis, "x"), (room.source, "z")):
                self._say(room.left - 8 * unit, height, name, "text2", "right")
            under = room.source + 11 * unit
            self._say(float(starts.min()), under, _short(low, 2))
            self._say(float(starts.max()), under, _short(high, 2))
            if line.latent_size > 1:
                hint = f"z₁ of {line.latent_size:,} numbers, the others at their means"
                self._say((room.left + room.right) / 2, under, hint)

    def _arrow(self, start: tuple[float, float], end: tuple[float, float], head: float) -> None:
        way = np.array(end) - np.array(start)
        way = way / max(float(np.hypot(*way)), 1e-9)
        across = np.array([-way[1], way[0]])
        tip = np.array(end)
        wings = [tip - head * (way + side * 0.45 * across) for side in (1, -1)]
        width = 0.55 * self._thick
        self._add(Stroke(np.array([start, end]), "generator", width, opacity=0.75))
        self._add(Stroke(np.array([wings[0], tip, wings[1]]), "generator", width, opacity=0.75))

    def _say_names(self, with_before: bool) -> None:
        """A legend in one line: a piece of each curve and its name."""
        x, y, unit = self._room.left, 17 * self._unit, self._unit
        for name, ink, dash, opacity in self._names(with_before):
            path = np.array([(x, y), (x + 20 * unit, y)])
            self._add(Stroke(path, ink, 1.4 * unit, dash, opacity))
            self._say(x + 26 * unit, y, name, "text2", "left")
            x += (26 + _LETTER * len(name) + 16) * unit

    def _names(self, with_before: bool) -> Iterator[tuple[str, Ink, Dash, float]]:
        layers, now = self._layers, self._now
        if layers.real:
            yield "Data" if now.is_true else "Data, estimated", "real", "dotted", 1.0
        if layers.fake:
            yield "Generator", "generator", "solid", 1.0
        if self._has_critic:
            value = "D(x)" if now.are_logits else "Critic"
            yield "Slope" if layers.slope else value, "critic", "dashed", 1.0
        if layers.best:
            yield "D*(x)", "critic", "dotted", 0.9
        if with_before:
            yield "Before", "generator", "solid", _FAINT

    def _curve(
        self, shares: Floats, axis: Floats, ink: Ink, width: float, dash: Dash, opacity: float
    ) -> None:
        self._add(Stroke(self._path(shares, axis), ink, width * self._thick, dash, opacity))

    def _fill(self, shares: Floats, axis: Floats) -> None:
        path = self._path(shares, axis)
        floor = np.array([[path[-1, 0], self._room.floor], [path[0, 0], self._room.floor]])
        whole = np.concatenate([path, floor])
        self._add(Stroke(whole, "generator", opacity=0.16, is_filled=True))

    def _path(self, shares: Floats, axis: Floats) -> Floats:
        inside = (axis >= self._room.low) & (axis <= self._room.high)
        kept = inside if inside.sum() > 1 else np.ones_like(inside)
        return np.stack([self._room.across(axis[kept]), self._room.up(shares[kept])], axis=1)

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], ink: Ink, dash: Dash = "solid"
    ) -> None:
        self._add(Stroke(np.array([start, end]), ink, self._unit, dash))

    def _say(
        self, x: float, y: float, text: str, ink: Ink = "text3", align: Align = "centre"
    ) -> None:
        self._figure.words.append(Words(x, y, text, ink, align))

    def _add(self, stroke: Stroke) -> None:
        if np.isfinite(stroke.path).all():
            self._figure.strokes.append(stroke)


def dashes(stroke: Stroke) -> Iterable[Floats]:
    """The pieces of a stroke, by its length: for painters that know no dashes."""
    if stroke.dash == "solid":
        return [stroke.path]
    on, off = (6.0, 3.5) if stroke.dash == "dashed" else (1.2, 2.2)
    lengths = np.hypot(*np.diff(stroke.path, axis=0).T)
    along_path = np.concatenate([[0.0], lengths.cumsum()])
    starts = np.arange(0, along_path[-1], (on + off) * stroke.width)
    return [_piece(stroke.path, along_path, at, at + on * stroke.width) for at in starts.tolist()]


def _piece(path: Floats, lengths: Floats, start: float, end: float) -> Floats:
    end = min(end, float(lengths[-1]))
    between = lengths[(lengths > start) & (lengths < end)]
    at = np.concatenate([[start], between, [end]])
    return np.stack([np.interp(at, lengths, path[:, axis]) for axis in (0, 1)], axis=1)


def _round_numbers(low: float, high: float) -> Floats:
    """Some numbers of few digits between two others."""
    rough = max(high - low, 1e-9) / _TICKS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough)
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def _short(value: float, digits: int = 3) -> str:
    return f"{value + 0.0:.{digits}g}".replace("-", "−")
