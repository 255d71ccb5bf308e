"""How steep the critic is where it is judged: at reals, at fakes, and between them."""

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.instruments import SlopesRead
from ganstudio.ui.panels.histograms import HistogramPanel
from ganstudio.ui.panels.scores import BINS, Edges
from ganstudio.ui.panels.wording import percent

_HIGHEST = 99.0  # per cent of the slopes that the axis is made for


class SlopesPanel(HistogramPanel):
    """Histograms of gradient norms, beside the 1 that a 1-Lipschitz critic keeps below."""

    key = "panel-slopes"
    title = "Slopes"
    reads = SlopesRead
    needs = "Judges"
    lack = ("No slopes here", "The critic of this run judges no single samples.")
    empty_title = "No slopes yet"
    empty_text = "The critic's gradient norms at reals, fakes and between them are drawn here."

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, SlopesRead):
            return
        sides = (
            ("Between", shown.between, "critic"),
            ("Fake", shown.fake, "generator"),
            ("Real", shown.real, "real"),
        )
        self.draw(_edges(np.concatenate([values for _, values, _ in sides])), sides)
        steep = float((shown.between > 1).mean())
        self.plot.set_lines(((1.0, f"1-Lipschitz, {percent(steep)} between are steeper"),))


def _edges(slopes: NDArray[np.float32]) -> Edges:
    """From 0 on; a few very steep places do not squeeze the rest."""
    finite = slopes[np.isfinite(slopes)]
    top = float(np.percentile(finite, _HIGHEST)) if finite.size else 1.0
    return np.linspace(0.0, max(1.05 * top, 1e-6), BINS + 1)
