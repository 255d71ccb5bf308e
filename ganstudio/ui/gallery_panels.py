"""Panels of the component sheet: curves, a histogram, an equation."""

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.equation import EquationView, Line, Segment
from ganstudio.ui.widgets.histogram import HistogramPlot
from ganstudio.ui.widgets.panel import PanelFrame


def gradient_panel() -> PanelFrame:
    """Curves of both players, with a reference, a mark and a playhead."""
    panel = PanelFrame("Gradient norms", "log")
    panel.add_action_button("pause", "Pause drawing")
    panel.add_action_button("expand", "Show alone (F11)")
    panel.menu.addAction("Copy as picture")
    panel.set_legend(
        [("Critic", "critic", "solid", "0.71"), ("Generator", "generator", "dash", "0.41")]
    )
    plot = CurvePlot()
    step = np.arange(0, 3412, 8)
    ripple = np.sin(step / 37.0) * 0.05 * np.cos(step / 11.0)
    critic = 1 - 0.9 * np.exp(-step / 500) - 0.2 * np.exp(-(((step - 2000) / 500) ** 2))
    generator = 0.2 + 0.8 * np.exp(-step / 1100)
    plot.set_curve("critic", step, critic, "critic", raw=critic + ripple)
    plot.set_curve("generator", step, generator, "generator", "dash", raw=generator - ripple)
    plot.set_reference("target", 1.0, "1-Lipschitz target")
    plot.set_marks([(1800, "Critic's learning rate 3e-4")])
    plot.set_x_home(0, 6000)
    plot.set_playhead(2100)
    plot.set_live(False)
    plot.setFixedHeight(160)
    panel.set_content(plot)
    return panel


def score_panel() -> PanelFrame:
    """Histograms of real and fake."""
    panel = PanelFrame("Critic scores", "logit")
    panel.set_legend([("Real", "real", "solid", ""), ("Fake", "generator", "solid", "")])
    plot = HistogramPlot()
    edges = np.linspace(-6, 6, 33)
    middles = (edges[:-1] + edges[1:]) / 2
    plot.set_series("real", edges, 90 * np.exp(-((middles - 1.6) ** 2) / 3), "real")
    plot.set_series("fake", edges, 80 * np.exp(-((middles + 1.4) ** 2) / 4), "generator")
    plot.setFixedHeight(110)
    panel.set_content(plot)
    return panel


def equation_panel() -> PanelFrame:
    """Two lines, a term of one of them highlighted."""
    panel = PanelFrame("Equation", "follows the form")
    view = EquationView(15)
    expected_real = Segment(r"\mathbb{E}_{x}", "critic")
    expected_fake = Segment(r"\mathbb{E}_{z}", "critic")
    view.set_lines(
        [
            Line(
                (
                    Segment(r"\min_{D}\;"),
                    expected_real,
                    Segment(r"[\max(0, 1 - D(x))] +\;"),
                    expected_fake,
                    Segment(r"[\ldots] + "),
                    Segment(r"10\,\mathbb{E}\left(\|\nabla D\|_2 - 1\right)^2", name="gp"),
                ),
                "Critic",
                "critic",
            ),
            Line(
                (
                    Segment(r"\min_{G}\; -"),
                    Segment(r"\mathbb{E}_{z}", "generator"),
                    Segment(r"\,D(G(z))"),
                ),
                "Generator",
                "generator",
            ),
        ]
    )
    view.highlight("gp")
    box = QWidget()
    inside = QVBoxLayout(box)
    inside.setContentsMargins(12, 10, 12, 10)
    inside.addWidget(view)
    panel.set_content(box)
    return panel
