"""Turns that the host disturbed are taken again and do not count."""

from itertools import cycle

from ganstudio.engine.calm import Calm, calm_median


def test_disturbed_turns_do_not_count():
    turns = [(1.0, 0.0), (90.0, 0.5), (3.0, 0.04), (2.0, 0.0), (99.0, 0.06)]
    assert calm_median(lambda number: turns[number], 3) == Calm(2.0, 3, 4)


def test_all_turns_count_where_hardly_one_was_calm():
    values = cycle([1.0, 2.0, 3.0])
    assert calm_median(lambda number: (next(values), 0.4 * (number > 1)), 4) == Calm(2.0, 12, 12)


def test_three_turns_are_the_fewest():
    assert calm_median(lambda _: (5.0, 0.0), 0) == Calm(5.0, 3, 3)
