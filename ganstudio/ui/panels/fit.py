"""How well pictures fit captions, as the critic of a text-to-image system sees it."""

import numpy as np

from ganstudio.core.instruments import FitRead
from ganstudio.ui.panels.instrument import InstrumentPanel
from ganstudio.ui.panels.scores import density, score_edges
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.widgets.histogram import HistogramPlot


class FitPanel(InstrumentPanel):
    """s_r, s_w and s_f of Reed 2016 (arXiv:1605.05396), algorithm 1: s_r should come out on top."""

    key = "panel-fit"
    title = "Fit of captions"
    reads = FitRead
    needs = "Captioned"
    lack = ("No captions here", "This run was not trained on captions.")
    empty_title = "Nothing judged yet"
    empty_text = "Values of right pairs, wrong pairs and fakes are drawn here."

    def __init__(self) -> None:
        super().__init__()
        self.plot = HistogramPlot()
        self.set_body(self.plot)

    def clear(self) -> None:
        super().clear()
        self.plot.clear()

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, FitRead):
            return
        edges = score_edges(shown.right, np.concatenate([shown.wrong, shown.fake]))
        sides = (
            ("Wrong caption", shown.wrong, "critic"),
            ("Fake", shown.fake, "generator"),
            ("Right caption", shown.right, "real"),
        )
        for name, values, colour in sides:
            self.plot.set_series(name, edges, density(values, edges), colour)
        self.say_step()
        self.set_legend(
            [(name, colour, "solid", reading(float(values.mean())))
             for name, values, colour in reversed(sides)]
        )  # fmt: skip
