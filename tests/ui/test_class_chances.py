"""Bars of class probabilities."""

import numpy as np

from ganstudio.ui.class_chances import chance_bars

NAMES = ("ant", "bee", "cat", "dog")


def test_the_likeliest_class_is_first_and_the_wanted_one_stands_out():
    bars = chance_bars(NAMES, np.array([0.1, 0.6, 0.0, 0.3], np.float32), 4, wanted=3)
    assert [bar.name for bar in bars] == ["bee", "dog", "ant", "cat"]
    assert [bar.is_marked for bar in bars] == [False, True, False, False]


def test_what_has_no_room_shares_a_bar_that_stands_out_with_the_wanted_class():
    bars = chance_bars(NAMES, np.array([0.25, 0.5, 0.125, 0.125], np.float32), 2, wanted=2)
    assert [(bar.name, bar.share, bar.is_marked) for bar in bars] == [
        ("bee", 0.5, False), ("ant", 0.25, False), ("2 others", 0.25, True)]  # fmt: skip


def test_a_single_class_left_has_a_bar_of_its_own():
    bars = chance_bars(
        NAMES[:3], np.array([0.5, 0.3, 0.2], np.float32), 2, colour=lambda c: f"#{c}"
    )
    assert [(bar.name, bar.colour) for bar in bars] == [("ant", "#0"), ("bee", "#1"), ("cat", "#2")]
