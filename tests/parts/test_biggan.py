"""The parts of BigGAN: generator with truncation, critic."""

import pytest
import torch
from pydantic import TypeAdapter
from torch import Tensor, nn

from ganstudio.core.capabilities import Truncates
from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.nn.labels import ClassEmbedding
from ganstudio.nn.norms import VectorBatchNorm2d
from ganstudio.parts.conditioning import Projection, Unconditional
from ganstudio.parts.critics import CriticNetwork
from ganstudio.parts.critics.biggan import BigGanCritic
from ganstudio.parts.generators import Generator
from ganstudio.parts.generators.biggan import BigGanGenerator, BigGanNetwork

STRENGTHS = (0.1, 0.4, 0.7, 0.95)


def network(classes: int = 3, side: int = 16, **more: object) -> BigGanNetwork:
    torch.manual_seed(0)
    small = {"channels": 4, "shared": 5}
    built = BigGanGenerator.model_validate(small | more).build(8, (1, side, side), classes)
    assert isinstance(built, BigGanNetwork)
    if more.get("attention", True):
        nn.init.constant_(built.attention.strength, 0.1)
    return built


def latents(count: int = 12, seed: int = 1) -> Tensor:
    return torch.randn(count, 8, generator=torch.Generator().manual_seed(seed))


def labels(count: int = 12) -> Tensor:
    return torch.arange(count) % 3


def trained(**more: object) -> BigGanNetwork:
    """Its statistics have seen some batches, and it rests."""
    built = network(**more)
    with torch.no_grad():
        for seed in range(5):
            built(latents(64, seed), labels(64))
    return built.eval()


@pytest.mark.parametrize("shape", [(1, 8, 8), (3, 16, 16), (3, 32, 32), (1, 64, 64)])
@pytest.mark.parametrize("attention", [True, False])
def test_images_of_every_size_are_made_and_judged(shape, attention):
    torch.manual_seed(0)
    part = BigGanGenerator(channels=4, shared=5, attention=attention)
    made = part.build(8, shape, 3)(latents(4), labels(4))
    assert made.shape == (4, *shape)
    assert made.abs().max() <= 1
    body = BigGanCritic(channels=2, attention=attention).build(shape)
    assert body(made).shape == (4, body.width)
    assert body.width == 2 * shape[-1] // 8


@pytest.mark.parametrize("shape", [(2,), (1, 12, 12), (1, 8, 16)])
def test_other_data_are_refused(shape):
    for part in (lambda: BigGanGenerator().build(8, shape), lambda: BigGanCritic().build(shape)):
        with pytest.raises(InputError, match="BigGAN"):
            part()


@pytest.mark.parametrize("classes", [0, 3])
@pytest.mark.parametrize("hierarchical", [True, False])
@pytest.mark.parametrize("spectral_norm", [True, False])
def test_gradient_reaches_the_latent_and_every_parameter(classes, hierarchical, spectral_norm):
    built = network(classes, hierarchical=hierarchical, spectral_norm=spectral_norm)
    z = latents().requires_grad_()
    made = built(z, labels() if classes else None)
    (made * torch.randn_like(made)).sum().backward()
    assert (z.grad != 0).any(0).all()
    for name, weight in built.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


def test_gradient_reaches_every_parameter_of_the_critic():
    torch.manual_seed(0)
    body = BigGanCritic(channels=4).build((1, 16, 16))
    nn.init.constant_(body.get_parameter("layers.1.strength"), 0.1)
    features = body(torch.randn(8, 1, 16, 16))
    (features * torch.randn_like(features)).sum().backward()
    for name, weight in body.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


def test_all_blocks_share_one_vector_of_the_class():
    built = network()
    assert [type(m) for m in built.modules() if isinstance(m, nn.Embedding)] == [ClassEmbedding]
    norms = [m for m in built.modules() if isinstance(m, VectorBatchNorm2d)]
    assert [norm.gain.in_features for norm in norms] == [5 + 3, 5 + 3, 5 + 2, 5 + 2]


def test_every_block_has_a_part_of_the_latent_of_its_own():
    """Another part k of the latent changes nothing that comes in front of block k."""
    built = network(side=32).eval()
    assert built.chunks == [2, 2, 2, 2]
    entering: list[Tensor] = []
    for block in built.blocks:
        block.register_forward_pre_hook(lambda _, inputs: entering.append(inputs[0]))
    built(latents(), labels())
    for part in range(4):
        moved = latents()
        moved[:, 2 * part : 2 * part + 2] += 1
        before = entering[:3]
        image, other = built(latents(), labels()), built(moved, labels())
        assert not torch.allclose(image, other)
        after = entering[-3:]
        same = [torch.equal(a, b) for a, b in zip(before, after, strict=True)]
        assert same == [index < part for index in range(3)]


def test_without_a_hierarchy_the_start_has_all_of_the_latent():
    built = network(hierarchical=False)
    assert built.chunks == [8, 0, 0]
    assert all(
        norm.gain.in_features == 5
        for norm in built.modules()
        if isinstance(norm, VectorBatchNorm2d)
    )


