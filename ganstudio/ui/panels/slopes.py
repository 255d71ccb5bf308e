"""How steep the critic is where it is judged: at reals, at fakes, and between them."""

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.instruments import SlopesRead
from ganstudio.ui.panels.instrument import InstrumentPanel
from ganstudio.ui.panels.scores import BINS, density
from ganstudio.ui.panels.wording import percent, reading
from ganstudio.ui.widgets.histogram import HistogramPlot

_HIGHEST = 99.0  # per cent of the slopes that the axis is made for


class SlopesPanel(InstrumentPanel):
    """Histograms of gradient norms, beside the 1 that a 1-Lipschitz critic keeps below."""

    key = "panel-slopes"
    title = "Slopes"
    reads = SlopesRead
    needs = "Judges"
    lack = ("No slopes here", "The critic of this run judges no single samples.")
    empty_title = "No slopes yet"
    empty_text = "The critic's gradient norms at reals, fakes and between them are drawn here."

    def __init__(self) -> None:
        super().__init__()
        self.plot = HistogramPlot()
        self.set_body(self.plot)

    def clear(self) -> None:
        super().clear()
        self.plot.clear()

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, SlopesRead):
            return
        sides = {"between": shown.between, "fake": shown.fake, "real": shown.real}
        edges = _edges(np.concatenate(list(sides.values())))
        for name, colour in (("between", "critic"), ("fake", "generator"), ("real", "real")):
            self.plot.set_series(name, edges, density(sides[name], edges), colour)
        steep = float((shown.between > 1).mean())
        self.plot.set_lines(((1.0, f"1-Lipschitz, {percent(steep)} between are steeper"),))
        self.say_step()
        self.set_legend(
            (
                ("Real", "real", "solid", reading(float(shown.real.mean()))),
                ("Fake", "generator", "solid", reading(float(shown.fake.mean()))),
                ("Between", "critic", "solid", reading(float(shown.between.mean()))),
            )
        )


def _edges(slopes: NDArray[np.float32]) -> NDArray[np.float64]:
    """From 0 on; a few very steep places do not squeeze the rest."""
    finite = slopes[np.isfinite(slopes)]
    top = float(np.percentile(finite, _HIGHEST)) if finite.size else 1.0
    return np.linspace(0.0, max(1.05 * top, 1e-6), BINS + 1)
