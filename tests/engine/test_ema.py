"""The moving average of weights, in closed form."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.engine.setup import Setup

CPU = torch.device("cpu")


def flat(player: nn.Module) -> Tensor:
    return torch.cat([p.detach().double().reshape(-1) for p in player.parameters()])


@pytest.mark.parametrize("decay", [0.0, 0.2, 0.9, 0.999])
def test_the_average_is_the_weighted_sum_of_all_weights_so_far(
    preset: Callable[..., Any], decay: float
) -> None:
    fast = {"kind": "adam", "lr": 0.05}
    setup = Setup(
        preset({"generator_optimizer": fast, "critic_optimizer": fast}, average=decay), CPU
    )
    expected = flat(setup.system.players["generator"])
    for step in range(1, 21):
        setup.advance()
        d = min(decay, (1 + step) / (10 + step))
        expected = d * expected + (1 - d) * flat(setup.system.players["generator"])
        shadow = setup.average.catch_up()
        assert torch.allclose(flat(shadow.players["generator"]), expected, atol=1e-5)
    assert torch.equal(flat(shadow.players["critic"]), flat(setup.system.players["critic"]))
    if decay > 0.5:
        assert not torch.allclose(expected, flat(setup.system.players["generator"]), atol=1e-3)


def test_batch_statistics_are_copied_and_not_averaged(preset: Callable[..., Any]) -> None:
    norm = {"generator": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"}}
    setup = Setup(preset(norm), CPU)
    for _ in range(3):
        setup.advance()
    shadow = setup.average.catch_up()
    trained = dict(setup.system.players["generator"].named_buffers())
    copied = dict(shadow.players["generator"].named_buffers())
    assert trained.keys() == copied.keys()
    assert any("running_mean" in name for name in trained)
    assert all(torch.equal(trained[name], copied[name]) for name in trained)


def test_the_shadow_is_never_trained(preset: Callable[..., Any]) -> None:
    setup = Setup(preset(), CPU)
    setup.advance()
    for player in setup.average.shadow.players.values():
        assert not player.training
        assert not any(p.requires_grad for p in player.parameters())
