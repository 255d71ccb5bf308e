"""Curves as SVG text, for a page that needs nothing but itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 10, 10, 26  # px around the plot
_COLUMNS = 500  # a longer curve keeps its least and greatest value in each of so many columns
_TICKS = 5
_SMOOTHED_FROM = 200  # points
_WEIGHT = 0.95
_GRID = 'class="grid" stroke="#E8EBEE"'  # where no style says otherwise
_WORDS = 'font-size="11" fill="#59636D"'
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trace:
    """One curve of a plot."""

    name: str
    steps: NDArray[np.int64]
    values: Floats
    colour: str
    is_dashed: bool = False


def plot(traces: Sequence[Trace]) -> str:
    """Curves over their steps; what is not finite leaves a gap."""
    finite = [trace.values[np.isfinite(trace.values)] for trace in traces]
    known = np.concatenate([values for values in finite if len(values)] or [np.zeros(1)])
    low, high = _padded(*np.percentile(known, (0.5, 99.5)))
    last = max(float(max(trace.steps[-1] for trace in traces)), 1.0)
    pieces = [_grid(low, high, last)]
    for trace in traces:
        is_long = len(trace.steps) >= _SMOOTHED_FROM
        if is_long:
            pieces.append(_line(trace, trace.values, low, high, last, faint=True))
        shown = smoothed(trace.values) if is_long else trace.values
        pieces.append(_line(trace, shown, low, high, last))
    names = ", ".join(trace.name for trace in traces)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(names)}">'
        f"{''.join(pieces)}</svg>"
    )


def smoothed(values: Floats, weight: float = _WEIGHT) -> Floats:
    """An exponential mean without the bias of its start; not finite values are passed over."""
    found = np.empty(len(values))
    mean, share = 0.0, 0.0
    for at, value in enumerate(values):
        if math.isfinite(value):
            mean = weight * mean + (1 - weight) * value
            share = weight * share + (1 - weight)
        found[at] = mean / share if share else math.nan
    return found


def thinned(
    steps: NDArray[np.int64], values: Floats, columns: int = _COLUMNS
) -> tuple[NDArray[np.int64], Floats]:
    """At most two points a column: where the least and the greatest value stand."""
    if len(steps) <= 2 * columns:
        return steps, values
    kept: list[int] = []
    for part in np.array_split(np.arange(len(steps)), columns):
        finite = part[np.isfinite(values[part])]
        chosen = finite if len(finite) else part[:1]
        ends = {int(chosen[np.argmin(values[chosen])]), int(chosen[np.argmax(values[chosen])])}
        kept += sorted(ends)
    return steps[kept], values[kept]


def _line(
    trace: Trace, values: Floats, low: float, high: float, last: float, *, faint: bool = False
) -> str:
    steps, shown = thinned(trace.steps, values)
    x = _LEFT + steps / last * (WIDTH - _LEFT - _RIGHT)
    shown = np.where(np.isfinite(shown), np.clip(shown, low, high), np.nan)
    y = _TOP + (high - shown) / (high - low) * (HEIGHT - _TOP - _BOTTOM)
    words: list[str] = []
    is_pen_up = True
    for across, down in zip(x, y, strict=True):
        if not math.isfinite(down):
            is_pen_up = True
            continue
        words.append(f"{'M' if is_pen_up else 'L'}{across:.1f} {down:.1f}")
        is_pen_up = False
    dash = ' stroke-dasharray="6 3"' if trace.is_dashed and not faint else ""
    look = 'stroke-opacity="0.25" stroke-width="1"' if faint else 'stroke-width="1.5"'
    return f'<path d="{"".join(words)}" fill="none" stroke="{trace.colour}" {look}{dash}/>'


def _grid(low: float, high: float, last: float) -> str:
    pieces = []
    for value in _round_values(low, high):
        y = _TOP + (high - value) / (high - low) * (HEIGHT - _TOP - _BOTTOM)
        pieces.append(
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" {_GRID}/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" {_WORDS}>{value:.4g}</text>'
        )
    for value in _round_values(0, last):
        x = _LEFT + value / last * (WIDTH - _LEFT - _RIGHT)
        anchor = "end" if value > 0.95 * last else "middle"
        pieces.append(
            f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="{anchor}" {_WORDS}>'
            f"{value:,.0f}</text>"
        )
    return "".join(pieces)


def _round_values(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, at most some five of them."""
    power = 10.0 ** math.floor(math.log10((high - low) / _TICKS))
    step = next(power * by for by in (1, 2, 5, 10) if (high - low) / (power * by) <= _TICKS)
    return [at * step for at in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _padded(low: float, high: float) -> tuple[float, float]:
    room = 0.06 * (high - low) or max(abs(high), 1.0) * 0.5
    return float(low - room), float(high + room)
