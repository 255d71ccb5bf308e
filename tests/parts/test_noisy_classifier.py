"""A classifier whose k logits also say what is real."""

import pytest
import torch
from pydantic import ValidationError
from torch.nn.functional import softmax

from ganstudio.nn.noise import GaussianNoise
from ganstudio.nn.random import Random
from ganstudio.parts.noisy_classifier import NoisyClassifier, evidence


def test_k_logits_say_what_k_plus_one_with_a_fixed_one_would() -> None:
    logits = torch.randn(7, 5, dtype=torch.float64)
    fixed = torch.cat([logits, torch.zeros(7, 1, dtype=torch.float64)], 1)
    assert torch.allclose(evidence(logits).sigmoid(), 1 - softmax(fixed, 1)[:, -1])


def test_evidence_of_huge_logits_is_finite() -> None:
    assert torch.allclose(evidence(torch.tensor([[1e4, 0.0]])), torch.tensor([1e4]))


def test_features_are_those_that_the_logits_are_made_of() -> None:
    torch.manual_seed(0)
    config = NoisyClassifier(widths=(9, 6), input_noise=0.2, hidden_noise=0.4)
    network = config.build((1, 4, 4), 3, Random(0, torch.device("cpu")))
    opinion = network(torch.randn(5, 1, 4, 4))
    assert opinion.features.shape == (5, 6)
    assert opinion.logits.shape == (5, 3)
    assert bool((opinion.features >= 0).all())
    network.eval()
    quiet = network(torch.randn(5, 1, 4, 4))
    assert torch.equal(quiet.logits, network.head(quiet.features))


def test_noise_stands_before_every_layer() -> None:
    config = NoisyClassifier(widths=(9, 6), input_noise=0.2, hidden_noise=0.4)
    network = config.build((4,), 3, Random(0, torch.device("cpu")))
    noises = [m.deviation for m in network.modules() if isinstance(m, GaussianNoise)]
    assert noises == [0.2, 0.4, 0.4]
    assert config.summary() == "MLP 9-6"


def test_features_carry_no_noise_of_their_own() -> None:
    config = NoisyClassifier(widths=(9,), input_noise=0.0, hidden_noise=0.4)
    network = config.build((4,), 3, Random(0, torch.device("cpu")))
    x = torch.randn(5, 4)
    assert torch.equal(network(x).features, network(x).features)
    assert not torch.equal(network(x).logits, network(x).logits)


def test_a_layer_has_at_least_one_unit() -> None:
    with pytest.raises(ValidationError):
        NoisyClassifier(widths=(16, 0))
