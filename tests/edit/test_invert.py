import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.edit.invert import Encoder, Search, Targets, fit_encoder, invert
from ganstudio.nn.random import Random
from ganstudio.parts.critics import MlpCritic

CPU = torch.device("cpu")


class Linear:
    """A linear generator: its inverse is known."""

    classes = 0

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.weight = torch.linalg.qr(torch.randn(9, 4))[0]

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return random.normal(count, 4)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        return (latents @ self.weight.T).view(-1, 1, 3, 3)


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


def test_hybrid_starts_from_the_guess_and_needs_fewer_steps(
    generator: Linear, random: Random
) -> None:
    network = MlpCritic(depth=1, width=64)
    torch.manual_seed(0)
    encoder = Encoder(network, (1, 3, 3), 4)
    fit_encoder(encoder, generator, random, steps=300)
    targets = generator.generate(generator.latents(4, random))
    with torch.no_grad():
        guess = encoder(targets)
    cold = invert(generator, Targets(targets), random, Search(restarts=1))
    warm = invert(generator, Targets(targets, guess=guess), random)
    wanted = torch.full((4,), 1e-3)
    assert bool((warm.losses[0] < cold.losses[0]).all())
    assert int(warm.steps_to(wanted).sum()) < int(cold.steps_to(wanted).sum())


def test_observer_may_stop_the_search(generator: Linear, random: Random) -> None:
    target = generator.generate(generator.latents(1, random))
    found = invert(
        generator, Targets(target), random, observe=lambda step, images, losses: step < 3
    )
    assert len(found.losses) == 4


def test_another_shape_is_told(generator: Linear, random: Random) -> None:
    with pytest.raises(InputError, match="1 x 8 x 8 and the model makes 1 x 3 x 3"):
        invert(generator, Targets(torch.zeros(1, 1, 8, 8)), random)


def test_encoder_is_left_in_evaluation_mode(generator: Linear, random: Random) -> None:
    encoder = fit_encoder(Encoder(MlpCritic(), (1, 3, 3), 4), generator, random, steps=2)
    assert not any(module.training for module in encoder.modules() if isinstance(module, nn.Module))
