import pytest
import torch

from ganstudio.nn.spade import SpadeBlock, SpatiallyAdaptiveNorm


@pytest.mark.parametrize("norm", ["batch", "instance"])
def test_a_map_of_zero_gain_and_bias_only_normalises(norm) -> None:
    layer = SpatiallyAdaptiveNorm(3, 4, norm, 3)
    for made in (layer.gain, layer.bias):
        torch.nn.init.zeros_(made.weight)
        torch.nn.init.zeros_(made.bias)
    x, semantics = 3 * torch.randn(4, 3, 8, 8) + 2, torch.rand(4, 4, 16, 16)
    found = layer(x, semantics)
    places = (0, 2, 3) if norm == "batch" else (2, 3)
    assert found.mean(places).abs().max() < 1e-5
    torch.testing.assert_close(
        found.var(places, correction=0), torch.ones_like(found.mean(places)), atol=1e-3, rtol=0
    )


def test_gain_and_bias_are_one_plus_gamma_and_beta_of_the_map() -> None:
    layer = SpatiallyAdaptiveNorm(2, 3, "instance", 3)
    x, semantics = torch.randn(1, 2, 4, 4), torch.rand(1, 3, 8, 8)
    gain, bias = layer.modulation(semantics, (4, 4))
    torch.testing.assert_close(layer(x, semantics), layer.normalise(x) * (1 + gain) + bias)


def test_the_map_acts_where_it_is() -> None:
    """With kernels of one place, another class in one half changes nothing in the other."""
    layer = SpatiallyAdaptiveNorm(2, 2, "batch", 1).eval()
    x = torch.randn(1, 2, 4, 4)
    one = torch.zeros(1, 2, 4, 4)
    one[:, 0] = 1
    other = one.clone()
    other[..., 2:] = 1 - one[..., 2:]
    before, after = layer(x, one), layer(x, other)
    assert before[..., :2].equal(after[..., :2])
    assert not before[..., 2:].allclose(after[..., 2:])


def test_a_block_of_equal_widths_has_no_layers_in_its_short_cut() -> None:
    semantics = torch.rand(2, 3, 4, 4)
    same, narrower = SpadeBlock(8, 8, 3, "batch"), SpadeBlock(8, 4, 3, "batch")
    assert same.shortcut is None
    assert narrower.shortcut is not None
    assert same(torch.randn(2, 8, 4, 4), semantics).shape == (2, 8, 4, 4)
    assert narrower(torch.randn(2, 8, 4, 4), semantics).shape == (2, 4, 4, 4)
