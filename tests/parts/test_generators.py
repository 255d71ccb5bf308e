import itertools

import pytest
import torch
from pydantic import TypeAdapter, ValidationError
from torch import nn

from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.nn.norms import ConditionalBatchNorm2d
from ganstudio.parts.generators import (
    GENERATORS,
    DcganGenerator,
    Generator,
    MlpGenerator,
    ResnetGenerator,
)

SMALL = {
    "mlp": MlpGenerator(depth=2, width=8),
    "dcgan": DcganGenerator(channels=2),
    "resnet": ResnetGenerator(channels=4),
}
IMAGE_SHAPES = [(1, 8, 8), (3, 16, 16), (4, 32, 32), (1, 64, 64), (3, 128, 128)]


@pytest.mark.parametrize("shape", [(2,), (1,), *IMAGE_SHAPES])
@pytest.mark.parametrize("kind", SMALL)
def test_every_shape_is_made_or_refused(kind, shape):
    torch.manual_seed(0)
    if len(shape) == 1 and kind != "mlp":
        with pytest.raises(InputError, match="works on images"):
            SMALL[kind].build(5, shape, 0)
        return
    made = SMALL[kind].build(5, shape, 0)(torch.randn(3, 5))
    assert made.shape == (3, *shape)


@pytest.mark.parametrize("kind", SMALL)
def test_images_stay_between_minus_one_and_one(kind):
    torch.manual_seed(0)
    made = SMALL[kind].build(5, (3, 16, 16), 0)(100 * torch.randn(64, 5))
    assert made.abs().max() <= 1


def test_points_are_not_bounded():
    torch.manual_seed(0)
    made = MlpGenerator().build(5, (2,), 0)(100 * torch.randn(64, 5))
    assert made.abs().max() > 1


@pytest.mark.parametrize(
    "config",
    [
        *SMALL.values(),
        DcganGenerator(channels=2, norm="none"),
        ResnetGenerator(channels=4, norm="none"),
        ResnetGenerator(channels=4, widen=True),
        *(
            MlpGenerator(width=8, activation=activation, norm=norm, init=init)
            for activation, norm, init in itertools.product(
                ["relu", "leaky_relu", "tanh"],
                ["none", "batch", "layer"],
                ["he", "glorot", "orthogonal", "normal"],
            )
        ),
    ],
    ids=lambda config: "-".join(str(value) for value in changes(config).values()),
)
def test_gradient_reaches_the_latent_and_every_parameter(config):
    torch.manual_seed(0)
    network = config.build(5, (1, 16, 16), 0)
    z = torch.randn(16, 5, requires_grad=True)
    made = network(z)
    (made * torch.randn_like(made)).sum().backward()
    assert z.grad.abs().max() > 0
    for name, weight in network.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


@pytest.mark.parametrize("config", [SMALL["dcgan"], SMALL["resnet"]], ids=["dcgan", "resnet"])
def test_classes_condition_every_normalisation(config):
    torch.manual_seed(0)
    network = config.build(5, (1, 16, 16), 3)
    norms = [m for m in network.modules() if isinstance(m, ConditionalBatchNorm2d)]
    assert len(norms) == sum(isinstance(m, nn.BatchNorm2d) for m in network.modules())
    z, label = torch.randn(6, 5), torch.tensor([0, 1, 2, 0, 1, 2])
    made = network(z, label)
    made.square().sum().backward()
    assert all(w.grad is not None and w.grad.abs().max() > 0 for w in network.parameters())
    assert not torch.allclose(made, network(z, label.flip(0)))
    with pytest.raises(InputError, match="class labels"):
        network(z)


def test_only_batch_normalised_networks_can_be_conditioned():
    expected = [False, True, True, False, True, True]
    assert [part().can_condition() for part in GENERATORS] == expected
    assert not DcganGenerator(norm="none").can_condition()
    assert not ResnetGenerator(norm="none").can_condition()
    with pytest.raises(InputError, match="concatenation"):
        MlpGenerator().build(5, (2,), 3)


def test_dcgan_halves_its_channels_from_the_start_on():
    network = DcganGenerator(channels=8).build(100, (3, 64, 64), 0)
    convolutions = [m for m in network.modules() if isinstance(m, nn.ConvTranspose2d)]
    assert [c.in_channels for c in convolutions] == [100, 64, 32, 16, 8]
    assert convolutions[-1].out_channels == 3
    assert all(c.weight.std().item() == pytest.approx(0.02, rel=0.1) for c in convolutions)
    assert isinstance(network.layers[-1], nn.Tanh)


def test_resnet_widens_towards_the_start():
    widened = ResnetGenerator(channels=4, widen=True).build(10, (3, 32, 32), 0)
    constant = ResnetGenerator(channels=4).build(10, (3, 32, 32), 0)
    assert [block.shortcut.in_channels for block in widened.blocks[:3]] == [16, 16, 8]
    assert [block.shortcut.in_channels for block in constant.blocks[:3]] == [4, 4, 4]


def test_the_same_seed_gives_the_same_network():
    for config in SMALL.values():
        made = []
        for _ in range(2):
            torch.manual_seed(7)
            made.append(config.build(5, (1, 16, 16), 0)(torch.ones(2, 5)))
        assert torch.equal(*made)


def test_configurations_round_trip_by_their_kind():
    adapter = TypeAdapter(Generator)
    for config in SMALL.values():
        assert adapter.validate_python(changes(config)) == config
    with pytest.raises(ValidationError):
        adapter.validate_python({"kind": "mlp", "depth": -1})


def test_summaries_are_a_few_words():
    assert [config.summary() for config in SMALL.values()] == [
        "MLP 2 × 8",
        "DCGAN 2, batch norm",
        "ResNet 4, batch norm",
    ]
