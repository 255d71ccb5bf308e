import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from ganstudio.engine.report_plots import Trace, plot, smoothed, thinned


def trace(values, name="critic, loss"):
    return Trace(name, np.arange(1, len(values) + 1), np.asarray(values, float), "#0A66C2")


def test_a_plot_is_well_formed_and_named():
    drawn = ElementTree.fromstring(plot([trace([1, 2, 3], "a < b")]))
    assert drawn.get("aria-label") == "a < b"
    assert len(drawn.findall("path")) == 1


def test_what_is_not_finite_leaves_a_gap():
    drawn = ElementTree.fromstring(plot([trace([1, 2, np.nan, 3, np.inf, 4])]))
    assert drawn.find("path").get("d").count("M") == 3


@pytest.mark.parametrize("values", [[5.0], [0, 0, 0], [np.nan, np.nan], [-1e30, 1e30]])
def test_odd_curves_are_drawn(values):
    ElementTree.fromstring(plot([trace(values)]))


def test_long_curves_are_smoothed_over_their_faint_values_and_stay_small():
    drawn = plot([trace(np.random.default_rng(0).normal(size=100_000))])
    assert len(ElementTree.fromstring(drawn).findall("path")) == 2
    assert len(drawn) < 60_000


def test_thinning_keeps_every_extreme():
    values = np.zeros(10_000)
    values[1234], values[7777] = 9, -9
    steps, kept = thinned(np.arange(10_000), values, 100)
    assert kept.max() == 9
    assert kept.min() == -9
    assert (np.diff(steps) > 0).all()


def test_a_constant_is_its_own_mean_from_the_first_step():
    np.testing.assert_allclose(smoothed(np.full(10, 3.0)), 3.0)
    np.testing.assert_allclose(smoothed(np.array([np.nan, 2.0, np.nan, 2.0]))[1:], 2.0)
