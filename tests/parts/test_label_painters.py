"""Painters, their critics and encoders: shapes, gradients, and refusals in one sentence."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.nn.spade import SpatiallyAdaptiveNorm
from ganstudio.parts.encoders import InstanceEncoder, StyleEncoder
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.parts.painters import CoarseToFinePainter, SpadePainter
from ganstudio.parts.video import FramePainter

MAPS = torch.rand(2, 5, 32, 64)


def learns_everywhere(network: torch.nn.Module) -> bool:
    """Whether every weight that is learned got a gradient that is not zero."""
    slopes = [weight.grad for weight in network.parameters()]
    return all(slope is not None and bool(slope.any()) for slope in slopes)


@pytest.mark.parametrize("norm", ["batch", "instance"])
def test_spade_paints_and_all_of_it_learns(norm) -> None:
    torch.manual_seed(0)
    network = SpadePainter(channels=1, norm=norm).build(5, (3, 32, 64))
    made = network(MAPS)
    assert made.shape == (2, 3, 32, 64)
    assert made.abs().max() <= 1
    made.square().sum().backward()
    # What is before a normalisation of a 1 x 2 start learns little, but all has a gradient.
    assert all(weight.grad is not None for weight in network.parameters())


def test_a_style_changes_what_spade_paints() -> None:
    torch.manual_seed(0)
    network = SpadePainter(channels=1, style=4).build(5, (3, 32, 64)).eval()
    one, other = network(MAPS, torch.zeros(2, 4)), network(MAPS, torch.ones(2, 4))
    assert not one.equal(other)
    with pytest.raises(InputError, match="style"):
        network(MAPS)


@pytest.mark.parametrize(("asked", "found"), [({}, 128), ({"hidden": 6}, 6)])
def test_every_gain_and_bias_of_spade_is_made_of_the_hidden_maps_asked_for(asked, found) -> None:
    network = SpadePainter(channels=1, **asked).build(5, (3, 32, 32))
    layers = [layer for layer in network.modules() if isinstance(layer, SpatiallyAdaptiveNorm)]
    assert {layer.shared[0].out_channels for layer in layers} == {found}
    assert {made.in_channels for layer in layers for made in (layer.gain, layer.bias)} == {found}


@pytest.mark.parametrize("doublings", [5, 6, 7])
def test_every_depth_of_spade_paints_its_size(doublings) -> None:
    side = 1 << doublings
    network = SpadePainter(channels=2, doublings=doublings).build(3, (3, side, side)).eval()
    with torch.no_grad():
        assert network(torch.rand(1, 3, side, side)).shape == (1, 3, side, side)


@pytest.mark.parametrize("enhancers", [0, 1, 2])
def test_coarse_to_fine_paints_at_every_resolution(enhancers) -> None:
    part = CoarseToFinePainter(channels=2, halvings=2, blocks=1, enhancers=enhancers)
    network = part.build(5, (3, 32, 64))
    made = network(MAPS)
    assert made.shape == (2, 3, 32, 64)
    made.square().sum().backward()
    assert all(weight.grad is not None for weight in network.parameters())


def test_the_multiscale_critic_scores_each_resolution_and_shows_its_features() -> None:
    network = MultiscaleCritic(channels=4, scales=3, halvings=2).build((3, 32, 64))
    found = network(torch.randn(2, 3, 32, 64))
    assert len(found) == 3
    assert all(len(layers) == 4 and layers[-1].shape[1] == 1 for layers in found)
    assert [layers[0].shape[2:] for layers in found] == [(17, 33), (9, 17), (5, 9)]
    sum(layers[-1].sum() for layers in found).backward()
    # The bias in front of a normalisation does nothing, so its gradient is rounding alone.
    assert all(weight.grad is not None for weight in network.parameters())


def test_spectral_norm_leaves_the_first_and_the_last_layer() -> None:
    network = MultiscaleCritic(channels=4, halvings=2, spectral_norm=True, bias=False)
    names = set(dict(network.build((3, 32, 32)).named_parameters()))
    assert {"scales.0.0.0.weight", "scales.0.1.0.parametrizations.weight.original"} <= names
    assert "scales.0.3.weight" in names
    assert "scales.0.1.0.bias" not in names


def test_an_instance_has_one_feature() -> None:
    network = InstanceEncoder(channels=2, halvings=2).build((3, 16, 16))
    instances = torch.zeros(1, 16, 16, dtype=torch.int64)
    instances[:, 4:9, 3:7] = 5
    found = network(torch.randn(1, 3, 16, 16), instances)
    inside = found[0, :, 4:9, 3:7].flatten(1)
    torch.testing.assert_close(inside, inside[:, :1].expand_as(inside))
    assert not found[0, :, 0, 0].allclose(inside[:, 0])


def test_the_style_encoder_reads_images_of_any_size() -> None:
    network = StyleEncoder(channels=2, style=6, halvings=3).build((3, 16, 24))
    posterior = network(torch.randn(4, 3, 16, 24))
    assert posterior.mean.shape == posterior.log_variance.shape == (4, 6)
    (posterior.mean.sum() + posterior.log_variance.square().sum()).backward()
    assert learns_everywhere(network)


def test_a_frame_is_paint_and_what_has_moved() -> None:
    torch.manual_seed(0)
    part = FramePainter(channels=2, halvings=1, blocks=2)
    network = part.build(5, 6, (3, 16, 16)).eval()
    before = torch.rand(1, 6, 16, 16) * 2 - 1
    frame = network(torch.rand(1, 5, 16, 16), before)
    assert frame.flow is not None
    assert frame.fresh is not None
    assert frame.flow.shape == (1, 2, 16, 16)
    # What is not painted comes from the last frame before, within its values.
    moved = (frame.image - frame.raw * frame.fresh) / (1 - frame.fresh)
    assert before[:, 3:].min() - 1e-4 <= moved.min() <= moved.max() <= before[:, 3:].max() + 1e-4


def test_a_foreground_is_painted_by_its_own_network() -> None:
    part = FramePainter(channels=2, halvings=1, blocks=2, foreground=True, flow=False)
    network = part.build(5, 6, (3, 16, 16)).eval()
    maps, before = torch.rand(1, 5, 16, 16), torch.randn(1, 6, 16, 16)
    whole = network(maps, before, torch.ones(1, 1, 16, 16)).image
    none = network(maps, before, torch.zeros(1, 1, 16, 16)).image
    assert network.foreground is not None
    torch.testing.assert_close(whole, network.foreground(maps))
    assert not none.allclose(whole)


@pytest.mark.parametrize(
    "build",
    [
        lambda: SpadePainter().build(5, (3, 48, 48)),
        lambda: CoarseToFinePainter(enhancers=1).build(5, (3, 48, 48)),
        lambda: MultiscaleCritic(scales=4, halvings=6).build((3, 64, 64)),
        lambda: InstanceEncoder().build((3, 24, 24)),
        lambda: FramePainter().build(5, 6, (3, 20, 20)),
    ],
)
def test_sides_that_do_not_halve_are_one_sentence(build) -> None:
    with pytest.raises(InputError, match="× "):
        build()
