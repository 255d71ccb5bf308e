"""Axes and mouse behaviour shared by the plots; with `curve` and `histogram` the only users
of pyqtgraph.
"""

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.dashes import plot_pen
from ganstudio.ui.widgets.numbers import format_number, with_minus
from ganstudio.ui.widgets.painting import follow_theme, transparent

_TICKS = 6
_APART = {"left": 20, "bottom": 56}
_SMALL, _LARGE = 1e-4, 1e6
_FAR = 1e15
_UNDER_CURVES = -1000  # the axis draws the grid


def nice_ticks(low: float, high: float, most: int = _TICKS) -> tuple[float, list[float]]:
    """The smallest spacing of 1, 2, 2.5 or 5 times 10^k with at most `most` ticks, and those."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return 1.0, []
    power = 10.0 ** math.floor(math.log10(span / most))
    steps = (power * factor for factor in (1, 2, 2.5, 5, 10, 20))
    return next(
        (step, ticks) for step in steps if len(ticks := _multiples(step, low, high)) <= most
    )


def _multiples(step: float, low: float, high: float) -> list[float]:
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def tick_text(value: float, spacing: float) -> str:
    """A tick with thousands commas and as many decimals as the spacing needs."""
    if abs(value) >= _LARGE or spacing < _SMALL:
        return format_number(0.0 if abs(value) < spacing / 2 else value, 3)
    return with_minus(f"{value + 0.0:,.{_decimals(spacing)}f}")


def _decimals(spacing: float) -> int:
    """How many decimals tell multiples of the spacing apart; 0 for whole numbers."""
    return next(n for n in range(7) if math.isclose(round(spacing, n), spacing, rel_tol=1e-6))


class Axis(pg.AxisItem):  # type: ignore[misc]
    """Few ticks, quiet text; powers of ten when the data are logarithms."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.log = False
        self.setStyle(tickLength=0, maxTickLevel=0, hideOverlappingLabels=40)
        self.setStyle(tickTextOffset=6, autoExpandTextSpace=True, autoReduceTextSpace=False)

    def tickValues(
        self,
        low: float,
        high: float,
        size: float,
    ) -> list[tuple[float, list[float]]]:
        if not self.log:
            apart = theme().px(_APART[self.orientation])
            return [nice_ticks(low, high, min(max(int(size // apart), 2), _TICKS))]
        first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
        if last - first < 1:
            return [(0.1, _within_decade(low, high))]
        stride = max(1, math.ceil((last - first) / _TICKS))
        return [(float(stride), [float(power) for power in range(first, last + 1, stride)])]

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:
        if not self.log:
            return [tick_text(value, spacing) for value in values]
        return [format_number(10**value, 3) for value in values]

    def boundingRect(self) -> QRectF:
        """Room for labels that stand half outside the ends."""
        return QRectF(super().boundingRect()).adjusted(0, -8, 0, 8)

    def drawPicture(  # noqa: N802
        self, painter: QPainter, axis: Any, ticks: Any, texts: list[tuple[Any, Any, str]]
    ) -> None:
        """Pull the last label of a horizontal axis inside its end."""
        if self.orientation == "bottom":
            end = self.mapRectFromParent(self.geometry()).right()
            for rect, _, _ in texts:
                if rect.right() > end:
                    rect.moveRight(end)
        super().drawPicture(painter, axis, ticks, texts)


def _within_decade(low: float, high: float) -> list[float]:
    candidates = (
        power + math.log10(factor)
        for power in range(math.floor(low), math.ceil(high) + 1)
        for factor in (1, 2, 3, 5)
    )
    return [value for value in candidates if low <= value <= high]


class Mouse(pg.ViewBox):  # type: ignore[misc]
    """Left drag zooms to a rectangle, middle drag pans, the wheel zooms at the pointer.

    Alt and wheel zoom the values only; a double click shows everything again.
    """

    home_requested = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseMode(pg.ViewBox.RectMode)
        self.setDefaultPadding(0.06)
        self.setLimits(
            xMin=-_FAR, xMax=_FAR, yMin=-_FAR, yMax=_FAR, minXRange=1e-9, minYRange=1e-12
        )

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self.state["mouseMode"] = pg.ViewBox.PanMode
            super().mouseDragEvent(event, axis)
            self.state["mouseMode"] = pg.ViewBox.RectMode
        else:
            super().mouseDragEvent(event, axis)

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        super().wheelEvent(event, axis=1 if alt else axis)

    def mouseClickEvent(self, event: Any) -> None:
        if event.double():
            event.accept()
            self.home_requested.emit()


class LineWords(pg.InfLineLabel):  # type: ignore[misc]
    """The words of a horizontal line: above it, or below where there is no room."""

    def updatePosition(self) -> None:  # noqa: N802
        super().updatePosition()
        view = self.getViewBox()
        if view is None:
            return
        low, high = view.viewRange()[1]
        above = (high - self.line.value()) / (high - low) * view.height()
        self.setAnchor((1, 1) if above > self.boundingRect().height() else (1, 0))


class PlotSurface(QWidget):
    """A plot with the studio's axes; subclasses add their items in `repen`'s colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mouse = Mouse()
        self._left, self._bottom = Axis("left"), Axis("bottom")
        axes = {"left": self._left, "bottom": self._bottom}
        self._view = pg.PlotWidget(viewBox=self._mouse, axisItems=axes, background=None)
        # A cached background would keep the palette it was first painted with.
        self._view.setCacheMode(pg.QtWidgets.QGraphicsView.CacheModeFlag.CacheNone)
        self._plot = self._view.getPlotItem()
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setContentsMargins(4, 4, 8, 2)
        self._left.setZValue(_UNDER_CURVES)
        self._view.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 4, 4, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self._view, 1)
        self._mouse.home_requested.connect(self.autorange)
        follow_theme(self.restyle)

    def autorange(self) -> None:
        """Show everything, and keep following as data arrive."""
        self._mouse.enableAutoRange()

    def restyle(self) -> None:
        colour = theme().colour
        for axis in (self._left, self._bottom):
            axis.setStyle(tickFont=theme().font("tick"))
            axis.setTextPen(colour("text3"))
        self._bottom.setPen(plot_pen(colour("edge")))
        self._bottom.setTickPen(plot_pen(transparent(colour("edge"))))
        self._bottom.setHeight(theme().px(20))
        self._left.setPen(pg.mkPen(None))
        self._left.setTickPen(plot_pen(colour("grid")))
        self._left.setGrid(255)
        self._left.setTextPen(colour("text3"))
