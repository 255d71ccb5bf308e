import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.edit.telling_apart import Examples, held_out_accuracy, weights_of

INSIDE = np.tile([True, False, False, False], 2)
SAMPLE = np.repeat([0, 1], 4)


def examples(*maps, is_inside=INSIDE, sample=SAMPLE) -> Examples:
    return Examples(np.array(maps, float).T, is_inside, sample)


def test_a_map_that_is_on_inside_weighs_above_zero_and_one_that_is_on_outside_below():
    weights = weights_of(examples(INSIDE, ~INSIDE, np.full(8, 0.1)))
    assert weights[0] == pytest.approx(-weights[1])
    assert weights[0] > 0
    assert weights[2] == 0


def test_weights_do_not_hang_on_the_size_of_a_map():
    chance = np.random.default_rng(1)
    noisy = INSIDE + 0.3 * chance.normal(size=8)
    assert weights_of(examples(noisy)) == pytest.approx(weights_of(examples(100 * noisy + 7)))


def test_a_map_that_tells_samples_apart_and_no_places_weighs_nothing():
    weights = weights_of(examples(INSIDE, SAMPLE))
    assert weights[1] == pytest.approx(0, abs=1e-4 * weights[0])


def test_accuracy_is_that_in_samples_that_were_not_fitted_to():
    assert held_out_accuracy(examples(INSIDE)) == 1
    reversed_in_one = np.where(SAMPLE == 0, INSIDE, ~INSIDE)
    assert held_out_accuracy(examples(reversed_in_one)) == 0


def test_accuracy_counts_both_kinds_alike_however_rare_one_is():
    on_twice = np.tile([1, 1, 0, 0], 2)  # inside, and one place of three outside
    assert held_out_accuracy(examples(on_twice)) == pytest.approx((1 + 2 / 3) / 2)


def test_where_no_sample_can_be_held_out_there_is_no_accuracy():
    alone = examples(INSIDE, sample=np.zeros(8, int))
    assert held_out_accuracy(alone) is None
    covered = np.where(SAMPLE == 0, True, INSIDE)
    assert held_out_accuracy(examples(INSIDE, is_inside=covered)) is None


def test_what_cannot_be_told_apart_is_said():
    with pytest.raises(InputError, match="cover every place"):
        weights_of(examples(INSIDE, is_inside=np.ones(8, bool)))
    with pytest.raises(InputError, match="the same at every place"):
        weights_of(examples(np.ones(8)))
