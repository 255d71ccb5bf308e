"""Curves over steps, with playhead, marks and references."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.axes import Tick
from ganstudio.ui.widgets.curve_painting import (
    finite_runs,
    paint_curve,
    paint_dots,
    paint_reference,
    paint_reference_words,
    paint_upright,
)
from ganstudio.ui.widgets.dashes import Dash, plot_pen
from ganstudio.ui.widgets.playhead import PlayheadStrip
from ganstudio.ui.widgets.plot_frame import Frame, Span, joined
from ganstudio.ui.widgets.plot_scale import Scale
from ganstudio.ui.widgets.plot_surface import PlotSurface

Values = npt.NDArray[np.floating[Any]] | npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
_RAW_OPACITY = 0.28
_MOST_BAD_TICKS = 20
_BAD_SHARE = 0.05  # of the height, for the tick where undefined values begin
_REST = 150  # ms after the range was moved last until lines are drawn well
_NEAR = 4  # px between the pointer and a mark whose words it asks for


@dataclass
class _Curve:
    """One curve as it was given, and as it is drawn: where its values lie on the axis."""

    colour: str
    dash: Dash
    x: Floats
    y: Floats
    raw: Floats
    scale: Scale
    line: Floats = field(init=False)
    faint: Floats = field(init=False)
    covers: Span | None = field(init=False)
    bad: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.line, self.faint = self.scale.forward(self.y), self.scale.forward(self.raw)
        both = np.concatenate([self.line, self.faint])
        finite = both[np.isfinite(both)]
        self.covers = Span(float(finite.min()), float(finite.max())) if finite.size else None
        self.bad = _bad_starts(self.x, self.y)

    def at(self, x: float) -> float:
        """The value at x, linearly interpolated; not a number outside."""
        if len(self.x) == 0 or not self.x[0] <= x <= self.x[-1]:
            return float("nan")
        return float(np.interp(x, self.x, self.y))


class CurvePlot(PlotSurface):
    """Named curves of at most some 4,000 points each. `playhead_moved` carries a float x."""

    playhead_moved = Signal(object)
    hovered = Signal(object)  # the x under the pointer, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        self._curves: dict[str, _Curve] = {}
        self._references: dict[str, tuple[float, str]] = {}
        self._marks: list[tuple[float, str]] = []
        self._playhead: float | None = None
        self._crosshair: float | None = None
        self._tell: Callable[[float], str] | None = None
        self._place_words: Callable[[float], str] = _plain_place
        self._is_live = True
        self._version = 0  # of all but playhead and crosshair
        self._still: tuple[tuple[object, ...], QPixmap] | None = None
        self._at_rest = QTimer()
        super().__init__(parent)
        self._at_rest = QTimer(self, singleShot=True, interval=_REST)
        self._at_rest.timeout.connect(self._change)
        self._strip = PlayheadStrip(self, self)
        self._strip.moved.connect(self.playhead_moved)
        self._canvas.hovered.connect(self.hovered)
        self._column.insertWidget(0, self._strip)
        self._canvas.range_changed.connect(self._strip.update)
        self._canvas.range_changed.connect(self._at_rest.start)

    @property
    def playhead(self) -> float | None:
        return self._playhead

    @property
    def scale(self) -> Scale:
        return self._canvas.scale

    @property
    def is_live(self) -> bool:
        return self._is_live

    @property
    def references(self) -> dict[str, float]:
        """Where the named lines lie."""
        return {name: y for name, (y, _) in self._references.items()}

    def set_curve(
        self,
        key: str,
        x: Values,
        y: Values,
        colour: str,
        dash: Dash = "solid",
        raw: Values | None = None,
    ) -> None:
        """Show or update a curve.

        Args:
            key: its name; a new curve is drawn above the ones before it.
            x: (n,) rising.
            y: (n,) values; not a number leaves a gap and a red tick.
            colour: palette token or #RRGGBB.
            dash: solid for the critic, dash for the generator, dot for exact values.
            raw: (n,) unsmoothed values, drawn faintly behind.
        """
        steps, values = np.asarray(x, np.float64), np.asarray(y, np.float64)
        faint = np.full(values.shape, np.nan) if raw is None else np.asarray(raw, np.float64)
        self._curves[key] = _Curve(colour, dash, steps, values, faint, self._canvas.scale)
        self._change()

    def remove_curve(self, key: str) -> None:
        self._curves.pop(key, None)
        self._change()

    def clear(self) -> None:
        """Remove every curve, reference, mark and the playhead."""
        self._curves.clear()
        self._references.clear()
        self.set_marks([])
        self.set_playhead(None)
        self._change()

    def set_reference(self, name: str, y: float | None, text: str = "") -> None:
        """A dotted horizontal line with its words; None removes it."""
        if y is None:
            self._references.pop(name, None)
        else:
            self._references[name] = (y, text)
        self._change()

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Thin dashed verticals, each with words on hover: a setting changed, a fork, an event."""
        self._marks = list(marks)
        self._change()

    def set_playhead(self, x: float | None) -> None:
        """Move the playhead without emitting; None hides it."""
        if x != self._playhead:
            self._playhead = x
            self._canvas.update()
            self._strip.update()

    def set_crosshair(self, x: float | None) -> None:
        """A quiet upright where another plot, or this one, is pointed at."""
        if x != self._crosshair:
            self._crosshair = x
            self._canvas.update()

    def set_teller(self, tell: Callable[[float], str]) -> None:
        """Who says what is known at an x, for the tooltip."""
        self._tell = tell

    def set_x_axis(
        self, ticks: Callable[[Span, float], list[Tick]], words: Callable[[float], str]
    ) -> None:
        """What stands under the plot, and how a place on its axis is called."""
        self._canvas.set_ticks(ticks)
        self._place_words = words

    def set_scale(self, scale: Scale) -> None:
        """Lay values out another way; what has no place on the axis becomes a gap."""
        if scale == self._canvas.scale:
            return
        self._canvas.scale = scale
        for curve in self._curves.values():
            curve.scale = scale
            curve.__post_init__()
        self.autorange()

    def set_live(self, live: bool) -> None:
        """1 px without antialiasing while data stream in, 1.5 px and smooth when they rest."""
        if live != self._is_live:
            self._is_live = live
            self._canvas.update()

    def set_x_home(self, low: float, high: float) -> None:
        """The x range that autorange goes back to, for example the planned run."""
        self._canvas.across.home = Span(low, high)
        self.autorange()

    def values_at(self, x: float) -> dict[str, float]:
        """Every curve's value at x, linearly interpolated; not a number outside a curve."""
        return {key: curve.at(x) for key, curve in self._curves.items()}

    def dots(self) -> list[tuple[float, float, QColor]]:
        """Where curves meet the playhead: x, the shown value, the curve's colour."""
        at = self._playhead
        if at is None:
            return []
        found = [
            (at, curve.scale.place(curve.at(at)), theme().colour(curve.colour))
            for curve in self._curves.values()
        ]
        return [dot for dot in found if np.isfinite(dot[1])]

    def bad_steps(self) -> list[float]:
        """Where runs of undefined values begin, the first ones of them."""
        bad = {x for curve in self._curves.values() for x in curve.bad}
        return sorted(bad)[:_MOST_BAD_TICKS]

    def widget_x(self, x: float) -> float:
        """The pixel column of a data x, in the strip above the plot."""
        return self._canvas.frame().column(x) + self._canvas.x() - self._strip.x()

    def data_x(self, column: float) -> float:
        """The data x of a pixel column of the strip, kept inside the shown range."""
        frame = self._canvas.frame()
        x = frame.data_x(column + self._strip.x() - self._canvas.x())
        return min(max(x, frame.x.low), frame.x.high)

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        curves = self._curves.values()
        across = [Span(float(c.x[0]), float(c.x[-1])) if len(c.x) else None for c in curves]
        up = [Span(y, y) for y in (self._reference_y(name) for name in self._references)
              if y is not None]  # fmt: skip
        return joined(across), joined([*(curve.covers for curve in curves), *up])

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        if self._canvas.is_exporting:
            self._paint_still(painter, frame)
        else:
            painter.drawPixmap(0, 0, self._still_layer(frame))
        if self._crosshair is not None:
            quiet = plot_pen(theme().colour("text3"), 1, "solid", self._ratio())
            paint_upright(painter, frame, self._crosshair, quiet)
        if self._playhead is not None:
            accent = plot_pen(theme().colour("accent"), 1, "solid", self._ratio())
            paint_upright(painter, frame, self._playhead, accent)
            paint_dots(painter, frame, self.dots())

    def _still_layer(self, frame: Frame) -> QPixmap:
        """What stays as the playhead moves, painted when it changes."""
        size, ratio = self._canvas.size(), self._ratio()
        key = (self._version, frame, size, ratio, self._is_rough)
        if self._still is None or self._still[0] != key:
            layer = QPixmap(size * ratio)
            layer.setDevicePixelRatio(ratio)
            layer.fill(Qt.GlobalColor.transparent)
            painter = QPainter(layer)
            painter.setClipRect(frame.rect)
            self._paint_still(painter, frame)
            painter.end()
            self._still = (key, layer)
        return self._still[1]

    @property
    def _is_rough(self) -> bool:
        """Lines are drawn fast while data stream in, and while the range is being moved."""
        return self._is_live or self._at_rest.isActive()

    def _paint_still(self, painter: QPainter, frame: Frame) -> None:
        self._paint_uprights(painter, frame)
        pen = plot_pen(theme().colour("text2"), 1, "dot", self._ratio())
        known = [(self._reference_y(name), words) for name, (_, words) in self._references.items()]
        told = [(y, words) for y, words in known if y is not None]
        for y, _ in told:
            paint_reference(painter, frame, y, pen)
        self._paint_curves(painter, frame)
        paint_reference_words(painter, frame, [(y, words) for y, words in told if words])

    def words_at(self, frame: Frame, column: float) -> str:
        bad = ((x, f"Not a number at {self._place_words(x)}") for x in self.bad_steps())
        told = [*self._marks, *bad]
        near = [words for x, words in told if abs(frame.column(x) - column) <= _NEAR]
        if near or self._tell is None or not frame.rect.left() <= column <= frame.rect.right():
            return near[0] if near else ""
        return self._tell(frame.data_x(column))

    def to_image(self, scale: float = 2.0) -> QImage:
        """The plot as a picture with smooth lines, at `scale` device pixels per logical one."""
        with self._drawn_well():
            return super().to_image(scale)

    def write_svg(self, path: Path) -> None:
        with self._drawn_well():
            super().write_svg(path)

    def restyle(self) -> None:
        self._change()

    def _change(self) -> None:
        self._version += 1
        self._canvas.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._strip.update()

    @contextmanager
    def _drawn_well(self) -> Iterator[None]:
        """Lines as they are drawn when nothing moves."""
        self._at_rest.stop()
        was_live, self._is_live = self._is_live, False
        try:
            yield
        finally:
            self._is_live = was_live

    def _paint_uprights(self, painter: QPainter, frame: Frame) -> None:
        mark = plot_pen(theme().colour("text3"), 1, "dash", self._ratio())
        for x, _ in self._marks:
            paint_upright(painter, frame, x, mark)
        bad = plot_pen(theme().colour("error"), 2, "solid", self._ratio())
        for x in self.bad_steps():
            paint_upright(painter, frame, x, bad, _BAD_SHARE)

    def _paint_curves(self, painter: QPainter, frame: Frame) -> None:
        for curve in self._curves.values():
            faint = theme().colour(curve.colour)
            faint.setAlphaF(_RAW_OPACITY)
            paint_curve(painter, frame, curve.x, curve.faint, plot_pen(faint))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._is_rough)
        width, ratio = (1.0, 1.0) if self._is_rough else (1.5, self._ratio())
        for curve in self._curves.values():
            pen = plot_pen(theme().colour(curve.colour), width, curve.dash, ratio)
            paint_curve(painter, frame, curve.x, curve.line, pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _reference_y(self, name: str) -> float | None:
        """Where a reference lies on the present scale; None where it has no place."""
        place = self._canvas.scale.place(self._references[name][0])
        return place if np.isfinite(place) else None

    def _ratio(self) -> float:
        return self._canvas.ratio


def _plain_place(x: float) -> str:
    return f"{x:,.0f}"


def _bad_starts(x: Floats, y: Floats) -> list[float]:
    """Where runs of undefined values begin."""
    runs = finite_runs(y)
    if len(y) and not runs:
        return [float(x[0])]
    starts = [run.stop for run in runs if run.stop < len(y)]
    return [float(x[start]) for start in ([0] if runs and runs[0].start else []) + starts]
