"""The middle of the inversion: pictures, the errors of all starts, the steps that were kept."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.edit.inversion import Found
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.inversion_path import PathPlot
from ganstudio.ui.tools.inversion_pictures import InversionPictures
from ganstudio.ui.tools.inversion_steps import StepPictures
from ganstudio.ui.tools.inversion_trade import USABLE
from ganstudio.ui.widgets.buttons import QuietButton, SecondaryButton
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.legend import LegendItem
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.plot_scale import LOG


class InversionPage(QStackedWidget):
    """An empty state until there is a photo."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures = InversionPictures()
        self.plot = CurvePlot()
        self.plot.set_scale(LOG)
        self.path = PathPlot()
        self.steps = StepPictures()
        self.about = Label("", "control", "text3")
        self._lay_out()

    def show_photo(self, name: str, *, has_one: bool) -> None:
        self.setCurrentWidget(self._page if has_one else self.empty)
        self.about.setText(name)

    def show_nothing(self) -> None:
        """No search has ended with these settings."""
        self.plot.clear()
        self.panel.set_legend(())
        self.path_panel.hide()
        self.pictures.show_made(None, None, "")

    def show_live(self, told: list[tuple[int, float]]) -> None:
        """Steps and mean squared errors of a search that goes on."""
        steps, errors = np.array(told).T
        self.plot.set_curve("search", steps, errors, theme().series_colour(0))

    def show_found(self, found: Found, middle: str) -> None:
        """All starts, the best one in front; where they went; then the kept pictures.

        Args:
            found: of a search.
            middle: what the middle of the model's own latents is called.
        """
        self.plot.clear()
        steps = np.arange(len(found.tracks))
        legend: list[LegendItem] = []
        starts = found.starts()
        for at, one in reversed(list(enumerate(starts))):
            colour = theme().series_colour(at)
            self.plot.set_curve(f"start {at}", steps, found.tracks[:, one.start], colour)
        for at, one in enumerate(starts):
            words = f"{one.least:.3f}"
            legend.append((f"Start {at + 1}", theme().series_colour(at), "solid", words))
        if found.tuned_from is not None:
            tuned = np.arange(found.tuned_from, len(found.best))
            self.plot.set_curve("tuned", tuned, found.best[tuned], "text", "dash")
            self.plot.set_marks([(found.tuned_from, "The generator is tuned from here on")])
            legend.append(("Tuned", "text", "dash", f"{float(found.best[-1]):.3f}"))
        self.plot.set_reference("usable", USABLE, f"good below {USABLE:g}")
        self.plot.set_reference("own", max(found.own), f"own pictures {max(found.own):.3f}")
        self.panel.set_legend(legend)
        self.plot.autorange()
        self.path.show_path(found.path, [one.start for one in starts], middle)
        self.path_panel.set_qualifier(
            f"{100 * found.path.share:.0f}\N{THIN SPACE}% of the movement"
        )
        self.path_panel.show()
        self.steps.set_pictures(found.steps, tuple(to_qimage(one) for one in found.pictures))

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "drop",
            "Drop a photo here",
            "Its square middle is scaled to what the model makes; transparency becomes white, an "
            "animation shows its first picture.",
            "Choose photo…",
            "Take one of the model's own",
        )
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(8)
        self.another = QuietButton("Another photo…", "image")
        self.own = SecondaryButton("One of its own", "dice")
        head.addWidget(Label("Inversion", "title", "text"))
        head.addWidget(self.about, 1)
        head.addWidget(self.another)
        head.addWidget(self.own)
        self.panel = PanelFrame("Error", "share of the error between two own pictures, log")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 4)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addWidget(self.steps)
        self.panel.set_content(inside)
        self.path_panel = PanelFrame("Path")
        self.path_panel.set_content(self.path)
        self.path_panel.setToolTip(_PATH)
        self.path_panel.hide()
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(Divider())
        page.addWidget(self.pictures, 5)
        holder = QHBoxLayout()
        holder.setContentsMargins(8, 8, 8, 8)
        holder.setSpacing(8)
        holder.addWidget(self.panel, 5)
        holder.addWidget(self.path_panel, 3)
        page.addLayout(holder, 5)
        self.addWidget(self.empty)
        self.addWidget(self._page)


_PATH = (
    "Every start on the plane of the two principal components of how far they moved; small dots "
    "are the model's own latents, the ring is the best place so far."
)
