"""How well pictures fit captions, as the critic of a text-to-image system sees it."""

import numpy as np

from ganstudio.core.instruments import FitRead
from ganstudio.ui.panels.histograms import HistogramPanel
from ganstudio.ui.panels.scores import score_edges


class FitPanel(HistogramPanel):
    """s_r, s_w and s_f of Reed 2016 (arXiv:1605.05396), algorithm 1: s_r should come out on top."""

    key = "panel-fit"
    title = "Fit of captions"
    reads = FitRead
    needs = "Captioned"
    lack = ("No captions here", "This run was not trained on captions.")
    empty_title = "Nothing judged yet"
    empty_text = "Values of right pairs, wrong pairs and fakes are drawn here."

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
        self.draw(edges, sides)
