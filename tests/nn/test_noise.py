"""Noise while training, from the system's own random numbers."""

import torch

from ganstudio.nn.noise import GaussianNoise
from ganstudio.nn.random import Random


def noise(deviation: float) -> GaussianNoise:
    return GaussianNoise(deviation, Random(4, torch.device("cpu")))


def test_it_has_the_deviation_it_was_given() -> None:
    added = noise(0.5)(torch.ones(200, 50)) - 1
    assert abs(float(added.mean())) < 0.02
    assert abs(float(added.std()) - 0.5) < 0.01


def test_it_passes_data_untouched_when_nothing_is_trained() -> None:
    x = torch.randn(5, 3)
    assert torch.equal(noise(0.5).eval()(x), x)
    assert torch.equal(noise(0.0)(x), x)


def test_equal_random_numbers_give_equal_noise() -> None:
    x = torch.zeros(5, 3)
    assert torch.equal(noise(1.0)(x), noise(1.0)(x))
