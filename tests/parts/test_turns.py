"""When penalties come, and how much a lazy one weighs."""

import pytest
import torch
from torch import nn

from ganstudio.core.system import Loss, Term
from ganstudio.nn.random import Random
from ganstudio.parts import turns
from ganstudio.parts.critic import Critic, Judged, Verdict
from ganstudio.parts.penalties import R1, Drift


class Doubling(nn.Module):
    """A critic of scalars whose slope is 2 everywhere."""

    def forward(self, view: torch.Tensor, label: torch.Tensor | None = None) -> Verdict:
        return Verdict(2 * view.squeeze(1))


def judged() -> Judged:
    critic = Critic(Doubling())
    real, fake = torch.ones(4, 1), torch.zeros(4, 1)
    return Judged(critic, real, fake, real, fake, critic(real), critic(fake), None)


def test_a_penalty_is_either_of_every_update_or_lazy() -> None:
    always, lazy = Drift(), R1(every=4)
    assert turns.of_every_update([always, lazy]) == [always]
    assert turns.due_lazily([always, lazy], 8) == [lazy]
    assert turns.due_lazily([always, lazy], 9) == []


@pytest.mark.parametrize(
    ("penalties", "interval"), [([], 0), ([Drift()], 0), ([R1(every=16), Drift(every=4)], 12)]
)
def test_the_lazy_interval_is_the_shortest_one_in_updates_of_the_critic(
    penalties: list[R1 | Drift], interval: int
) -> None:
    assert turns.lazy_interval(penalties, updates=3) == interval


def test_a_penalty_is_added_with_its_weight_times_its_interval() -> None:
    before = Loss({"adversarial": Term(torch.tensor(1.0))})
    random = Random(0, torch.device("cpu"))
    loss = turns.penalised(before, [R1(weight=3.0, every=4)], judged(), random)
    assert list(loss.terms) == ["adversarial", "r1"]
    assert loss.terms["r1"].weight == 12.0
    assert loss.terms["r1"].value.item() == pytest.approx(R1().value(judged(), random).item())
