import numpy as np
import pytest

from ganstudio.core.events import RunStarted
from ganstudio.metrics.films import FILM_MEASURES
from ganstudio.metrics.image_measures import PIXEL_MEASURES
from ganstudio.metrics.pairs import CYCLE_MEASURES, PAIR_MEASURES
from ganstudio.metrics.point_measures import MODE_MEASURES, POINT_MEASURES
from ganstudio.metrics.stacked import STACK_MEASURES
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.metrics import FAMILIES, MetricsPanel
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.scalar_words import METRICS, metric_of
from tests.ui.panels import feed

QUICK = (
    *FILM_MEASURES, *PIXEL_MEASURES, *CYCLE_MEASURES, *PAIR_MEASURES, *MODE_MEASURES,
    *POINT_MEASURES, *STACK_MEASURES,
)  # fmt: skip


@pytest.fixture
def panel(qtbot):
    shown = MetricsPanel()
    qtbot.addWidget(shown)
    shown.bind(CurveStore())
    shown.resize(520, 260)
    shown.show()
    return shown


def record(panel, curves):
    panel.store.add(curves)
    panel.mark_dirty()
    panel.refresh()


def labels(panel):
    return [trace.label for trace in panel.traces()]


def offered(panel):
    return [panel.choice.itemText(row) for row in range(panel.choice.count())]


def choose(panel, title):
    panel.choice.setCurrentText(title)
    panel.choice.activated.emit(panel.choice.currentIndex())


def test_families_of_what_the_run_measures_are_offered_each_on_its_own_axis(panel):
    record(panel, feed.curves(0, 500))
    assert offered(panel) == ["Distances", "Modes", "Shares", "Divergences"]
    assert labels(panel) == ["Exact W₁", "Sliced W₁"]
    choose(panel, "Shares")
    assert labels(panel) == ["High quality"]
    assert panel.plot.references == {"least": 0.0, "most": 1.0}
    assert panel.plot.values_at(400)["metric/high_quality"] == pytest.approx(1.4 * 400 / 3_400)
    choose(panel, "Modes")
    assert labels(panel) == ["Modes covered"]


def test_a_choice_is_kept_while_more_is_measured_and_for_a_run_that_lacks_it_left(panel):
    record(panel, feed.curves(0, 500))
    choose(panel, "Divergences")
    record(panel, feed.curves(500, 900))
    panel.store.append("metric/slope", np.array([900]), np.array([1.1]))
    panel.mark_dirty()
    panel.refresh()
    assert labels(panel) == ["Reverse KL"]
    assert offered(panel)[-1] == "Slope"
    other = CurveStore()
    other.append("metric/ssim", np.array([10, 20]), np.array([0.2, 0.4]))
    panel.bind(other)
    panel.refresh()
    assert (labels(panel), panel.choice.currentText()) == (["Structural similarity"], "Shares")


def test_values_are_drawn_as_they_were_measured(panel):
    record(panel, feed.curves(0, 500))
    assert not any(trace.is_smoothed for trace in panel.traces())


def test_an_empty_panel_says_when_it_is_filled_also_once_the_run_begins(panel):
    panel.set_first(1_200)
    assert f"at step {steps(1_200)}." in panel.empty_words()[1]
    panel.receive([RunStarted("ring", "CPU", 0, 6_000, {})])
    assert "first measurement" in panel.empty_words()[1]
    panel.rest()
    assert panel.empty_words() == panel.unrecorded


def test_nothing_that_is_measured_is_left_out(panel):
    panel.store.append("metric/unheard_of", np.array([1]), np.array([3.0]))
    assert (panel.family, labels(panel)) == ("others", ["Unheard of"])


@pytest.mark.parametrize("name", [n for one in QUICK if one.is_quick for n in one.titles])
def test_every_measurement_of_a_training_run_has_words_and_an_axis(name):
    assert name in METRICS
    metric = metric_of(f"metric/{name}")
    assert metric is not None
    assert metric.family in FAMILIES
