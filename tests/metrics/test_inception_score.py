import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.inception_score import inception_score


def test_score_of_sure_and_even_answers_is_the_number_of_classes() -> None:
    found = inception_score(np.tile(np.eye(5), (20, 1)), splits=10)
    assert found.mean == pytest.approx(5)
    assert found.deviation == pytest.approx(0)


def test_score_of_constant_answers_is_one() -> None:
    assert inception_score(np.tile([0.2, 0.3, 0.5], (40, 1))).mean == pytest.approx(1)
    assert inception_score(np.tile([0.0, 1.0], (40, 1))).mean == pytest.approx(1)


def test_logarithm_is_the_gain_of_information() -> None:
    rows = np.array([[0.9, 0.1], [0.1, 0.9]] * 10)
    per_image = -(0.9 * np.log(0.9) + 0.1 * np.log(0.1))
    assert np.log(inception_score(rows, splits=1).mean) == pytest.approx(np.log(2) - per_image)


def test_too_few_samples_are_told() -> None:
    with pytest.raises(InputError, match="at least 10 samples, not 3"):
        inception_score(np.eye(3))
