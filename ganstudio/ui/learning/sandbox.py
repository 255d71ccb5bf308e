"""What can be tried on a page: knobs, and a function from their values to plots. Free of Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ganstudio.theory.divergences import Floats
from ganstudio.ui.widgets.dashes import Dash

Value = float | str
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Knob:
    """A number that is moved with a slider.

    Attributes:
        only_for: key and value of the switch that it belongs to; empty where it always counts.
    """

    key: str
    title: str
    low: float
    high: float
    value: float
    is_log: bool = False
    is_whole: bool = False
    only_for: tuple[str, str] | None = None

    def counts(self, values: "Values") -> bool:
        return self.only_for is None or values[self.only_for[0]] == self.only_for[1]


@dataclass(frozen=True, slots=True)
class Switch:
    """One of several, by name.

    Attributes:
        is_view: chooses what is looked at and changes nothing else, so what was trained stays.
    """

    key: str
    options: tuple[tuple[str, str], ...]  # value and words
    value: str
    title: str = ""  # said before a long list
    is_view: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """y over a rising x, or, on a plane, a path."""

    name: str
    x: Floats
    y: Floats
    colour: str
    dash: Dash = "solid"
    reading: str = ""  # beside its name


@dataclass(frozen=True, slots=True)
class Plot:
    """One panel.

    Attributes:
        title: what is drawn.
        qualifier: quiet words beside the title.
        curves: the later lie above the earlier.
        lines: (name, height, words) of dotted lines across.
        marks: (place, words) of dashed uprights.
        across: the shown range of x; None follows the curves.
        is_plane: the curves are paths from start to end, drawn with equal scales.
    """

    title: str
    curves: tuple[Curve, ...]
    qualifier: str = ""
    lines: tuple[tuple[str, float, str], ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    across: tuple[float, float] | None = None
    is_plane: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows and columns.

    Attributes:
        rows: their names.
        columns: their names.
        figures: (rows, columns) in words.
        strong: row and column of those that matter most.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    figures: tuple[tuple[str, ...], ...]
    qualifier: str = ""
    strong: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the page for some values: panels, figures with their names, a sentence."""

    plots: tuple[Plot, ...]
    readings: tuple[tuple[str, str], ...] = ()
    words: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was learned by training, to lie over the closed forms.

    Attributes:
        curves: (title of the panel, curve); a panel that is not looked at keeps its for later.
        readings: figures, of the same names throughout a training.
        words: a sentence; empty while it trains.
        share: done, from 0 to 1.
    """

    curves: tuple[tuple[str, Curve], ...]
    readings: tuple[tuple[str, str], ...]
    words: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Training:
    """Something to train for the values that are set, on a thread of its own.

    Attributes:
        words: of the button.
        readings: names of the figures that it will give.
        work: from values, and a way to show what there is so far, to the end. Pure of Qt; what
            the way raises ends the training.
    """

    words: str
    readings: tuple[str, ...]
    work: Callable[[Values, Callable[[Overlay], None]], Overlay]


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Knobs and what they show.

    Attributes:
        show: from values by key to what is shown; always as many panels and figures, and a
            table or none.
        is_slow: too slow to follow a slider: shown once it rests.
        training: what can be trained beside the closed form.
    """

    show: Callable[[Values], Shown]
    knobs: tuple[Knob, ...] = ()
    switches: tuple[Switch, ...] = field(default=())
    is_slow: bool = False
    training: Training | None = None

    def defaults(self) -> dict[str, Value]:
        numbers: dict[str, Value] = {knob.key: knob.value for knob in self.knobs}
        return numbers | {switch.key: switch.value for switch in self.switches}


def number(values: Values, key: str) -> float:
    return float(values[key])


def figure(value: float, digits: int = 4) -> str:
    """A reading: so many significant digits, with a true minus and a true infinity."""
    if value == float("inf"):
        return "∞"
    shown = f"{value:.{digits}g}"
    return ("0" if float(shown) == 0 else shown).replace("-", "\N{MINUS SIGN}")
