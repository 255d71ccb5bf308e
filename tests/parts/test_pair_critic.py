"""Critics that see data and a latent together."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.parts.critics import DcganCritic, MlpCritic, ResnetCritic
from ganstudio.parts.pair_critic import build_pair_critic, paired

KINDS = [MlpCritic(depth=1, width=8), DcganCritic(channels=4), ResnetCritic(channels=4)]


def test_a_pair_holds_the_data_and_then_the_latent() -> None:
    x, z = torch.arange(8.0).reshape(2, 1, 2, 2), torch.tensor([[9.0], [8.0]])
    assert paired(x, z).tolist() == [[0, 1, 2, 3, 9], [4, 5, 6, 7, 8]]


@pytest.mark.parametrize("network", KINDS, ids=lambda network: network.kind)
def test_the_score_depends_on_both_halves(
    network: MlpCritic | DcganCritic | ResnetCritic,
) -> None:
    torch.manual_seed(0)
    critic = build_pair_critic(network, (1, 8, 8), 3)
    x, z = torch.randn(4, 1, 8, 8).requires_grad_(), torch.randn(4, 3).requires_grad_()
    score = critic(paired(x, z)).score
    assert score.shape == (4,)
    for gradient in torch.autograd.grad(score.sum(), (x, z)):
        assert bool((gradient.flatten(1) != 0).any(1).all())


def test_images_are_laid_out_again_for_a_convolution() -> None:
    torch.manual_seed(0)
    critic = build_pair_critic(DcganCritic(channels=4, norm="none"), (1, 8, 8), 3)
    seen: list[torch.Tensor] = []
    critic.body.layers.body.register_forward_pre_hook(lambda _m, args: seen.append(args[0]))
    x = torch.randn(2, 1, 8, 8)
    critic(paired(x, torch.randn(2, 3)))
    assert torch.equal(seen[0], x)


def test_points_do_not_fit_a_convolution() -> None:
    with pytest.raises(InputError, match="images"):
        build_pair_critic(DcganCritic(), (2,), 3)


def test_a_critic_of_very_many_features_still_reads_pairs() -> None:
    network = build_pair_critic(DcganCritic(channels=64), (3, 64, 64), 8)
    assert network(paired(torch.zeros(1, 3, 64, 64), torch.zeros(1, 8)), None).score.shape == (1,)
