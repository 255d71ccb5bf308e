import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from ganstudio.data.digits import Digits


def test_digits_are_those_of_scikit_learn():
    bundle = load_digits()
    pictures = Digits().pictures()
    np.testing.assert_array_equal(pictures.labels, bundle.target)
    np.testing.assert_allclose(pictures.images[:, 0] / 255 * 16, bundle.images, atol=0.04)


@pytest.mark.parametrize("size", [8, 16, 32])
def test_digits_of_every_size_keep_their_brightness(size, opened):
    data = opened(Digits(size=size))
    assert data.spec == Digits(size=size).spec()
    batch = data.draw(1797)
    assert batch.real.shape == (1797, 1, size, size)
    assert torch.bincount(batch.label).min() > 170
    original = opened(Digits()).reference(1797, 0).real.mean().item()
    assert batch.real.mean().item() == pytest.approx(original, abs=0.03)
