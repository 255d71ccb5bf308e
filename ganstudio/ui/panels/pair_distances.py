"""How far fakes are apart from each other, beside reals: a spike near 0 is a collapse."""

from ganstudio.core.instruments import PairDistancesRead
from ganstudio.ui.panels.histograms import HistogramPanel
from ganstudio.ui.panels.wording import THIN, percent, reading


class PairDistancesPanel(HistogramPanel):
    """Histograms over pairs of fakes and pairs of reals (Metz 2017, arXiv:1611.02163, fig. 5)."""

    key = "panel-pair-distances"
    title = "Pairwise distances"
    reads = PairDistancesRead
    needs = "Generates"
    lack = ("No pairwise distances here", "This run makes nothing of latents alone.")
    empty_title = "No pairwise distances yet"
    empty_text = (
        "How far two fakes are apart is drawn here, beside two reals: "
        "a spike near 0 is a generator that repeats itself."
    )

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, PairDistancesRead):
            return
        self.plot.set_series("Fakes", shown.edges, shown.fake, "generator")
        self.plot.set_series("Reals", shown.edges, shown.real, "real")
        near = f"{percent(shown.near_fakes)} of fakes nearer than 1{THIN}% of reals"
        self.plot.set_lines(((shown.near, near),))
        real, fake = shown.means
        unit = " grey levels" if shown.are_pictures else ""
        self.set_legend(
            (
                ("Two reals", "real", "solid", f"{reading(real)}{unit}"),
                ("Two fakes", "generator", "solid", f"{reading(fake)}{unit}"),
            )
        )
        self.say_step()
