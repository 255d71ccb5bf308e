"""The networks of StarGAN, StarGAN v2, DiscoGAN and AlignFlow."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.parts.attributes import AttributeCritic, AttributeTranslator
from ganstudio.parts.disco import DiscoCritic, DiscoTranslator
from ganstudio.parts.domains import (
    DomainCritic,
    DomainMapping,
    DomainStyleEncoder,
    StyledTranslator,
)
from ganstudio.parts.flow import RealNvpFlow

IMAGES = torch.randn(2, 3, 16, 16)
DOMAINS = torch.tensor([1, 0])


def test_attributes_change_the_translation() -> None:
    torch.manual_seed(0)
    network = AttributeTranslator(channels=4, blocks=1).build((3, 16, 16), 2)
    one, other = network(IMAGES, torch.zeros(2, 2)), network(IMAGES, torch.ones(2, 2))
    assert one.shape == IMAGES.shape
    assert one.abs().max() <= 1
    assert not one.allclose(other)


@pytest.mark.parametrize("remembers", [False, True])
def test_running_statistics_are_used_only_where_asked_for(remembers) -> None:
    part = AttributeTranslator(channels=4, blocks=1, running_statistics=remembers)
    network = part.build((3, 16, 16), 2)
    shown = network(IMAGES, torch.zeros(2, 2))
    later = network.eval()(IMAGES, torch.zeros(2, 2))
    assert shown.allclose(later, atol=1e-6) is not remembers


def test_the_attribute_critic_scores_patches_and_names_attributes() -> None:
    judgement = AttributeCritic(channels=4, halvings=2).build((3, 16, 16), 5)(IMAGES)
    assert judgement.scores.shape == (2, 1, 4, 4)
    assert judgement.attributes.shape == (2, 5)


def test_styles_come_from_the_branch_of_their_domain() -> None:
    network = DomainMapping(latent=4, style=3, width=8).build(2)
    z = torch.randn(2, 4)
    styles = network(z, DOMAINS)
    for row, domain in enumerate(DOMAINS):
        torch.testing.assert_close(styles[row], network.branches[domain](network.trunk(z))[row])


def test_a_styled_translator_draws_in_the_style() -> None:
    network = StyledTranslator(channels=4, style=3, halvings=2).build((3, 16, 16))
    one, other = network(IMAGES, torch.zeros(2, 3)), network(IMAGES, torch.ones(2, 3))
    assert one.shape == IMAGES.shape
    assert not one.allclose(other)


def test_masks_bring_details_back_where_they_are() -> None:
    torch.manual_seed(0)
    part = StyledTranslator(channels=2, style=3, halvings=2, details=1.0)
    network = part.build((3, 32, 32)).eval()
    images, style = torch.randn(1, 3, 32, 32), torch.randn(1, 3)
    without = network(images, style)
    none = [torch.zeros(1, 1, 8, 8)] * 2
    torch.testing.assert_close(network(images, style, none), without)
    assert not network(images, style, [torch.ones(1, 1, 8, 8)] * 2).allclose(without)


def test_style_encoder_and_critic_answer_for_the_domain() -> None:
    encoder = DomainStyleEncoder(channels=4, style=3, max_channels=8).build((3, 16, 16), 2)
    critic = DomainCritic(channels=4, max_channels=8).build((3, 16, 16), 2)
    assert encoder(IMAGES, DOMAINS).shape == (2, 3)
    scores = critic.score(critic.trunk(IMAGES)).flatten(1)
    torch.testing.assert_close(critic(IMAGES, DOMAINS), scores.gather(1, DOMAINS[:, None])[:, 0])


@pytest.mark.parametrize("bottleneck", [0, 5])
def test_disco_translates_images_of_our_range(bottleneck) -> None:
    part = DiscoTranslator(channels=4, bottleneck=bottleneck)
    random = Random(0, torch.device("cpu"))
    network = part.build((3, 16, 16), (1, 16, 16), random)
    made = network(IMAGES)
    assert made.shape == (2, 1, 16, 16)
    assert made.abs().max() <= 1
    made.sum().backward()
    assert all(weight.grad is not None for weight in network.parameters())


def test_disco_shows_what_a_generator_matches() -> None:
    verdict = DiscoCritic(channels=4).build((3, 32, 32))(torch.randn(2, 3, 32, 32))
    assert verdict.score.shape == (2,)
    layers = [features.shape[1:] for features in verdict.features]
    assert layers == [(4, 16, 16), (8, 8, 8), (16, 4, 4)]


@pytest.mark.parametrize("scales", [1, 2, 3])
def test_a_flow_comes_back_to_its_images(scales) -> None:
    torch.manual_seed(0)
    network = RealNvpFlow(scales=scales, channels=4, blocks=1).build((3, 8, 8)).double().eval()
    x = torch.randn(2, 3, 8, 8, dtype=torch.float64)
    flowed = network(x)
    assert flowed.z.shape == x.shape
    torch.testing.assert_close(network.inverse(flowed.z), x)


def test_a_flow_says_how_it_changes_volumes() -> None:
    torch.manual_seed(0)
    network = RealNvpFlow(scales=2, channels=2, blocks=1).build((1, 4, 4)).double().eval()
    x = torch.randn(1, 1, 4, 4, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda y: network(y).z.flatten(), x)
    expected = torch.linalg.slogdet(jacobian.reshape(16, 16)).logabsdet
    torch.testing.assert_close(network(x).log_det[0], expected)


@pytest.mark.parametrize(
    "build",
    [
        lambda: AttributeTranslator().build((3, 18, 18), 2),
        lambda: AttributeCritic().build((3, 32, 32), 2),
        lambda: DomainStyleEncoder().build((3, 24, 24), 2),
        lambda: StyledTranslator().build((3, 24, 24)),
        lambda: RealNvpFlow(scales=3).build((3, 6, 6)),
    ],
)
def test_sides_that_do_not_halve_are_one_sentence(build) -> None:
    with pytest.raises(InputError, match="×"):
        build()
