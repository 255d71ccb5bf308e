import math

import numpy as np
import pytest

from ganstudio.theory.divergences import NAMES
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.wasserstein import WassersteinPanel
from ganstudio.ui.scalar_words import ESTIMATES, estimate_words
from ganstudio.ui.smoothing import Median


@pytest.fixture
def panel(qtbot):
    shown = WassersteinPanel()
    qtbot.addWidget(shown)
    shown.bind(CurveStore())
    shown.resize(520, 240)
    shown.show()
    return shown


def record(panel, *names):
    steps = np.arange(300)
    for name in names:
        panel.store.append(name, steps, np.cos(steps))
    panel.mark_dirty()
    panel.refresh()
    return [trace.label for trace in panel.traces()]


def test_only_a_wasserstein_critic_stands_beside_exact_w1_as_its_estimate(panel):
    labels = record(panel, "critic/w1_estimate", "metric/exact_w1")
    assert labels == ["W₁ × slope", "Exact W₁"]
    assert panel._qualifier == "times the critic's slope"
    assert not panel.plot.references


def test_a_gans_critic_is_drawn_below_the_most_that_js_can_be(panel):
    assert record(panel, "critic/js_bound") == ["JS, at least"]
    assert panel.plot.references == {"log 2": pytest.approx(math.log(2))}
    panel.bind(CurveStore())
    assert record(panel, "critic/kl_bound") == ["KL, at least"]
    assert not panel.plot.references


def test_a_loss_that_estimates_nothing_leaves_what_is_measured(panel):
    assert record(panel, "critic/loss", "critic/adversarial") == []
    assert record(panel, "metric/sliced_w1") == ["Sliced W₁"]
    assert panel._qualifier == ""


def test_each_domain_and_each_level_has_its_own_curve(panel):
    assert record(panel, "critic/js_bound_photo", "critic/js_bound_painting") == [
        "photo JS, at least",
        "painting JS, at least",
    ]


def test_older_runs_show_what_they_recorded_for_what_it_is(panel):
    assert record(panel, "critic/estimate", "metric/exact_w1") == ["Gap of mean scores", "Exact W₁"]
    resumed = ["W₁ × slope", "Gap of mean scores", "Exact W₁"]
    assert record(panel, "critic/w1_estimate") == resumed


@pytest.mark.parametrize("name", NAMES)
def test_the_bound_of_every_f_divergence_has_words(name):
    assert f"{name}_bound" in ESTIMATES
    assert estimate_words(f"critic/{name}_bound") == ESTIMATES[f"{name}_bound"].label


def test_estimates_are_drawn_through_the_published_median(panel):
    record(panel, "critic/w1_estimate")
    assert panel.smoothing == Median(101)
    drawn = panel.plot.values_at(150)["critic/w1_estimate"]
    assert drawn == pytest.approx(np.median(np.cos(np.arange(100, 201))))


def test_estimates_are_no_terms_of_a_loss(panel, qtbot):
    losses = LossesPanel()
    qtbot.addWidget(losses)
    losses.bind(panel.store)
    record(panel, "critic/js_bound", "critic/estimate", "critic/adversarial")
    assert losses.terms() == ["critic/adversarial"]
