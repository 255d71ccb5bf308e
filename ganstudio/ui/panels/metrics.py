"""What is measured of the fakes over the run: the curves of one family on one axis."""

from collections.abc import Sequence
from typing import NamedTuple

from ganstudio.core.events import Event, RunStarted
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.curve_panel import CurvePanel, Reference, Trace
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.scalar_words import METRICS, Family, metric_of
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.dashes import Dash

_DASHES: tuple[Dash, ...] = ("solid", "dash", "dashdot", "dot")
_ORDER = {f"metric/{part}": place for place, part in enumerate(METRICS)}


class Axis(NamedTuple):
    """What a family is called, what it means, and the lines that its values are read against."""

    title: str
    hint: str
    references: tuple[Reference, ...] = ()


_ZERO = Reference("least", 0.0, "")
FAMILIES: dict[Family, Axis] = {
    "distances": Axis(
        "Distances", "Between fakes and data, or an image and its target: 0 is best", (_ZERO,)
    ),
    "modes": Axis("Modes", "Modes of the data that enough fakes are near", (_ZERO,)),
    "shares": Axis("Shares", "From 0 to 1, which is best", (_ZERO, Reference("most", 1.0, ""))),
    "divergences": Axis(
        "Divergences", "Of the fakes' modes from the data's, in nats: 0 is best", (_ZERO,)
    ),
    "decibels": Axis("PSNR", "Peak signal to noise, in dB: more is better"),
    "slope": Axis(
        "Slope",
        "The critic's gradient norm between data and fakes",
        (Reference("lipschitz", 1.0, "1-Lipschitz"),),
    ),
    "others": Axis("Others", "What has no axis of its own"),
}
_CHOICE = 118  # px


class MetricsPanel(CurvePanel):
    """Which family is drawn is chosen in the bar, of those that the run measures."""

    key = "panel-metrics"
    title = "Metrics"
    empty_title = "No measurement yet"
    empty_text = "What is measured of the fakes is drawn here."
    unrecorded = ("No measurements", "The run ended before anything was measured.")

    def __init__(self) -> None:
        super().__init__()
        self._first: int | None = None
        self._offered: list[Family] = []
        self.choice = Combo((), small=True)
        self.choice.setAccessibleName("Family of metrics")
        self.choice.setMaximumWidth(theme().px(_CHOICE))
        self.choice.changed.connect(self._choose)
        self.add_bar_widget(self.choice)

    @property
    def family(self) -> Family | None:
        """What is drawn: the choice, or the first that the run measures."""
        families = self._families()
        chosen = self.choice.value
        return next((one for one in families if one == chosen), next(iter(families), None))

    def bind(self, store: CurveStore, snapshots: SnapshotBook | None = None) -> None:
        self._first = None
        super().bind(store, snapshots)

    def set_first(self, step: int) -> None:
        """When the run is measured first."""
        self._first = step
        self._say_when()

    def traces(self) -> Sequence[Trace]:
        names = self._names(self.family)
        return [
            Trace(name, metric.label, theme().series_colour(at), _DASHES[at % len(_DASHES)], False)
            for at, name in enumerate(names)
            if (metric := metric_of(name)) is not None
        ]

    def take(self, event: Event) -> None:
        super().take(event)
        if isinstance(event, RunStarted):
            self._say_when()

    def redraw(self) -> None:
        self._offer()
        family = self.family
        self.set_references(FAMILIES[family].references if family else ())
        super().redraw()

    def _families(self) -> list[Family]:
        measured = {metric.family for name in self.store.names if (metric := metric_of(name))}
        return [family for family in FAMILIES if family in measured]

    def _names(self, family: Family | None) -> list[str]:
        """Of the store, in the order of the table, so that a curve keeps its colour."""
        found = [
            name
            for name in self.store.names
            if (metric := metric_of(name)) is not None and metric.family == family
        ]
        return sorted(found, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))

    def _offer(self) -> None:
        families, shown = self._families(), self.family
        if families != self._offered:
            self._offered = families
            self.choice.set_items([(one, FAMILIES[one].title, "") for one in families])
        if shown is not None:
            self.choice.set_value(shown)
            self.choice.setToolTip(FAMILIES[shown].hint)

    def _choose(self, _family: object) -> None:
        self.mark_dirty()
        self.plot.autorange()
        self.refresh()

    def _say_when(self) -> None:
        if self._first is not None:
            words = f"The first measurement comes at step {steps(self._first)}."
            self.set_empty_words(self.empty_title, f"{self.empty_text} {words}")
