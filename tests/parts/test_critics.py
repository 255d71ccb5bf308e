import itertools

import pytest
import torch
from pydantic import TypeAdapter
from torch import nn

from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.parts.critics import CriticNetwork, DcganCritic, MlpCritic, ResnetCritic

SMALL = {
    "mlp": MlpCritic(depth=2, width=8),
    "dcgan": DcganCritic(channels=2),
    "resnet": ResnetCritic(channels=4),
}


@pytest.mark.parametrize(
    "shape", [(2,), (1,), (1, 8, 8), (6, 16, 16), (3, 32, 32), (1, 64, 64), (3, 128, 128)]
)
@pytest.mark.parametrize("kind", SMALL)
def test_every_shape_is_judged_or_refused(kind, shape):
    torch.manual_seed(0)
    if len(shape) == 1 and kind != "mlp":
        with pytest.raises(InputError, match="works on images"):
            SMALL[kind].build(shape)
        return
    body = SMALL[kind].build(shape)
    features = body(torch.randn(3, *shape))
    assert features.shape == (3, body.width)
    assert body.head(4)(features).shape == (3, 4)


@pytest.mark.parametrize(
    "config",
    [
        *(DcganCritic(channels=2, norm=norm) for norm in ["none", "batch", "layer"]),
        *(ResnetCritic(channels=4, norm=norm) for norm in ["none", "batch", "layer"]),
        ResnetCritic(channels=4, widen=True, blocks=0),
        *(
            MlpCritic(width=8, activation=activation, norm=norm, init=init)
            for activation, norm, init in itertools.product(
                ["relu", "leaky_relu", "tanh"],
                ["none", "batch", "layer"],
                ["he", "glorot", "orthogonal", "normal"],
            )
        ),
    ],
    ids=lambda config: "-".join(str(value) for value in changes(config).values()),
)
def test_gradient_reaches_the_input_and_every_parameter(config):
    torch.manual_seed(0)
    body = config.build((1, 16, 16))
    x = torch.randn(16, 1, 16, 16, requires_grad=True)
    features = body(x)
    (features * torch.randn_like(features)).sum().backward()
    assert x.grad.abs().max() > 0
    for name, weight in body.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


@pytest.mark.parametrize("kind", SMALL)
def test_the_slope_can_be_descended(kind):
    torch.manual_seed(0)
    config = SMALL[kind].model_copy(update={"norm": "layer"})
    body = config.build((1, 16, 16))
    x = torch.randn(4, 1, 16, 16, requires_grad=True)
    score = body.head()(body(x)).sum()
    (slope,) = torch.autograd.grad(score, x, create_graph=True)
    slope.square().sum().backward()
    weights = [w for w in body.parameters() if w.dim() > 1]
    assert all(w.grad is not None and w.grad.abs().max() > 0 for w in weights)


def test_dcgan_leaves_its_first_layer_without_normalisation():
    body = DcganCritic(channels=4).build((3, 32, 32))
    kinds = [type(layer).__name__ for layer in body.layers]
    assert kinds == [
        "FromPixels", "LeakyReLU",
        "Conv2d", "BatchNorm2d", "LeakyReLU",
        "Conv2d", "BatchNorm2d", "LeakyReLU",
        "Flatten",
    ]  # fmt: skip
    assert [layer.out_channels for layer in body.layers if isinstance(layer, nn.Conv2d)] == [
        4, 8, 16,
    ]  # fmt: skip
    assert body.width == 16 * 4 * 4
    assert body.head().weight.std().item() == pytest.approx(0.02, rel=0.2)


def test_resnet_halves_to_eight_pixels_and_sums():
    body = ResnetCritic(channels=4, widen=True, blocks=3).build((3, 64, 64))
    sizes = []
    for block in body.layers[:-2]:
        block.register_forward_hook(lambda _, __, out: sizes.append(tuple(out.shape[1:])))
    body(torch.randn(1, 3, 64, 64))
    assert sizes == [(4, 32, 32), (8, 16, 16), *[(16, 8, 8)] * 4]
    assert body.width == 16


@pytest.mark.parametrize("norm", ["none", "batch", "layer"])
@pytest.mark.parametrize(
    "part", [DcganCritic(), ResnetCritic(channels=16)], ids=["dcgan", "resnet"]
)
def test_no_critic_starts_with_scores_that_saturate_a_loss(part, norm):
    torch.manual_seed(0)
    body = part.model_copy(update={"norm": norm}).build((3, 32, 32))
    score = body.head()(body(torch.rand(8, 3, 32, 32) * 2 - 1))
    assert 0 < score.abs().max() < 5


def test_input_scale_multiplies_what_the_critic_sees():
    x = torch.randn(5, 2)
    scores = []
    for config, seen in [(MlpCritic(width=8, input_scale=0.25), x), (MlpCritic(width=8), x / 4)]:
        torch.manual_seed(0)
        scores.append(config.build((2,))(seen))
    torch.testing.assert_close(*scores)


def test_configurations_round_trip_by_their_kind():
    adapter = TypeAdapter(CriticNetwork)
    for config in SMALL.values():
        assert adapter.validate_python(changes(config)) == config


def test_summaries_are_a_few_words():
    assert [config.summary() for config in SMALL.values()] == [
        "MLP 2 × 8",
        "DCGAN 2, batch norm",
        "ResNet 4, no norm",
    ]
