import torch
from torch import nn

from ganstudio.edit.invert import Encoder, fit_encoder
from ganstudio.metrics.latent_search import Search, Targets, invert
from ganstudio.nn.random import Random
from ganstudio.parts.critics import MlpCritic
from tests.linear import Linear

CPU = torch.device("cpu")


def test_hybrid_starts_from_the_guess_and_needs_fewer_steps() -> None:
    generator, random = Linear(), Random(3, CPU)
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


def test_encoder_is_left_in_evaluation_mode() -> None:
    encoder = Encoder(MlpCritic(), (1, 3, 3), 4)
    fit_encoder(encoder, Linear(), Random(3, CPU), steps=2)
    assert not any(module.training for module in encoder.modules() if isinstance(module, nn.Module))
