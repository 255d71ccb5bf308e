import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.metrics.latent_search import Search, Targets, invert
from ganstudio.nn.random import Random
from tests.linear import Linear

CPU = torch.device("cpu")


@pytest.fixture
def generator() -> Linear:
    return Linear()


@pytest.fixture
def random() -> Random:
    return Random(3, CPU)


def test_own_samples_are_found_again(generator: Linear, random: Random) -> None:
    latents = generator.latents(5, random)
    found = invert(
        generator, Targets(generator.generate(latents)), random, Search(steps=150, prior_weight=0)
    )
    assert torch.allclose(found.latents, latents, atol=1e-2)
    assert found.losses.shape == (151, 5)


def test_what_no_latent_makes_keeps_its_distance(generator: Linear, random: Random) -> None:
    target = torch.randn(1, 1, 3, 3, generator=torch.Generator().manual_seed(1))
    flat = target.flatten()
    outside = flat - generator.weight @ (generator.weight.T @ flat)
    found = invert(generator, Targets(target), random, Search(steps=200, prior_weight=0))
    assert float(found.residual) == pytest.approx(float(outside.square().mean()), rel=1e-2)


def test_losses_never_rise_and_images_are_those_of_the_latents(
    generator: Linear, random: Random
) -> None:
    found = invert(
        generator,
        Targets(generator.generate(generator.latents(3, random))),
        random,
        Search(steps=30),
    )
    assert bool((found.losses[1:] <= found.losses[:-1]).all())
    assert torch.allclose(generator.generate(found.latents), found.images, atol=1e-5)


def test_targets_do_not_influence_each_other(generator: Linear) -> None:
    targets = generator.generate(generator.latents(2, Random(5, CPU)))
    both = invert(generator, Targets(targets), Random(7, CPU), Search(steps=20))
    one = invert(generator, Targets(targets[:1]), Random(7, CPU), Search(steps=20))
    assert torch.allclose(both.latents[:1], one.latents, atol=1e-5)


def test_prior_draws_latents_to_the_shell(generator: Linear, random: Random) -> None:
    target = generator.generate(torch.full((1, 4), 3.0))
    free = (
        invert(generator, Targets(target), random, Search(prior_weight=0)).latents.square().mean()
    )
    held = (
        invert(generator, Targets(target), random, Search(prior_weight=1.0)).latents.square().mean()
    )
    assert float(held) < float(free)


def test_observer_may_stop_the_search(generator: Linear, random: Random) -> None:
    target = generator.generate(generator.latents(1, random))
    found = invert(
        generator, Targets(target), random, observe=lambda step, images, losses: step < 3
    )
    assert len(found.losses) == 4


def test_another_shape_is_told(generator: Linear, random: Random) -> None:
    with pytest.raises(InputError, match="1 x 8 x 8 and the model makes 1 x 3 x 3"):
        invert(generator, Targets(torch.zeros(1, 1, 8, 8)), random)
