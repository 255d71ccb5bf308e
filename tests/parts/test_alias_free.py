"""The alias-free generator, and the paths of StyleGAN2 that are no skip connections."""

import math

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.parts.alias_free import AliasFreeGenerator
from ganstudio.parts.critics.style_paths import ClassMappedCritic, plain_style_features
from ganstudio.parts.generators.style_paths import SinglePictureSynthesis

PART = AliasFreeGenerator(channels=4, max_channels=8, style=6, layers=4)


@pytest.fixture
def network():
    torch.manual_seed(0)
    return PART.build(5, (3, 16, 16)).eval()


def test_latents_become_images(network) -> None:
    made = network(torch.randn(2, 5))
    assert made.shape == (2, 3, 16, 16)
    made.square().sum().backward()
    assert all(weight.grad is not None for weight in network.parameters())


def test_a_turn_by_a_right_angle_turns_the_image() -> None:
    """Exact where filters and convolutions treat all directions alike."""
    torch.manual_seed(0)
    part = PART.model_copy(update={"rotates": True})
    network = part.build(5, (3, 32, 32)).eval()
    styles = network.styles(torch.randn(1, 5))
    turn = torch.tensor([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    straight, turned = network.synthesise(styles), network.synthesise(styles, transform=turn)
    torch.testing.assert_close(turned, torch.rot90(straight, 1, (2, 3)), atol=1e-5, rtol=0)
    assert not turned.allclose(straight, atol=0.1)


def test_training_follows_styles_and_magnitudes(network) -> None:
    before = network.synthesis.layers[1].magnitude.clone()
    network.train()(torch.randn(8, 5))
    assert network.mean_style().any()
    assert not network.synthesis.layers[1].magnitude.equal(before)


def test_no_truncation_changes_nothing_and_a_full_one_everything(network) -> None:
    z = torch.randn(2, 5)
    torch.testing.assert_close(network.truncated(z, 1.0), network(z))
    alike = network.truncated(z, 0.0)
    torch.testing.assert_close(alike[0], alike[1])


def test_other_sizes_are_one_sentence() -> None:
    with pytest.raises(InputError, match="power of 2"):
        PART.build(5, (3, 24, 24))


@pytest.mark.parametrize("is_residual", [False, True])
def test_one_picture_at_the_end(is_residual) -> None:
    synthesis = SinglePictureSynthesis([8, 8, 4], 3, 6, is_residual=is_residual)
    noise = [torch.zeros(1, 1, side, side) for side in (4, 8, 8, 16, 16)]
    made = synthesis(torch.randn(2, 6, 6), noise)
    assert made.shape == (2, 3, 16, 16)
    made.square().sum().backward()
    assert len(synthesis.shortcuts) == (2 if is_residual else 0)


@pytest.mark.parametrize("sees_each", [False, True])
def test_a_class_turns_the_direction_of_the_score(sees_each) -> None:
    torch.manual_seed(0)
    body = plain_style_features(3, [4, 8, 8], 4, sees_each=sees_each)
    critic = ClassMappedCritic(body, 3, 8, 2)
    images, label = torch.randn(4, 3, 16, 16), torch.tensor([0, 1, 2, 0])
    scores = critic(images, label)
    direction = critic.mapping(torch.zeros(4, 0), label)
    expected = (critic.score(body(images)) * direction).sum(1) / math.sqrt(8)
    torch.testing.assert_close(scores, expected)
    assert not critic(images, label.flip(0)).allclose(scores)
