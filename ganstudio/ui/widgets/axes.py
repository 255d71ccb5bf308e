"""The axes of plots: few round ticks, quiet text, horizontal grid lines."""

import math
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.dashes import plot_pen
from ganstudio.ui.widgets.numbers import format_number, with_minus
from ganstudio.ui.widgets.plot_frame import Frame, Span
from ganstudio.ui.widgets.plot_scale import LINEAR, LOG, Scale

_TICKS = 6
_APART_DOWN, _APART_ACROSS, _CLOSEST = 20, 56, 14  # px
_WITHIN_DECADE = ((1, 2, 3, 5), (1, 2, 5), (1, 3))
_SMALL, _LARGE = 1e-4, 1e6
_BEFORE = 6  # px between a label of the left axis and the plot
_BELOW = 2  # px that the steps stand lower than the middle of their room
BOTTOM_HEIGHT = 20


class Tick(NamedTuple):
    """A place on an axis and what stands there."""

    value: float
    text: str


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


def tick_text(value: float, spacing: float) -> str:
    """A tick with thousands commas and as many decimals as the spacing needs."""
    if abs(value) >= _LARGE or spacing < _SMALL:
        return format_number(0.0 if abs(value) < spacing / 2 else value, 3)
    return with_minus(f"{value + 0.0:,.{_decimals(spacing)}f}")


def value_ticks(span: Span, height: float, scale: Scale = LINEAR) -> list[Tick]:
    """Of a vertical axis of `height` px; powers of ten where the scale is logarithmic."""
    if scale == LINEAR:
        return _linear(span, height, _APART_DOWN)
    if scale == LOG:
        return _decades(span, height)
    return _signed_decades(span, height, scale)


def _decades(span: Span, height: float) -> list[Tick]:
    """Powers of ten, or round values between two of them where they have room."""
    first, last = math.ceil(span.low - 1e-9), math.floor(span.high + 1e-9)
    if last > first:
        powers = [float(power) for power in range(first, last + 1)]
        every = math.ceil((last - first) / max(_most(height, _APART_DOWN) - 1, 1))
        return [Tick(power, format_number(10**power, 3)) for power in powers[::every]]
    least = theme().px(_CLOSEST) * (span.high - span.low) / max(height, 1)
    for factors in _WITHIN_DECADE:
        values = _within_decade(span, factors)
        if len(values) > 1 and all(high - low >= least for low, high in pairwise(values)):
            return [Tick(value, format_number(10**value, 3)) for value in values]
    return _as_straight(span, height, LOG)


def _as_straight(span: Span, height: float, scale: Scale) -> list[Tick]:
    """Of a piece so short that the scale is all but straight along it."""
    straight = Span(scale.inverse(span.low), scale.inverse(span.high))
    ticks = _linear(straight, height, _APART_DOWN)
    return [Tick(scale.place(tick.value), tick.text) for tick in ticks]


def _signed_decades(span: Span, height: float, scale: Scale) -> list[Tick]:
    """Zero and powers of ten on both sides; a short piece of the axis is read as a straight one."""
    powers = [10.0**power for power in range(-2, 16)]
    values = [*(-power for power in reversed(powers)), 0.0, *powers]
    ticks = [Tick(scale.place(value), format_number(value, 3)) for value in values]
    inside = [tick for tick in ticks if span.low <= tick.value <= span.high]
    if len(inside) < 2:
        return _as_straight(span, height, scale)
    most = min(max(int(height // theme().px(_APART_DOWN)), 2), _TICKS + 1)
    zero = next((at for at, tick in enumerate(inside) if tick.value == 0), 0)
    every = math.ceil(len(inside) / most)
    return inside[zero % every :: every]


def step_ticks(span: Span, width: float) -> list[Tick]:
    """Of a horizontal axis of `width` px."""
    return _linear(span, width, _APART_ACROSS)


def left_room(ticks: list[Tick]) -> int:
    """Logical pixels that the labels of the left axis take."""
    metrics = QFontMetrics(theme().font("tick"))
    return max([30, *(metrics.horizontalAdvance(tick.text) for tick in ticks)]) + _BEFORE


def paint_left(painter: QPainter, frame: Frame, ticks: list[Tick]) -> None:
    """Grid lines, and their values beside the plot."""
    rect = frame.rect
    rows = [(round(frame.row(tick.value)), tick.text) for tick in ticks]
    painter.setPen(plot_pen(theme().colour("grid")))
    painter.drawLines([QLineF(rect.left(), row, rect.right(), row) for row, _ in rows])
    painter.setFont(theme().font("tick"))
    painter.setPen(theme().colour("text3"))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for row, text in rows:
        painter.drawText(QRectF(0, row - 10, rect.left() - _BEFORE, 20), right, text)


def paint_bottom(painter: QPainter, frame: Frame, ticks: list[Tick]) -> None:
    """The line under the plot and the steps; the last label is pulled inside the axis' end."""
    rect = frame.rect
    painter.setPen(plot_pen(theme().colour("edge")))
    painter.drawLine(QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()))
    font = theme().font("tick")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme().colour("text3"))
    for tick in ticks:
        width = metrics.horizontalAdvance(tick.text)
        left = min(frame.column(tick.value) - width / 2, rect.right() - width)
        place = QRectF(left, rect.bottom() + _BELOW, width + 2, theme().px(BOTTOM_HEIGHT))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tick.text)


def _linear(span: Span, length: float, apart: int) -> list[Tick]:
    spacing, values = nice_ticks(span.low, span.high, _most(length, apart))
    return [Tick(value, tick_text(value, spacing)) for value in values]


def _most(length: float, apart: int) -> int:
    """How many ticks have room."""
    return min(max(int(length // theme().px(apart)), 1), _TICKS)


def _multiples(step: float, low: float, high: float) -> list[float]:
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _decimals(spacing: float) -> int:
    """How many decimals tell multiples of the spacing apart; 0 for whole numbers."""
    return next(n for n in range(7) if math.isclose(round(spacing, n), spacing, rel_tol=1e-6))


def _within_decade(span: Span, factors: tuple[int, ...]) -> list[float]:
    candidates = (
        power + math.log10(factor)
        for power in range(math.floor(span.low), math.ceil(span.high) + 1)
        for factor in factors
    )
    return [value for value in candidates if span.low <= value <= span.high]
