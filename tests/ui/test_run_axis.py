import numpy as np
import pytest

from ganstudio.ui.run_axis import RunAxis, RunClock, time_ticks
from ganstudio.ui.widgets.plot_frame import Span


@pytest.fixture
def clock():
    made = RunClock()
    made.images_per_step = 64
    made.extend(np.array([10, 20, 40]), np.array([5.0, 20.0, 30.0]))
    return made


@pytest.mark.parametrize("kind", ["steps", "images", "time"])
def test_a_step_is_found_again_where_it_was_placed(clock, kind):
    axis = RunAxis(kind, clock)
    for step in (0, 3, 10, 17, 40, 90):
        assert axis.step(axis.place(step)) == pytest.approx(step)
    places = axis.places(np.arange(0.0, 100.0))
    assert (np.diff(places) > 0).all()


def test_places_are_those_of_the_clock(clock):
    assert RunAxis("images", clock).place(10) == 640
    time = RunAxis("time", clock)
    assert [time.place(step) for step in (0, 5, 15, 40)] == [0, 2.5, 12.5, 30]
    assert time.place(80) == pytest.approx(60)  # at the mean pace so far
    assert time.words(12.5) == "step 15"


def test_what_the_run_does_not_tell_is_drawn_over_steps():
    axis = RunAxis("time", RunClock())
    assert axis.kind == "steps"
    assert axis.place(7) == 7
    assert RunAxis("images", RunClock()).kind == "steps"


def test_a_resumed_run_forgets_the_time_that_it_repeats(clock):
    clock.truncate(20)
    clock.add(30, 21.0)
    assert RunAxis("time", clock).place(25) == pytest.approx(20.5)
    clock.clear()
    assert not clock.has_time


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, ["0 s", "5 s", "10 s", "15 s", "20 s"]),
        (100, ["0 s", "30 s", "1 min", "1:30 min"]),
        (1_500, ["0 min", "5 min", "10 min", "15 min", "20 min", "25 min"]),
        (7_200, ["0 min", "30 min", "1 h", "1:30 h", "2 h"]),
        (20 * 3_600, ["0 h", "6 h", "12 h", "18 h"]),
        (4 * 86_400, ["0 d", "1 d", "2 d", "3 d", "4 d"]),
    ],
)
def test_times_are_round_and_have_a_unit(qapp, seconds, words):
    assert [tick.text for tick in time_ticks(Span(0, seconds), 500)] == words
