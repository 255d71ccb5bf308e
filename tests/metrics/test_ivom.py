"""Inference via optimisation where the nearest sample is known."""

import pytest
import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.metrics import ivom as measure
from ganstudio.metrics.ivom import PICTURES, ivom
from ganstudio.nn.random import Random
from tests.linear import Linear

CPU = torch.device("cpu")


@pytest.fixture
def generator() -> Linear:
    return Linear()


def samples(count: int) -> Tensor:
    return torch.randn(count, 1, 3, 3, generator=torch.Generator().manual_seed(1))


def test_of_a_linear_generator_it_is_what_lies_outside_its_plane(generator: Linear) -> None:
    real = samples(8)
    flat = real.flatten(1)
    outside = flat - flat @ generator.weight @ generator.weight.T
    found = ivom(generator, real, None, Random(3, CPU))
    assert found.value == pytest.approx(float(outside.square().mean()), rel=1e-2)
    assert found.samples == 8
    assert "3 starts of 100 steps" in found.caution


def test_what_the_generator_makes_is_found(generator: Linear) -> None:
    real = generator.generate(generator.latents(6, Random(5, CPU)))
    assert ivom(generator, real, None, Random(3, CPU)).value < 1e-4


class Corners(Linear):
    """Two points, whatever the latent: one a class."""

    classes = 2

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        assert labels is not None
        return labels[:, None] * torch.ones(2) + 0 * latents[:, :2]


def test_a_collapsed_generator_keeps_the_distance_to_the_class_that_was_asked() -> None:
    real, labels = torch.tensor([[0.0, 0.0], [1.0, 3.0]]), torch.tensor([0, 1])
    found = ivom(Corners(), real, labels, Random(3, CPU))
    assert found.value == pytest.approx((0 + 0 + 0 + 4) / 4)


def test_few_are_looked_for_and_as_many_at_once_as_there_is_room_for(
    generator: Linear, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ivom(generator, samples(40), None, Random(3, CPU))
    assert whole.samples == PICTURES < 40
    monkeypatch.setattr(measure, "MOST_NUMBERS", 3 * 9 * 5)
    parted = ivom(generator, samples(40), None, Random(3, CPU))
    assert parted.value == pytest.approx(whole.value, rel=1e-3)


def test_without_samples_there_is_a_sentence(generator: Linear) -> None:
    with pytest.raises(InputError, match="give at least one"):
        ivom(generator, samples(0), None, Random(3, CPU))
