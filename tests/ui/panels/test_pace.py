"""How long rounds of repaints become, for given clocks."""

import pytest

from ganstudio.ui.panels.pace import CHANGE, GREATEST_SHARE, LONGEST_ROUND, Pace


class Clocks:
    """Processor and wall time, moved by hand."""

    def __init__(self):
        self.cpu = self.wall = 0.0

    def read(self):
        return self.cpu, self.wall

    def spend(self, seconds, share):
        self.wall += seconds
        self.cpu += seconds * share


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def pace(clocks):
    return Pace(clocks.read)


def run(pace, clocks, share, rounds, shortest=0.1):
    length = shortest
    for _ in range(rounds):
        clocks.spend(length, share)
        length = pace.next_round(shortest)
    return length


def test_cheap_repaints_keep_the_round_that_is_asked_for(pace, clocks):
    assert run(pace, clocks, GREATEST_SHARE / 2, 10) == 0.1


def test_dear_repaints_lengthen_the_round_step_by_step(pace, clocks):
    run(pace, clocks, 0.0, 1)
    clocks.spend(0.1, 1.0)
    assert pace.next_round(0.1) == pytest.approx(0.1 * CHANGE)


def test_a_round_never_grows_beyond_the_longest(pace, clocks):
    assert run(pace, clocks, 1.0, 20) == LONGEST_ROUND


def test_a_round_that_is_asked_to_be_longer_is(pace, clocks):
    assert run(pace, clocks, 1.0, 20, shortest=2.0) == 2.0


def test_the_length_settles_where_painting_takes_the_share(pace, clocks):
    cost = 0.3 * GREATEST_SHARE  # seconds of the processor a round
    length = 0.1
    for _ in range(20):
        clocks.spend(length, cost / length)
        length = pace.next_round(0.1)
    assert length == pytest.approx(0.3, rel=1e-3)


def test_the_round_becomes_short_again(pace, clocks):
    run(pace, clocks, 1.0, 20)
    assert run(pace, clocks, 0.0, 20) == 0.1
