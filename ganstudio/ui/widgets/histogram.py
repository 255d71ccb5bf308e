"""Histograms of two series over one axis, such as critic scores of reals and fakes."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.axes import PlotSurface
from ganstudio.ui.widgets.dashes import plot_pen

_OPACITY = 0.45


class HistogramPlot(PlotSurface):
    """Filled steps, translucent so that both series are seen where they overlap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._series: dict[str, tuple[Any, str]] = {}
        self._zero = pg.InfiniteLine(pos=0, angle=90)
        super().__init__(parent)
        self._plot.addItem(self._zero, ignoreBounds=True)

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
        if key not in self._series:
            item = pg.PlotCurveItem()
            self._plot.addItem(item)
        else:
            item = self._series[key][0]
        self._series[key] = (item, colour)
        ends, heights = np.asarray(edges, np.float64), np.asarray(counts, np.float64)
        item.setData(ends, heights, stepMode="center", fillLevel=0)
        self._pen(key)

    def clear(self) -> None:
        for item, _ in self._series.values():
            self._plot.removeItem(item)
        self._series = {}

    def restyle(self) -> None:
        super().restyle()
        self._left.setVisible(False)
        self._zero.setPen(plot_pen(theme().colour("text3"), 1, "dash"))
        for key in self._series:
            self._pen(key)

    def _pen(self, key: str) -> None:
        item, colour = self._series[key]
        line, fill = theme().colour(colour), theme().colour(colour)
        fill.setAlphaF(_OPACITY)
        item.setPen(plot_pen(line))
        item.setBrush(fill)