def test_classes_blend_in_step_with_their_weights():
    built = network().eval()
    z, halves = latents(4), torch.tensor([[0.5, 0.5, 0.0]]).expand(4, -1)
    built_from_ids = built(z, torch.zeros(4, dtype=torch.long))
    torch.testing.assert_close(built(z, torch.eye(3)[:1].expand(4, -1)), built_from_ids)
    assert not torch.allclose(built(z, halves), built_from_ids)


def test_without_labels_it_says_what_to_do():
    with pytest.raises(InputError, match="give labels"):
        network()(latents())


def test_every_map_of_the_generator_has_a_spectral_norm_of_one_and_the_class_vectors_have_none():
    built = network()
    for seed in range(30):
        built(latents(seed=seed), labels())
    built.eval()
    for name, layer in built.named_modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            largest = torch.linalg.matrix_norm(layer.weight.flatten(1), ord=2).item()
            assert largest == pytest.approx(1, abs=0.02), name
    assert built.embed.weight is built.get_parameter("embed.weight")
    free = network(spectral_norm=False)
    assert not any("parametrizations" in name for name, _ in free.named_parameters())


def test_full_strength_is_the_image_and_none_is_one_image_a_class():
    built = trained()
    assert isinstance(built, Truncates)
    torch.testing.assert_close(
        built.truncated(latents(), 1.0, labels()), built(latents(), labels())
    )
    typical = built.truncated(latents(), 0.0, labels())
    torch.testing.assert_close(typical, typical[:3].repeat(4, 1, 1, 1), atol=1e-5, rtol=0)
    assert not torch.allclose(typical[0], typical[1], atol=1e-3)


def test_spread_within_a_class_grows_with_the_strength():
    built, label = trained(), torch.zeros(64, dtype=torch.long)
    made = [built.truncated(latents(64), strength, label) for strength in STRENGTHS]
    spreads = [images.std(0).mean().item() for images in made]
    assert spreads == sorted(spreads)
    assert spreads[0] < 0.8 * spreads[-1]


def test_asking_for_truncation_changes_nothing_and_gives_the_same_again():
    built = trained()
    before = {name: value.clone() for name, value in built.state_dict().items()}
    first = built.truncated(latents(), 0.4, labels())
    torch.testing.assert_close(built.truncated(latents(), 0.4, labels()), first)
    assert all(torch.equal(value, before[name]) for name, value in built.state_dict().items())
    alone = built.truncated(latents()[:1], 0.4, labels()[:1])
    torch.testing.assert_close(alone, first[:1], atol=1e-5, rtol=1e-4)


def test_statistics_are_those_of_truncated_latents():
    """Images of a large truncated batch are those that the batch's own statistics make."""
    built = trained()
    torch.testing.assert_close(
        built.truncated(latents(600), 0.3, labels(600)).mean(0),
        built.train()(built._cut(latents(600), 0.3, None), labels(600)).mean(0),
        atol=0.05,
        rtol=0,
    )


def test_statistics_of_full_latents_would_not_do():
    built = trained()
    cut = built._cut(latents(600), 0.05, None)
    held = built(cut, labels(600))
    recomputed = built.truncated(latents(600), 0.05, labels(600))
    own = built.train()(cut, labels(600))
    assert (recomputed - own).abs().mean() < 0.5 * (held - own).abs().mean()


def test_truncation_of_some_parts_leaves_the_others():
    built = trained()
    cut = built._cut(latents(), 0.2, 2)
    assert torch.equal(cut[:, sum(built.chunks[:2]) :], latents()[:, sum(built.chunks[:2]) :])
    assert cut[:, : sum(built.chunks[:2])].abs().max() < 0.3
    assert built.truncated(latents(), 0.2, labels(), layers=2).shape == (12, 1, 16, 16)


def test_a_gradient_comes_back_to_latents_and_not_to_the_weights():
    built, z = trained(), latents().requires_grad_()
    built.truncated(z, 0.9, labels()).square().sum().backward()
    assert z.grad.isfinite().all()
    assert (z.grad != 0).any(0).all()
    assert all(weight.grad is None for weight in built.parameters())


def test_projection_conditions_it_and_without_classes_it_does_without():
    part, shape = BigGanGenerator(channels=4), (1, 8, 8)
    assert isinstance(Projection().generator(part, 8, shape, 3), BigGanNetwork)
    plain = Unconditional().generator(part, 8, shape, 3)
    assert plain(latents()).shape == (12, 1, 8, 8)
    assert plain.eval().truncated(latents(), 0.5).shape == (12, 1, 8, 8)


@pytest.mark.parametrize(
    ("part", "union"),
    [
        (BigGanGenerator(channels=8, hierarchical=False), Generator),
        (BigGanCritic(attention=False), CriticNetwork),
    ],
)
def test_parts_are_read_back_and_explain_themselves(part, union):
    assert TypeAdapter(union).validate_python(changes(part)) == part
    assert part.summary().startswith("BigGAN")
    for name, field in type(part).model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
