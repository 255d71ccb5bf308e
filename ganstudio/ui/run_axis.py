"""Along what a run is drawn: its steps, the images it has seen, or its training time."""

import math
from typing import Literal

import numpy as np

from ganstudio.core.events import Floats, Steps
from ganstudio.ui.panels.wording import steps as step_words
from ganstudio.ui.series import Growing
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.axes import Tick, step_ticks
from ganstudio.ui.widgets.plot_frame import Span

AxisKind = Literal["steps", "images", "time"]
AXES: tuple[tuple[AxisKind, str], ...] = (
    ("steps", "Over steps"), ("images", "Over images seen"), ("time", "Over training time"),
)  # fmt: skip
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_SPACINGS = (
    1, 2, 5, 10, 15, 30, *(_MINUTE * n for n in (1, 2, 5, 10, 15, 30)),
    *(_HOUR * n for n in (1, 2, 3, 6, 12)), *(_DAY * n for n in (1, 2, 5, 10, 20, 50, 100, 200)),
)  # fmt: skip
_APART, _MOST = 64, 6  # px between ticks of time, and how many there are


class RunClock:
    """How long a run took to each of its steps, and how many images a step shows the critic."""

    def __init__(self) -> None:
        self.images_per_step = 0.0  # 0 where unknown
        self._steps, self._seconds = Growing(np.int64), Growing(np.float64)

    @property
    def has_time(self) -> bool:
        return self._steps.size > 0 and float(self._seconds.array[-1]) > 0

    def extend(self, steps: Steps, seconds: Floats) -> None:
        """Take in moments in their order, each with the training time until then."""
        if len(steps):
            self.truncate(int(steps[0]) - 1)
            self._steps.extend(steps)
            self._seconds.extend(np.maximum.accumulate(seconds))

    def add(self, step: int, seconds: float) -> None:
        self.extend(np.array([step], np.int64), np.array([seconds]))

    def truncate(self, step: int) -> None:
        """Forget everything after `step`."""
        kept = int(np.searchsorted(self._steps.array, step, side="right"))
        self._steps.cut(kept)
        self._seconds.cut(kept)

    def clear(self) -> None:
        self.truncate(-1)

    def seconds_at(self, steps: Floats) -> Floats:
        """Training time until each step; beyond the last one, at the mean pace so far."""
        known, seconds = self._steps.array, self._seconds.array
        found = np.interp(steps, known, seconds)
        pace = self._pace()
        found = np.where(steps > known[-1], seconds[-1] + (steps - known[-1]) * pace, found)
        if known[0] > 0:
            found = np.where(steps < known[0], steps * (seconds[0] / known[0]), found)
        return found

    def step_at(self, seconds: float) -> float:
        """The inverse of `seconds_at`."""
        known, until = self._steps.array, self._seconds.array
        if seconds > until[-1]:
            return float(known[-1] + (seconds - until[-1]) / self._pace())
        if seconds < until[0]:
            return float(seconds / until[0] * known[0])
        return float(np.interp(seconds, until, known))

    def _pace(self) -> float:
        """Seconds a step."""
        return float(self._seconds.array[-1] / max(self._steps.array[-1], 1))


class RunAxis:
    """Places of steps on an axis of one kind, and the way back.

    A kind of which the run tells nothing is drawn as steps.
    """

    def __init__(self, kind: AxisKind, clock: RunClock) -> None:
        self.wanted: AxisKind = kind
        self.clock = clock

    @property
    def kind(self) -> AxisKind:
        """What is drawn: the kind that was asked for, as far as the run tells of it."""
        return self.wanted if self.knows(self.wanted) else "steps"

    def knows(self, kind: AxisKind) -> bool:
        """Whether the run tells enough for an axis of this kind."""
        is_known = {"images": self.clock.images_per_step > 0, "time": self.clock.has_time}
        return is_known.get(kind, True)

    def places(self, steps: Floats) -> Floats:
        """Where steps lie: (n,) rising steps give (n,) rising places."""
        match self.kind:
            case "images":
                return steps * self.clock.images_per_step
            case "time":
                return self.clock.seconds_at(steps)
            case _:
                return steps

    def place(self, step: float) -> float:
        return float(self.places(np.array([step], np.float64))[0])

    def step(self, place: float) -> float:
        """The step at a place; not whole, and beyond the run where the place is."""
        match self.kind:
            case "images":
                return place / self.clock.images_per_step
            case "time":
                return self.clock.step_at(place)
            case _:
                return place

    def ticks(self, span: Span, width: float) -> list[Tick]:
        """Of a horizontal axis of `width` px."""
        if self.kind == "time":
            return time_ticks(span, width)
        ticks = step_ticks(span, width)
        if self.kind == "images" and ticks:
            ticks[0] = Tick(ticks[0].value, f"{ticks[0].text} images")
        return ticks

    def words(self, place: float) -> str:
        """A place in words, such as `step 1,200`."""
        return f"step {step_words(round(self.step(place)))}"


def round_end(step: int) -> int:
    """The next of 1, 1.2, 1.5, 2, 2.5 ... times a power of ten, so that the axis seldom moves."""
    power = 10 ** (len(str(step)) - 1)
    factors = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return next(round(factor * power) for factor in factors if factor * power >= step)


def time_ticks(span: Span, width: float) -> list[Tick]:
    """Round times; `span` is of seconds."""
    most = min(max(int(width // theme().px(_APART)), 2), _MOST)
    if span.size < 2 * _SPACINGS[0] or span.size / most > _SPACINGS[-1]:
        return [Tick(at, f"{text} s") for at, text in step_ticks(span, width)]
    spacing = next(one for one in _SPACINGS if span.size / one <= most)
    first, last = math.ceil(span.low / spacing - 1e-9), math.floor(span.high / spacing + 1e-9)
    return [Tick(at * spacing, time_text(at * spacing, spacing)) for at in range(first, last + 1)]


def time_text(seconds: int, spacing: int) -> str:
    """A time of the clock in the unit that its spacing asks for: 45 s, 2:30 min, 6 h, 1:30 h."""
    sign = "−" if seconds < 0 else ""
    whole = abs(seconds)
    if spacing >= _DAY:
        return f"{sign}{whole // _DAY} d"
    for unit, part, word in ((_HOUR, _MINUTE, "h"), (_MINUTE, 1, "min")):
        if spacing >= unit or (whole >= unit and spacing >= unit // 4):
            rest = f":{whole % unit // part:02}" if whole % unit else ""
            return f"{sign}{whole // unit}{rest} {word}"
    if whole >= _MINUTE:
        rest = f":{whole % _MINUTE:02}" if whole % _MINUTE else ""
        return f"{sign}{whole // _MINUTE}{rest} min"
    return f"{sign}{whole} s"
