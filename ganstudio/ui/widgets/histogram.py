"""Histograms of some series over one axis, such as critic scores of reals and fakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.curve_painting import paint_steps, paint_upright
from ganstudio.ui.widgets.dashes import plot_pen
from ganstudio.ui.widgets.plot_frame import Frame, Span, joined
from ganstudio.ui.widgets.plot_surface import PlotSurface

_OPACITY = 0.45
_GROUND = 0.8  # opacity behind words
_BESIDE = 4  # px between a line and its words
_ABOVE = 1.15  # times the highest step, so that words stand above it


@dataclass(frozen=True)
class _Series:
    edges: npt.NDArray[np.float64]
    heights: npt.NDArray[np.float64]
    colour: str


class HistogramPlot(PlotSurface):
    """Filled steps, translucent so that all series are seen where they overlap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._series: dict[str, _Series] = {}
        self._lines: tuple[tuple[float, str], ...] = ()
        super().__init__(parent, has_values=False)

    def set_series(
        self,
        key: str,
        edges: npt.NDArray[np.floating[Any]],
        counts: npt.NDArray[np.number[Any]],
        colour: str,
    ) -> None:
        """Show or update a series.

        Args:
            key: its name.
            edges: (n + 1,) rising bin edges.
            counts: (n,) heights.
            colour: palette token or #RRGGBB.
        """
        ends, heights = np.asarray(edges, np.float64), np.asarray(counts, np.float64)
        self._series[key] = _Series(ends, heights, colour)
        self._canvas.refresh()

    def set_lines(self, lines: Sequence[tuple[float, str]]) -> None:
        """Dotted uprights with words: limits, targets."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._canvas.refresh()

    def clear(self) -> None:
        self._series, self._lines = {}, ()
        self._canvas.refresh()

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        across: list[Span | None] = []
        up: list[Span | None] = []
        room = _ABOVE if any(words for _, words in self._lines) else 1.0
        for series in self._series.values():
            across.append(Span(float(series.edges[0]), float(series.edges[-1])))
            up.append(Span(0.0, float(series.heights.max()) * room))
        across += [Span(x, x) for x, _ in self._lines]
        return joined(across), joined(up)

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        paint_upright(painter, frame, 0.0, plot_pen(theme().colour("text3"), 1, "dash"))
        for series in self._series.values():
            fill = theme().colour(series.colour)
            fill.setAlphaF(_OPACITY)
            painter.setPen(plot_pen(theme().colour(series.colour)))
            painter.setBrush(fill)
            paint_steps(painter, frame, series.edges, series.heights)
        self._paint_lines(painter, frame)

    def _paint_lines(self, painter: QPainter, frame: Frame) -> None:
        """Words stand on the side where there is more room."""
        font = theme().font("tick")
        metrics = QFontMetrics(font)
        for x, words in self._lines:
            paint_upright(painter, frame, x, plot_pen(theme().colour("text2"), 1, "dot"))
            column, width = frame.column(x), metrics.horizontalAdvance(words) + 1
            is_left = column - frame.rect.left() > frame.rect.width() / 2
            left = column - _BESIDE - width if is_left else column + _BESIDE
            place = QRectF(left, frame.rect.top(), width, metrics.height())
            ground = theme().colour("panel")
            ground.setAlphaF(_GROUND)
            painter.fillRect(place.adjusted(-2, 0, 2, 0), ground)
            painter.setFont(font)
            painter.setPen(theme().colour("text2"))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, words)
