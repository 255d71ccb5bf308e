"""The fully connected networks of games between points."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.parts.disco import DiscoCritic
from ganstudio.parts.feature_matching import matched_layers
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.translators import TRANSLATORS, MlpTranslator
from ganstudio.parts.vector_critic import VectorCritic

RANDOM = Random(0, torch.device("cpu"))


def test_every_hidden_layer_shows_its_features_and_the_last_ones_are_scored() -> None:
    network = VectorCritic(depth=3, width=5).build((2,))
    score, _, features = network(torch.randn(4, 2))
    assert score.shape == (4,)
    assert [f.shape for f in features] == [(4, 5)] * 3
    assert torch.equal(network.score(features[-1])[:, 0], score)


def test_features_of_equal_points_match_and_those_of_moved_ones_do_not() -> None:
    network = VectorCritic(depth=2, width=8).build((2,))
    points = torch.randn(16, 2)
    network.requires_grad_(False)
    own = network(points).features
    assert float(matched_layers(own, network(points.flip(0)).features)) == pytest.approx(
        0, abs=1e-9
    )
    assert float(matched_layers(own, network(points + 1).features)) > 1e-3


@pytest.mark.parametrize("shape", [(2,), (1, 4, 4)])
def test_points_and_images_are_read_and_made_as_one_vector(shape: tuple[int, ...]) -> None:
    network = MlpTranslator(width=8).build(shape, shape, RANDOM)
    made = network(torch.randn(3, *shape))
    assert made.shape == (3, *shape)
    assert VectorCritic(width=8).build(shape)(made).score.shape == (3,)


def test_networks_of_images_refuse_points_in_a_sentence() -> None:
    for critic in (PatchCritic(), DiscoCritic()):
        with pytest.raises(InputError, match=r"works on images.*2 numbers.*choose an MLP"):
            critic.build((2,))
    for translator in TRANSLATORS:
        if translator is not MlpTranslator:
            with pytest.raises(InputError, match=r"works on images.*2 numbers.*choose an MLP"):
                translator().build((2,), (2,), RANDOM)
