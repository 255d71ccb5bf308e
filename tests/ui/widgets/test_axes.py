"""Ticks of the upright axis, and axes with nothing to read."""

import math
from itertools import pairwise

import numpy as np
import pytest

from ganstudio.ui.widgets.axes import value_ticks
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.plot_frame import Span
from ganstudio.ui.widgets.plot_scale import LOG


@pytest.mark.parametrize("height", [60, 120, 300])
@pytest.mark.parametrize(
    ("low", "high"), [(0.0011, 0.09), (1.02, 1.05), (0.9, 11), (0.012, 0.095), (1e-7, 1e6)]
)
def test_logarithmic_ticks_have_room_and_say_what_they_are(qapp, height, low, high):
    span = Span(math.log10(low), math.log10(high))
    ticks = value_ticks(span, height, LOG)
    assert len(ticks) >= 2
    rows = [height * (tick.value - span.low) / (span.high - span.low) for tick in ticks]
    assert all(upper - lower >= 14 for lower, upper in pairwise(rows))
    assert all(float(tick.text) == pytest.approx(10**tick.value, rel=0.01) for tick in ticks)


def test_a_plot_without_data_tells_no_values(shown):
    plot = CurvePlot()
    shown(plot)
    assert not plot._canvas._value_ticks
    plot.set_curve("critic", np.arange(3.0), np.arange(3.0), "critic")
    plot.autorange()
    assert plot._canvas._value_ticks[0].text == "0.0"
    plot.remove_curve("critic")
    plot.autorange()
    assert not plot._canvas._step_ticks
