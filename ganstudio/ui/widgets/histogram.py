"""Histograms of two series over one axis, such as critic scores of reals and fakes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.curve_painting import paint_steps, paint_upright
from ganstudio.ui.widgets.dashes import plot_pen
from ganstudio.ui.widgets.plot_frame import Frame, Span, joined
from ganstudio.ui.widgets.plot_surface import PlotSurface

_OPACITY = 0.45


@dataclass(frozen=True)
class _Series:
    edges: npt.NDArray[np.float64]
    heights: npt.NDArray[np.float64]
    colour: str


class HistogramPlot(PlotSurface):
    """Filled steps, translucent so that both series are seen where they overlap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._series: dict[str, _Series] = {}
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

    def clear(self) -> None:
        self._series = {}
        self._canvas.refresh()

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        across: list[Span | None] = []
        up: list[Span | None] = []
        for series in self._series.values():
            across.append(Span(float(series.edges[0]), float(series.edges[-1])))
            up.append(Span(0.0, float(series.heights.max())))
        return joined(across), joined(up)

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        paint_upright(painter, frame, 0.0, plot_pen(theme().colour("text3"), 1, "dash"))
        for series in self._series.values():
            fill = theme().colour(series.colour)
            fill.setAlphaF(_OPACITY)
            painter.setPen(plot_pen(theme().colour(series.colour)))
            painter.setBrush(fill)
            paint_steps(painter, frame, series.edges, series.heights)
