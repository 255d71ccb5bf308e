"""One scalar of both twins, and the difference of it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal

from ganstudio.core.events import Event, RunStarted, SettingChanged
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.curve_panel import CurvePanel, Reference, Trace
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.scalar_words import scalar_words
from ganstudio.ui.theme import theme
from ganstudio.ui.training.twins_pair import GAP
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.combo import Combo

FIRST = ("metric/exact_w1", "metric/sliced_w1", "critic/w1_estimate", "critic/loss")
EQUAL = "equal"
_LISTED = 150  # px


def common(store: CurveStore) -> list[str]:
    """Scalars that both twins recorded, the most telling ones first."""
    both = {
        name.removeprefix("a/")
        for name in store.names
        if name.startswith("a/") and f"b/{name.removeprefix('a/')}" in store
    }
    return sorted(both, key=lambda name: (name not in FIRST, not name.startswith("metric/"), name))


class PairPanel(CurvePanel):
    """Curves of a pair, marked where the twins part and where their networks grow."""

    def take(self, event: Event) -> None:
        if not isinstance(event, RunStarted | SettingChanged):
            super().take(event)


class TwinCurves(PairPanel):
    """A solid, B dashed; which scalar is chosen in the bar. `chosen` carries its name."""

    key = "panel-twin-curves"
    title = "Curves"
    empty_title = "No curves yet"
    empty_text = "What both twins record is drawn here, A solid and B dashed."

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scalar = ""
        self._names: list[str] = []
        self.choice = Combo((), small=True)
        self.choice.setAccessibleName("Scalar")
        self.choice.setMaximumWidth(theme().px(_LISTED))
        self.choice.changed.connect(self._choose)
        self.add_bar_widget(self.choice)

    def offer(self) -> None:
        """What can be chosen now; the most telling one at first."""
        names = common(self.store)
        if names == self._names:
            return
        self._names = names
        self.choice.set_items([(name, scalar_words(name), "") for name in names])
        if self.scalar not in names and names:
            self._choose(next((name for name in FIRST if name in names), names[0]))
        self.choice.set_value(self.scalar)

    def traces(self) -> Sequence[Trace]:
        if not self.scalar:
            return []
        is_smoothed = not self.scalar.startswith("metric/")
        return [
            Trace(f"a/{self.scalar}", "A", theme().series_colour(0), "solid", is_smoothed),
            Trace(f"b/{self.scalar}", "B", theme().series_colour(1), "dash", is_smoothed),
        ]

    def _choose(self, name: object) -> None:
        self.scalar = str(name)
        self.mark_dirty()
        self.refresh()
        self.chosen.emit(self.scalar)


class TwinGap(PairPanel):
    """B less A; green while both are equal."""

    key = "panel-twin-gap"
    title = "Difference"
    empty_title = "No difference yet"
    empty_text = "B less A is drawn here as soon as both have recorded the same step."

    def __init__(self) -> None:
        super().__init__("B − A")
        self.scalar = ""
        self.badge = Badge("", "ok", "check")
        self.badge.hide()
        self.add_bar_widget(self.badge)
        self.set_references((Reference("zero", 0.0, ""),))

    def show_scalar(self, name: object) -> None:
        self.scalar = str(name)
        self.set_qualifier(f"B − A, {scalar_words(self.scalar)}")
        self.mark_dirty()
        self.refresh()

    def show_parting(self, step: int, *, is_checked: bool) -> None:
        """The twins part at `step`; `is_checked`: they were compared there, bit for bit."""
        if EQUAL not in self.store and step:
            self.store.append(EQUAL, np.array([0, step]), np.zeros(2))
        self.badge.set_text(f"identical until step {step:,}")
        self.badge.setVisible(is_checked)

    def traces(self) -> Sequence[Trace]:
        name = f"{GAP}/{self.scalar}"
        if name not in self.store:
            return []
        is_smoothed = not self.scalar.startswith("metric/")
        gap = Trace(name, "B − A", "text", "solid", is_smoothed)
        equal = Trace(EQUAL, "equal", "ok", "solid", is_smoothed=False)
        return [gap, equal] if EQUAL in self.store else [gap]

    def show_place(self) -> None:
        super().show_place()
        self.set_legend([])
        name = f"{GAP}/{self.scalar}"
        found = self.store.at(name, float("inf") if self.playhead is None else self.playhead)
        if found is not None:
            sign = "+" if found.value > 0 else ""
            words = f"B − A, {scalar_words(self.scalar)}"
            self.set_qualifier(f"{words}: {sign}{reading(found.value)}")
