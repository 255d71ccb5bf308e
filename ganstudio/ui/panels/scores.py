"""What the critic says of reals and of fakes."""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.events import Event, RunStarted, ScoresMeasured
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.wording import reading, steps
from ganstudio.ui.widgets.histogram import HistogramPlot

Edges = NDArray[np.float64]  # (bins + 1,)

BINS = 40
_KEPT = 512


class ScoresPanel(Panel):
    """Two histograms over the critic's value: reals in ink, fakes in orange."""

    key = "panel-scores"
    title = "Critic values"
    listens = (RunStarted, ScoresMeasured)
    needs = "Judges"
    lack = ("No critic values here", "The critic of this run judges no single samples.")
    empty_title = "No critic values yet"
    empty_text = "The first snapshot shows how the critic scores reals and fakes."
    unrecorded = ("No critic values in the record", "They are kept with every new run.")

    def __init__(self) -> None:
        super().__init__()
        self.plot = HistogramPlot()
        self.set_body(self.plot)
        self._measured: OrderedDict[int, ScoresMeasured] = OrderedDict()
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)

    def take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            late = [step for step in self._measured if step > event.first_step]
            for step in late:
                del self._measured[step]
        elif isinstance(event, ScoresMeasured):
            self._measured[event.step] = event
            if len(self._measured) > _KEPT:
                self._measured.popitem(last=False)

    def clear(self) -> None:
        super().clear()
        self._measured.clear()
        self.plot.clear()
        self.set_legend(())
        self.set_qualifier("")

    def is_empty(self) -> bool:
        return not self._measured

    def redraw(self) -> None:
        shown = self._shown()
        edges = score_edges(shown.real, shown.fake)
        for name, scores, colour in (
            ("fake", shown.fake, "generator"),
            ("real", shown.real, "real"),
        ):
            self.plot.set_series(name, edges, density(scores, edges), colour)
        right = ranked(shown.real, shown.fake)
        words = f", {100 * right:.0f} % of pairs ranked right" if right is not None else ""
        self.set_qualifier(f"at step {steps(shown.step)}{words}")
        self.set_legend(
            (
                ("Real", "real", "solid", reading(_mean(shown.real))),
                ("Fake", "generator", "solid", reading(_mean(shown.fake))),
            )
        )

    def _shown(self) -> ScoresMeasured:
        if self.playhead is None:
            return next(reversed(self._measured.values()))
        wanted = self.playhead
        return min(self._measured.values(), key=lambda event: abs(event.step - wanted))


def score_edges(real: NDArray[np.float32], fake: NDArray[np.float32]) -> Edges:
    """Common edges of all bins; scores that are not finite are left out."""
    both = np.concatenate([real, fake]).astype(np.float64)
    finite = both[np.isfinite(both)]
    if not finite.size:
        return np.linspace(-1.0, 1.0, BINS + 1)
    low, high = float(finite.min()), float(finite.max())
    margin = max((high - low) * 0.02, 1e-6 * max(abs(high), 1.0))
    return np.linspace(low - margin, high + margin, BINS + 1)


def ranked(real: NDArray[np.float32], fake: NDArray[np.float32]) -> float | None:
    """Share of pairs whose real sample has the higher score; a draw counts half.

    One half is a critic that guesses, whatever its objective and the units of its scores.
    """
    reals, fakes = (np.sort(one[np.isfinite(one)]) for one in (real, fake))
    if not reals.size or not fakes.size:
        return None
    below, to = (np.searchsorted(fakes, reals, side) for side in ("left", "right"))
    return float((below + to).mean() / (2 * fakes.size))


def density(scores: NDArray[np.float32], edges: Edges) -> NDArray[np.float64]:
    """Share of the scores in each bin."""
    finite = scores[np.isfinite(scores)]
    counts, _ = np.histogram(finite, edges)
    return counts / max(len(scores), 1)


def _mean(scores: NDArray[np.float32]) -> float:
    finite = scores[np.isfinite(scores)]
    return float(finite.mean()) if finite.size else float("nan")
