"""What panels have in common that draw the spread of several kinds of samples."""

from collections.abc import Sequence

from ganstudio.core.instruments import Numbers
from ganstudio.ui.panels.instrument import InstrumentPanel
from ganstudio.ui.panels.scores import Edges, density
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.widgets.histogram import HistogramPlot

Side = tuple[str, Numbers, str]
"""A kind of samples, what was read of them, and its colour."""


class HistogramPanel(InstrumentPanel):
    """A histogram for each kind of samples, on one axis."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = HistogramPlot()
        self.set_body(self.plot)

    def clear(self) -> None:
        super().clear()
        self.plot.clear()

    def draw(self, edges: Edges, sides: Sequence[Side]) -> None:
        """The last side stands in front, and first in the legend."""
        for name, values, colour in sides:
            self.plot.set_series(name, edges, density(values, edges), colour)
        self.say_step()
        self.set_legend(
            [(name, colour, "solid", reading(float(values.mean())))
             for name, values, colour in reversed(sides)]
        )  # fmt: skip
