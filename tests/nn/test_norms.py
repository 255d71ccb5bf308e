import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.nn.norms import (
    ConditionalBatchNorm2d,
    VectorBatchNorm2d,
    image_norm,
    vector_norm,
)


@pytest.fixture
def conditional():
    torch.manual_seed(0)
    norm = ConditionalBatchNorm2d(3, 4)
    torch.nn.init.normal_(norm.gain.map.bias)
    torch.nn.init.normal_(norm.bias.map.bias)
    return norm


def test_conditional_norm_has_the_gain_and_bias_of_the_class(conditional):
    x = torch.randn(16, 3, 8, 8) * 5 + 2
    for label in range(4):
        y = conditional(x, torch.full((16,), label))
        channels = y.transpose(0, 1).flatten(1)
        only = torch.tensor([label])
        torch.testing.assert_close(channels.mean(1), conditional.bias(only)[0])
        spread = (1 + conditional.gain(only)[0]).abs()
        torch.testing.assert_close(channels.std(1, correction=0), spread, rtol=1e-4, atol=1e-4)


def test_conditional_norm_shares_statistics_between_classes(conditional):
    x = torch.randn(32, 3, 4, 4)
    label = torch.arange(32) % 4
    y = conditional(x, label)
    gain, bias = 1 + conditional.gain(label), conditional.bias(label)
    plain = (y - bias[:, :, None, None]) / gain[:, :, None, None]
    torch.testing.assert_close(
        plain, torch.nn.functional.batch_norm(x, None, None, training=True), rtol=1e-4, atol=1e-5
    )


def test_a_step_of_adam_moves_a_gain_much_further_than_a_table_would():
    torch.manual_seed(0)
    norm = ConditionalBatchNorm2d(3, 4)
    label, x = torch.arange(4), torch.randn(4, 3, 8, 8)
    optimizer = torch.optim.Adam(norm.parameters(), lr=1e-3)
    before = norm.gain(label).detach()
    norm(x, label).square().sum().backward()
    optimizer.step()
    assert (norm.gain(label) - before).abs().mean() > 10 * 1e-3


def test_conditional_norm_begins_near_the_plain_one():
    torch.manual_seed(0)
    norm = ConditionalBatchNorm2d(64, 10)
    label = torch.arange(10)
    for values in (norm.gain(label).detach(), norm.bias(label).detach()):
        assert values.std() < 0.3
        assert values.mean().abs() < 0.05


def test_conditional_norm_uses_running_statistics_in_evaluation(conditional):
    x = torch.randn(64, 3, 4, 4) * 2 + 1
    for _ in range(100):
        conditional(x, torch.zeros(64, dtype=torch.long))
    mean = conditional.normalise.running_mean
    torch.testing.assert_close(mean, x.mean((0, 2, 3)), rtol=1e-3, atol=1e-3)
    conditional.eval()
    one = conditional(x[:1], torch.tensor([1]))
    torch.testing.assert_close(one, conditional(x, torch.ones(64, dtype=torch.long))[:1])
    assert torch.equal(mean, conditional.normalise.running_mean)


def test_conditional_norm_without_labels_says_what_to_do(conditional):
    with pytest.raises(InputError, match="give labels"):
        conditional(torch.randn(2, 3, 4, 4), None)


def test_image_layer_norm_treats_each_image_alone():
    torch.manual_seed(0)
    x = torch.randn(4, 6, 5, 5) * 3 + 1
    y = image_norm("layer", 6)(x)
    torch.testing.assert_close(y.mean((1, 2, 3)), torch.zeros(4), atol=1e-5, rtol=0)
    torch.testing.assert_close(image_norm("layer", 6)(x[:1]), y[:1])


@pytest.mark.parametrize("kind", ["none", "batch", "layer"])
def test_norms_keep_the_shape(kind):
    assert vector_norm(kind, 6)(torch.randn(4, 6)).shape == (4, 6)
    assert image_norm(kind, 6)(torch.randn(4, 6, 3, 3)).shape == (4, 6, 3, 3)


def test_a_vector_gives_the_gain_and_bias_of_each_image():
    torch.manual_seed(0)
    norm = image_norm("batch", 3, vector=5)
    assert isinstance(norm, VectorBatchNorm2d)
    x, vector = torch.randn(8, 3, 6, 6) * 4 - 1, torch.randn(8, 5)
    plain = torch.nn.functional.batch_norm(x, None, None, training=True)
    gain, bias = 1 + vector @ norm.gain.weight.t(), vector @ norm.bias.weight.t()
    expected = plain * gain[:, :, None, None] + bias[:, :, None, None]
    torch.testing.assert_close(norm(x, vector), expected)


def test_a_vector_of_nothing_leaves_the_plain_norm():
    torch.manual_seed(0)
    norm, x = image_norm("batch", 3, vector=5), torch.randn(8, 3, 6, 6) * 4 - 1
    torch.testing.assert_close(
        norm(x, torch.zeros(8, 5)), torch.nn.functional.batch_norm(x, None, None, training=True)
    )
