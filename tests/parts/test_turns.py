"""When penalties come, and how much a lazy one weighs."""

import pytest
import torch
from torch import nn

from ganstudio.core.system import Loss, Term
from ganstudio.nn.random import Random
from ganstudio.parts import turns
from ganstudio.parts.critic import Critic, Judged, Verdict
from ganstudio.parts.penalties import R1, Drift, PathLength


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


@pytest.mark.parametrize(
    ("step", "count"),
    [(0, 100), (1, 100), (24, 100), (25, 5), (499, 5), (500, 100), (501, 5), (1000, 100)],
)
def test_the_critic_is_warmed_up_in_the_first_steps_and_in_every_500th(
    step: int, count: int
) -> None:
    assert turns.critic_turns(5, 100, step) == count


def test_without_a_warm_up_every_step_is_alike() -> None:
    assert {turns.critic_turns(5, 0, step) for step in range(1001)} == {5}
    assert turns.critic_turns(5, 3, 0) == 5


def test_a_run_of_1000_steps_has_the_updates_of_the_authors_loop() -> None:
    """`if gen_iterations < 25 or gen_iterations % 500 == 0`: 26 long steps, 974 short ones."""
    assert sum(turns.critic_turns(5, 100, step) for step in range(1000)) == 26 * 100 + 974 * 5


@pytest.mark.parametrize(
    ("penalties", "costs", "intervals"),
    [
        ([Drift()], [], {}),
        ([R1(every=16)], [PathLength(every=8)], {"critic": 48, "generator": 8}),
        ([R1()], [PathLength(every=4)], {"generator": 4}),
    ],
)
def test_only_players_with_lazy_penalties_have_an_interval(
    penalties: list[R1 | Drift], costs: list[PathLength], intervals: dict[str, int]
) -> None:
    assert turns.lazy_intervals(penalties, 3, costs) == intervals


def test_the_critic_judges_raw_samples_in_its_view() -> None:
    critic = Critic(Doubling(), [nn.Flatten(), nn.Hardtanh(0, 3)])
    found = turns.judged(critic, torch.full((2, 1), 5.0), torch.full((2, 1), -1.0), None)
    assert found.real_view.unique().item() == 3
    assert found.on_real.score.tolist() == [6.0, 6.0]
    assert found.on_fake.score.tolist() == [0.0, 0.0]
    assert found.real.unique().item() == 5


def test_a_penalty_is_added_with_its_weight_times_its_interval() -> None:
    before = Loss({"adversarial": Term(torch.tensor(1.0))})
    random = Random(0, torch.device("cpu"))
    loss = turns.penalised(before, [R1(weight=3.0, every=4)], judged(), random)
    assert list(loss.terms) == ["adversarial", "r1"]
    assert loss.terms["r1"].weight == 12.0
    assert loss.terms["r1"].value.item() == pytest.approx(R1().value(judged(), random).item())
