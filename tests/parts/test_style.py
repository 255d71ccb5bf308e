"""The parts of StyleGAN and StyleGAN2: generator, critic, and what tools may ask them."""

import pytest
import torch
from pydantic import TypeAdapter
from torch import Tensor

from ganstudio.core.capabilities import NoiseInputs, Styles, Truncates
from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.nn.stochastic import supply
from ganstudio.parts.conditioning import Projection, Unconditional
from ganstudio.parts.critics.style import StyleCritic
from ganstudio.parts.generators.style import StyleGenerator, StyleNetwork

NORMS = ["demodulation", "instance"]
SMALL = {"channels": 4, "max_channels": 16, "style": 8, "mapping_layers": 2}


def random(seed: int = 0) -> Random:
    return Random(seed, torch.device("cpu"))


def network(
    classes: int = 0, supplied: bool = True, side: int = 16, **more: object
) -> StyleNetwork:
    torch.manual_seed(0)
    built = StyleGenerator.model_validate(SMALL | more).build(5, (3, side, side), classes)
    assert isinstance(built, StyleNetwork)
    if supplied:
        supply(built, random())
    return built


def latents(count: int = 6, seed: int = 1) -> Tensor:
    return torch.randn(count, 5, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("shape", [(1, 8, 8), (3, 16, 16), (1, 64, 64)])
def test_images_of_every_size_are_made_and_judged(norm, shape):
    made = StyleGenerator.model_validate(SMALL | {"norm": norm}).build(5, shape)(latents(4))
    assert made.shape == (4, *shape)
    body = StyleCritic(channels=4, max_channels=16).build(shape)
    assert body(made).shape == (4, 16 if shape[-1] > 8 else 8)


@pytest.mark.parametrize("shape", [(2,), (1, 12, 12), (1, 8, 16)])
def test_other_data_are_refused(shape):
    for part in (lambda: StyleGenerator().build(5, shape), lambda: StyleCritic().build(shape)):
        with pytest.raises(InputError, match="style"):
            part()


@pytest.mark.parametrize("norm", NORMS)
def test_gradient_reaches_every_parameter(norm):
    built = network(norm=norm, mixing=0)
    for name, weight in built.named_parameters():
        if name.endswith("strength"):
            torch.nn.init.constant_(weight, 0.1)
    made = built(latents())
    (made * torch.randn_like(made)).sum().backward()
    for name, weight in built.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


@pytest.mark.parametrize("norm", NORMS)
def test_evaluation_shows_one_image_a_latent_and_draws_nothing(norm):
    built = network(norm=norm).eval()
    assert built.random is not None
    state = built.random.state()
    assert torch.equal(built(latents()), built(latents()))
    alone = torch.cat([built(z[None]) for z in latents()])
    torch.testing.assert_close(built(latents()), alone, atol=1e-4, rtol=1e-4)
    assert torch.equal(built.random.state(), state)


@pytest.mark.parametrize("norm", NORMS)
def test_no_truncation_is_the_image_and_full_truncation_is_one_for_all_seeds(norm):
    built = network(norm=norm)
    for seed in range(3):
        built(latents(seed=seed))
    built.eval()
    torch.testing.assert_close(built.truncated(latents(), 1.0), built(latents()))
    typical = built.truncated(latents(), 0.0)
    torch.testing.assert_close(typical, typical[:1].expand_as(typical), atol=1e-6, rtol=0)
    mean = built.mean_style().expand(1, len(built.style_sides), -1)
    torch.testing.assert_close(typical[:1], built.synthesise(mean))


def test_styles_come_nearer_in_step_with_the_strength():
    built = network()
    built(latents())
    built.eval()
    spreads = []
    for strength in (0.0, 0.25, 0.5, 1.0):
        images = built.truncated(latents(), strength)
        spreads.append(torch.pdist(images.flatten(1)).mean().item())
    assert spreads == sorted(spreads)
    assert spreads[0] < 1e-4 < spreads[1]


def test_truncation_of_some_layers_leaves_the_others_their_style():
    built = network()
    built(latents())
    built.eval()
    styles = built.styles(latents())
    expected = torch.cat([built.mean_style().expand(6, 2, -1), styles[:, 2:]], 1)
    torch.testing.assert_close(
        built.truncated(latents(), 0.0, layers=2), built.synthesise(expected)
    )


def test_the_mean_style_follows_by_its_decay_in_training_alone():
    built = network(average_decay=0.75, mixing=0)
    style = built.mapping(latents()).mean(0)
    built(latents())
    torch.testing.assert_close(built.mean_style(), 0.25 * style)
    built(latents())
    torch.testing.assert_close(built.mean_style(), (1 - 0.75**2) * style)
    built.eval()(latents(seed=9))
    torch.testing.assert_close(built.mean_style(), (1 - 0.75**2) * style)


def test_mixing_crosses_once_and_never_in_front_of_the_first_layer():
    built = network(mixing=1.0)
    built.train()
    styles = built.styles(latents(200)).detach()
    own = built.mapping(latents(200)).detach()
    is_own = (styles == own[:, None]).all(2)
    assert is_own[:, 0].all()
    assert not is_own[:, -1].any()
    kept = is_own.int().sum(1)
    assert torch.equal(is_own.int().sort(1, descending=True).values, is_own.int())
    assert set(kept.tolist()) == set(range(1, len(built.style_sides)))


def test_only_a_share_of_images_is_mixed():
    built = network(mixing=0.25)
    styles = built.styles(latents(400)).detach()
    is_mixed = (styles[:, 0] != styles[:, -1]).any(1)
    assert is_mixed.float().mean().item() == pytest.approx(0.25, abs=0.07)


def test_every_image_of_a_batch_has_noise_of_its_own_in_training():
    built = network(mixing=0)
    for name, weight in built.named_parameters():
        if name.endswith("strength"):
            torch.nn.init.constant_(weight, 0.5)
    same = latents(1).expand(4, -1)
    made = built(same)
    assert all((made[i] - made[0]).abs().max() > 1e-3 for i in range(1, 4))
    torch.testing.assert_close(*built.eval()(same)[:2])


def test_the_same_source_gives_the_same_images():
    one, other = network(), network()
    assert torch.equal(one(latents()), other(latents()))
    assert not torch.equal(one(latents()), network(supplied=False)(latents()))


@pytest.mark.parametrize("norm", NORMS)
def test_the_network_offers_what_its_tools_need(norm):
    built = network(norm=norm).eval()
    assert all(isinstance(built, wanted) for wanted in (Styles, Truncates, NoiseInputs))
    assert built.styles(latents()).shape == (6, len(built.style_sides), 8)
    assert sorted(built.style_sides) == list(built.style_sides)
    expected = {"demodulation": (4, 8, 8, 16, 16), "instance": (4, 4, 8, 8, 16, 16)}[norm]
    assert built.noise_sides == expected
    maps = built.draw_noise(6, random(3))
    assert [m.shape for m in maps] == [(6, 1, s, s) for s in expected]
    assert [m.shape for m in built.stored_noise()] == [(1, 1, s, s) for s in expected]


@pytest.mark.parametrize("norm", NORMS)
def test_noise_moves_images_only_where_it_has_strength(norm):
    built = network(norm=norm).eval()
    styles = built.styles(latents())
    silent = [torch.zeros_like(m) for m in built.stored_noise()]
    assert torch.equal(built.synthesise(styles), built.synthesise(styles, silent))
    strength = next(w for n, w in built.named_parameters() if n.endswith("strength"))
    torch.nn.init.constant_(strength, 1.0)
    assert not torch.allclose(built.synthesise(styles), built.synthesise(styles, silent))


@pytest.mark.parametrize("norm", NORMS)
def test_a_late_style_leaves_early_maps_alone(norm):
    """Only pictures from the swapped layer on change: in StyleGAN2 the first picture stays."""
    built = network(norm=norm).eval()
    one, other = built.styles(latents(2)).unbind(0)
    seen: list[Tensor] = []
    built.synthesis.layers[1].register_forward_hook(lambda *args: seen.append(args[2].detach()))
    for first in (2, 1, 0):
        mixed = torch.cat([one[:first], other[first:]])[None]
        built.synthesise(mixed)
    built.synthesise(one[None])
    assert torch.equal(seen[0], seen[3])
    assert not torch.allclose(seen[1], seen[3])
    assert not torch.allclose(seen[2], seen[1])


def test_classes_enter_the_mapping():
    built = network(classes=3, mixing=0).eval()
    z = latents(1).expand(3, -1)
    made = built(z, torch.arange(3))
    assert (made[0] - made[1]).abs().max() > 1e-4
    blended = torch.tensor([[0.0, 1.0, 0.0]])
    torch.testing.assert_close(built(z[:1], blended), made[1:2], atol=1e-5, rtol=1e-4)
    with pytest.raises(InputError, match="class labels"):
        built(z)
    projected = Projection().generator(StyleGenerator(**SMALL), 5, (1, 8, 8), 3)
    assert isinstance(projected, Styles)


def test_the_mapping_learns_by_its_rate():
    """The same function at the start, whose weights are 100 times as large at a rate of 0.01."""
    fast, slow = network(mapping_rate=1.0), network(mapping_rate=0.01)
    torch.testing.assert_close(
        fast.mapping.layers[0].weight * 100, slow.mapping.layers[0].weight, rtol=1e-5, atol=1e-5
    )
    torch.testing.assert_close(fast.mapping(latents()), slow.mapping(latents()))


def test_channels_double_towards_the_start_up_to_a_limit():
    assert StyleGenerator(channels=16, max_channels=100).widths(3) == [100, 64, 32, 16]


def test_the_critics_head_learns_at_an_equalised_rate():
    torch.manual_seed(0)
    critic = Unconditional().critic(StyleCritic(channels=4), (1, 16, 16), 0, 1)
    head = critic.score
    assert head.weight.std().item() == pytest.approx(1, abs=0.4)
    features = critic.body.layers[:-1](torch.randn(64, 1, 16, 16))
    expected = features @ head.weight.t() / features.shape[1] ** 0.5
    torch.testing.assert_close(critic.score(critic.body.layers[-1](features)), expected)


def test_the_critic_sees_the_variety_of_its_group():
    torch.manual_seed(0)
    one = torch.randn(1, 1, 8, 8)
    others = torch.randn(3, 1, 8, 8)
    critic = StyleCritic(channels=4).build((1, 8, 8))
    in_company = critic(torch.cat([one, others]))[0]
    assert not torch.allclose(critic(one.expand(4, -1, -1, -1))[0], in_company)
    alone = StyleCritic(channels=4, group=1).build((1, 8, 8))
    torch.testing.assert_close(alone(one)[0], alone(torch.cat([one, others]))[0])


def test_gradient_reaches_every_parameter_of_the_critic_twice_over():
    torch.manual_seed(0)
    critic = Unconditional().critic(StyleCritic(channels=4), (1, 16, 16), 0, 1)
    x = torch.randn(8, 1, 16, 16, requires_grad=True)
    (slope,) = torch.autograd.grad(critic(x).score.sum(), x, create_graph=True)
    slope.square().sum().backward()
    for name, weight in critic.named_parameters():
        if not name.endswith("bias"):
            assert weight.grad is not None, name
            assert weight.grad.abs().max() > 0, name


@pytest.mark.parametrize("part", [StyleGenerator, StyleCritic])
def test_parts_are_read_back_and_explain_themselves(part):
    assert TypeAdapter(part).validate_python(changes(part(channels=8))) == part(channels=8)
    for name, field in part.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
    assert StyleGenerator(norm="instance").summary() == "StyleGAN 16, w 64"
    assert StyleCritic().summary() == "StyleGAN2 16"
