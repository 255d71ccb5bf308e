"""Where data lie in a plot: the shown ranges and the rectangle that they fill."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

_FAR = 1e15
_OUTSIDE = 30_000.0  # px: farther away, a painter's coordinates lose their meaning
_PADDING = 0.06  # of a range of data, left free at either end


class Span(NamedTuple):
    """A closed range of one coordinate."""

    low: float
    high: float

    @property
    def size(self) -> float:
        return self.high - self.low

    def joined(self, other: "Span | None") -> "Span":
        if other is None:
            return self
        return Span(min(self.low, other.low), max(self.high, other.high))

    def padded(self) -> "Span":
        """With room at the ends; a single value lies in the middle of a range of its own size."""
        room = self.size * _PADDING if self.size > 0 else abs(self.low) / 2 or 0.5
        return Span(self.low - room, self.high + room)

    def zoomed(self, factor: float, about: float) -> "Span":
        """`factor` times as wide, with `about` where it was."""
        return Span(about + (self.low - about) * factor, about + (self.high - about) * factor)

    def moved(self, by: float) -> "Span":
        return Span(self.low + by, self.high + by)


def joined(spans: "list[Span | None]") -> Span | None:
    """What all of them cover; None where there is nothing."""
    whole = None
    for span in spans:
        if span is not None:
            whole = span.joined(whole)
    return whole


def evened(x: Span, y: Span, width: float, height: float) -> tuple[Span, Span]:
    """Both with one unit as long across `width` px as up `height` px: the shorter one grows."""
    unit = max(x.size / width, y.size / height)
    if unit <= 0:
        return x, y
    return (
        x.zoomed(unit * width / x.size, (x.low + x.high) / 2),
        y.zoomed(unit * height / y.size, (y.low + y.high) / 2),
    )


@dataclass
class AxisRange:
    """The shown range of one axis: it follows the data, or its home, until the user moves it."""

    least: float  # the smallest size it may have
    home: Span | None = None
    span: Span = field(default_factory=lambda: Span(0.0, 1.0))
    is_auto: bool = True

    def follow(self, data: Span | None) -> None:
        """Show the home if there is one, else all data; a range that was chosen stays."""
        if not self.is_auto:
            return
        if self.home is not None:
            self.span = self.home
        elif data is not None:
            self.span = self._limited(data.padded())

    def choose(self, span: Span) -> None:
        """Show this from now on."""
        self.is_auto = False
        self.span = self._limited(span)

    def _limited(self, span: Span) -> Span:
        low, high = max(span.low, -_FAR), min(span.high, _FAR)
        if high - low < self.least:
            middle = (low + high) / 2
            least = max(self.least, 8 * math.ulp(middle))
            low, high = middle - least / 2, middle + least / 2
        return Span(low, high)


@dataclass(frozen=True)
class Frame:
    """Shown ranges and the rectangle of logical pixels that they fill."""

    rect: QRectF
    x: Span
    y: Span

    def column(self, x: float) -> float:
        return self.rect.left() + (x - self.x.low) / self.x.size * self.rect.width()

    def row(self, y: float) -> float:
        return self.rect.bottom() - (y - self.y.low) / self.y.size * self.rect.height()

    def data_x(self, column: float) -> float:
        return self.x.low + (column - self.rect.left()) / self.rect.width() * self.x.size

    def data_y(self, row: float) -> float:
        return self.y.low + (self.rect.bottom() - row) / self.rect.height() * self.y.size

    def places(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) logical pixels of n points; those far outside are brought near."""
        made = np.empty((len(x), 2))
        made[:, 0] = x
        made[:, 1] = y
        scale = np.array([self.rect.width() / self.x.size, -self.rect.height() / self.y.size])
        made -= (self.x.low, self.y.low)
        made *= scale
        made += (self.rect.left(), self.rect.bottom())
        return np.clip(made, -_OUTSIDE, _OUTSIDE, out=made)
