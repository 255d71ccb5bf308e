import pytest
import torch
import torch.nn.functional as F

from ganstudio.nn.attention import SelfAttention


@pytest.fixture
def attention():
    torch.manual_seed(0)
    layer = SelfAttention(8)
    torch.nn.init.constant_(layer.strength, 0.5)
    return layer


def test_it_begins_as_the_identity():
    x = torch.randn(2, 8, 6, 6)
    assert torch.equal(SelfAttention(8)(x), x)


def test_every_place_spreads_one_over_the_pooled_places(attention):
    weights = attention.weights(torch.randn(3, 8, 6, 4))
    assert weights.shape == (3, 24, 6)
    torch.testing.assert_close(weights.sum(2), torch.ones(3, 24))
    assert weights.min() > 0


def test_without_queries_every_place_gathers_the_mean(attention):
    torch.nn.init.zeros_(attention.query.weight)
    x = torch.randn(2, 8, 4, 4)
    mean = F.max_pool2d(attention.value(x), 2).mean((2, 3), keepdim=True)
    torch.testing.assert_close(attention(x), (x + 0.5 * attention.out(mean)))


def test_a_place_is_moved_by_another_one_far_away(attention):
    x = torch.randn(1, 8, 8, 8)
    other = x.clone()
    other[..., 7, 7] += 5.0
    moved = (attention(other) - attention(x)).abs().amax(1)[0]
    assert moved[0, 0] > 1e-5


def test_a_gradient_reaches_every_weight_and_twice_through_the_input(attention):
    x = torch.randn(2, 8, 4, 4, requires_grad=True)
    (slope,) = torch.autograd.grad(attention(x).square().sum(), x, create_graph=True)
    slope.square().sum().backward()
    for name, weight in attention.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


@pytest.mark.parametrize("channels", [1, 3])
def test_few_channels_will_do(channels):
    assert SelfAttention(channels)(torch.randn(2, channels, 4, 4)).shape == (2, channels, 4, 4)
