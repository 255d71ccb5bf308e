"""Curves over steps, with playhead, marks and references."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.axes import LineWords, PlotSurface
from ganstudio.ui.widgets.dashes import Dash, plot_pen
from ganstudio.ui.widgets.playhead import PlayheadStrip

Values = npt.NDArray[np.floating[Any]] | npt.NDArray[np.integer[Any]]
_RAW_OPACITY = 0.28
_MOST_BAD_TICKS = 20


@dataclass
class _Curve:
    """The items of one curve and what they were last given."""

    line: Any
    raw: Any
    colour: str
    dash: Dash
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    raw_y: npt.NDArray[np.float64]


@dataclass
class _Reference:
    """A line that is kept and hidden: deleting one with its words crashes inside pyqtgraph."""

    line: Any
    words: Any
    y: float | None


class CurvePlot(PlotSurface):
    """Named curves of at most some 4,000 points each. `playhead_moved` carries a float x."""

    playhead_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._curves: dict[str, _Curve] = {}
        self._references: dict[str, _Reference] = {}
        self._marks: list[Any] = []
        self._bad_ticks: list[Any] = []
        self._playhead: float | None = None
        self._log = False
        self._live = True
        self._home: tuple[float, float] | None = None
        self._head = pg.InfiniteLine(angle=90, movable=False)
        self._head.setVisible(False)
        self._dots = pg.ScatterPlotItem(size=6, pxMode=True)
        super().__init__(parent)
        self._plot.addItem(self._head, ignoreBounds=True)
        self._plot.addItem(self._dots, ignoreBounds=True)
        self._head.setZValue(20)
        self._dots.setZValue(21)
        self._strip = PlayheadStrip(self, self)
        self._strip.moved.connect(self.playhead_moved)
        self._column.insertWidget(0, self._strip)
        self._mouse.sigXRangeChanged.connect(self._strip_moved)

    @property
    def playhead(self) -> float | None:
        return self._playhead

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
            key: its name; the items are made once and given new data after that.
            x: (n,) rising.
            y: (n,) values; not a number leaves a gap and a red tick.
            colour: palette token or #RRGGBB.
            dash: solid for the critic, dash for the generator, dot for exact values.
            raw: (n,) unsmoothed values, drawn faintly behind.
        """
        if key not in self._curves:
            self._add_curve(key, colour, dash)
        curve = self._curves[key]
        curve.x, curve.y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        if (curve.colour, curve.dash) != (colour, dash):
            curve.colour, curve.dash = colour, dash
            self._pen(curve)
        _give(curve.line, curve.x, self._shown(curve.y))
        curve.raw_y = np.full(curve.y.shape, np.nan) if raw is None else np.asarray(raw, np.float64)
        _give(curve.raw, curve.x, self._shown(curve.raw_y))
        self._show_bad_steps()
        self._place_dots()

    def remove_curve(self, key: str) -> None:
        curve = self._curves.pop(key, None)
        if curve is not None:
            self._plot.removeItem(curve.line)
            self._plot.removeItem(curve.raw)
            self._show_bad_steps()
            self._place_dots()

    def clear(self) -> None:
        """Remove every curve, reference, mark and the playhead."""
        for key in list(self._curves):
            self.remove_curve(key)
        for name in list(self._references):
            self.set_reference(name, None)
        self.set_marks([])
        self.set_playhead(None)

    def set_reference(self, name: str, y: float | None, text: str = "") -> None:
        """A dotted horizontal line with its words; None removes it."""
        if name not in self._references:
            self._references[name] = self._add_reference()
        reference = self._references[name]
        reference.y = y
        reference.words.setFormat(text)
        self._place_reference(reference)

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Thin dashed verticals, each with words on hover: a setting changed, a fork, an event."""
        _stand(self._plot, self._marks, marks)
        self._pen_marks()

    def set_playhead(self, x: float | None) -> None:
        """Move the playhead without emitting; None hides it."""
        self._playhead = x
        self._head.setVisible(x is not None)
        if x is not None:
            self._head.setValue(x)
        self._place_dots()
        self._strip.update()

    def set_log(self, y: bool) -> None:
        """Show logarithms of the values; zero and negative ones become gaps."""
        if y == self._log:
            return
        self._log = y
        self._left.log = y
        for curve in self._curves.values():
            _give(curve.line, curve.x, self._shown(curve.y))
            _give(curve.raw, curve.x, self._shown(curve.raw_y))
        for reference in self._references.values():
            self._place_reference(reference)
        self._left.picture = None
        self._show_bad_steps()
        self._place_dots()
        self.autorange()

    def set_live(self, live: bool) -> None:
        """1 px without antialiasing while data stream in, 1.5 px and smooth when they rest."""
        if live != self._live:
            self._live = live
            for curve in self._curves.values():
                self._pen(curve)

    def set_x_home(self, low: float, high: float) -> None:
        """The x range that autorange goes back to, for example the planned run."""
        self._home = (low, high)
        self.autorange()

    def autorange(self) -> None:
        self._mouse.enableAutoRange()
        if self._home is not None:
            self._mouse.enableAutoRange(x=False)
            self._mouse.setXRange(*self._home, padding=0)

    def x_range(self) -> tuple[float, float]:
        low, high = self._mouse.viewRange()[0]
        return float(low), float(high)

    def values_at(self, x: float) -> dict[str, float]:
        """Every curve's value at x, linearly interpolated; not a number outside a curve."""
        return {key: _interpolate(curve, x) for key, curve in self._curves.items()}

    def widget_x(self, x: float) -> float:
        """The pixel column of a data x, in the strip above the plot."""
        scene = self._mouse.mapViewToScene(QPointF(x, 0)).x()
        return scene + self._view.x() - self._strip.x()

    def data_x(self, column: float) -> float:
        """The data x of a pixel column of the strip, kept inside the shown range."""
        low, high = self.x_range()
        left, right = self.widget_x(low), self.widget_x(high)
        share = (column - left) / max(right - left, 1.0)
        return low + min(max(share, 0.0), 1.0) * (high - low)

    def to_image(self, scale: float = 2.0) -> QImage:
        """The plot as a picture with smooth lines, at `scale` device pixels per logical one."""
        was_live = self._live
        self.set_live(False)
        size = self.size()
        image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(theme().colour("panel"))
        painter = QPainter(image)
        self.render(painter, QPointF(0, 0).toPoint())
        painter.end()
        self.set_live(was_live)
        return image

    def restyle(self) -> None:
        super().restyle()
        colour = theme().colour
        for curve in self._curves.values():
            self._pen(curve)
        for reference in self._references.values():
            self._pen_reference(reference)
        self._pen_marks()
        self._pen_bad_ticks()
        self._head.setPen(plot_pen(colour("accent"), 1, "solid", self._ratio()))
        self._place_dots()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._strip.update()

    def _add_curve(self, key: str, colour: str, dash: Dash) -> None:
        raw, line = pg.PlotCurveItem(), pg.PlotCurveItem()
        raw.setZValue(5)
        line.setZValue(10)
        self._plot.addItem(raw)
        self._plot.addItem(line)
        nothing = np.empty(0)
        self._curves[key] = _Curve(line, raw, colour, dash, nothing, nothing, nothing)
        self._pen(self._curves[key])

    def _pen(self, curve: _Curve) -> None:
        colour = theme().colour(curve.colour)
        if self._live:
            curve.line.setPen(plot_pen(colour, 1.0, curve.dash))
        else:
            curve.line.setPen(plot_pen(colour, 1.5, curve.dash, self._ratio()))
        curve.line.opts["antialias"] = not self._live
        faint = theme().colour(curve.colour)
        faint.setAlphaF(_RAW_OPACITY)
        curve.raw.setPen(plot_pen(faint))

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _pen_reference(self, reference: _Reference) -> None:
        reference.line.setPen(plot_pen(theme().colour("text2"), 1, "dot", self._ratio()))
        reference.words.setColor(theme().colour("text2"))
        reference.words.setFont(theme().font("tick"))

    def _pen_marks(self) -> None:
        for line in self._marks:
            line.setPen(plot_pen(theme().colour("text3"), 1, "dash", self._ratio()))

    def _add_reference(self) -> _Reference:
        line = pg.InfiniteLine(angle=0)
        words = LineWords(line, "", position=0.99, anchors=[(1, 1), (1, 1)])
        self._plot.addItem(line)
        made = _Reference(line, words, None)
        self._pen_reference(made)
        return made

    def _place_reference(self, reference: _Reference) -> None:
        y = reference.y
        shown = y is not None and (not self._log or y > 0)
        reference.line.setVisible(shown)
        if y is not None and shown:
            reference.line.setValue(np.log10(y) if self._log else y)

    def _pen_bad_ticks(self) -> None:
        for tick in self._bad_ticks:
            tick.setPen(plot_pen(theme().colour("error"), 2, "solid", self._ratio()))

    def _shown(self, y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if not self._log:
            return y
        shown = np.full(y.shape, np.nan)
        positive = y > 0
        shown[positive] = np.log10(y[positive])
        return shown

    def _show_bad_steps(self) -> None:
        """A red tick on the axis where a run of undefined values begins."""
        bad = {x for curve in self._curves.values() for x in _bad_starts(curve)}
        marks = [(x, f"Not a number at {x:,.0f}") for x in sorted(bad)[:_MOST_BAD_TICKS]]
        _stand(self._plot, self._bad_ticks, marks, span=(0, 0.05))
        self._pen_bad_ticks()

    def _place_dots(self) -> None:
        if self._playhead is None:
            self._dots.setData([])
            return
        spots = []
        for curve in self._curves.values():
            value = self._shown(np.array([_interpolate(curve, self._playhead)]))[0]
            if np.isfinite(value):
                brush = theme().colour(curve.colour)
                spots.append({"pos": (self._playhead, value), "brush": brush})
        self._dots.setData(spots, pen=plot_pen(theme().colour("panel")))

    def _strip_moved(self) -> None:
        self._strip.update()


def _stand(
    plot: Any,
    lines: list[Any],
    marks: Sequence[tuple[float, str]],
    span: tuple[float, float] = (0, 1),
) -> None:
    """Put vertical lines at the marks, reusing those there are and hiding the rest."""
    while len(lines) < len(marks):
        line = pg.InfiniteLine(angle=90, movable=False, span=span)
        plot.addItem(line, ignoreBounds=True)
        lines.append(line)
    for position, line in enumerate(lines):
        line.setVisible(position < len(marks))
    for line, (x, words) in zip(lines, marks, strict=False):
        line.setValue(x)
        line.setToolTip(words)


def _give(item: Any, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> None:
    """Hand points to an item; undefined ones become gaps through an explicit connection list."""
    finite = np.isfinite(y)
    if finite.all():
        item.setData(x, y, connect="all", skipFiniteCheck=True)
        return
    if not finite.any():
        item.setData(np.empty(0), np.empty(0), connect="all")
        return
    joined = np.zeros(len(y), dtype=np.int32)
    joined[:-1] = finite[:-1] & finite[1:]
    filled = np.interp(x, x[finite], y[finite])
    item.setData(x, filled, connect=joined, skipFiniteCheck=True)


def _interpolate(curve: _Curve, x: float) -> float:
    if len(curve.x) == 0 or not curve.x[0] <= x <= curve.x[-1]:
        return float("nan")
    return float(np.interp(x, curve.x, curve.y))


def _bad_starts(curve: _Curve) -> list[float]:
    bad = ~np.isfinite(curve.y)
    if not bad.any():
        return []
    starts = bad & ~np.concatenate(([False], bad[:-1]))
    return [float(x) for x in curve.x[starts]]
