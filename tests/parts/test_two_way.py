"""Objectives that push generator and encoder to opposite sides."""

import pytest
import torch

from ganstudio.parts.objectives import Minimax, NonSaturating
from ganstudio.parts.two_way import TwoWayObjective, encoder_loss


@pytest.mark.parametrize("objective", [Minimax(), NonSaturating()])
def test_the_encoder_wants_low_scores_where_the_generator_wants_high_ones(
    objective: TwoWayObjective,
) -> None:
    score = torch.linspace(-3, 3, 7, requires_grad=True)
    (down,) = torch.autograd.grad(encoder_loss(objective, score), score)
    (up,) = torch.autograd.grad(objective.generator_loss(score), score)
    assert bool((down > 0).all())
    assert bool((up < 0).all())
    assert torch.allclose(down, -up.flip(0))


def test_where_the_critic_is_sure_only_the_swapped_labels_still_teach() -> None:
    sure = torch.tensor([12.0], requires_grad=True)
    (faded,) = torch.autograd.grad(encoder_loss(Minimax(), sure), sure)
    (steep,) = torch.autograd.grad(encoder_loss(NonSaturating(), sure), sure)
    assert float(faded) < 1e-5
    assert float(steep) > 0.99
