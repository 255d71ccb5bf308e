"""Pairs of images: what the critic sees, whose gradient each term is, and that it learns."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.core.capabilities import Generates, Illustrates, Translates, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.paired import Paired, PairedConfig, beside
from tests.systems.playing import at_rest, descend, play, reaches

SPEC = DataSpec((3, 16, 16), source=(1, 16, 16), is_paired=True)
TINY: dict[str, Any] = {
    "generator": {"kind": "unet", "channels": 4},
    "critic": {"kind": "patch", "channels": 4, "halvings": 1},
}
N = 4


def build(**more: Any) -> Paired:
    torch.manual_seed(0)
    return PairedConfig.model_validate(TINY | more).build(SPEC, Random(1, torch.device("cpu")))


def drawing() -> Callable[[], Batch]:
    """Sources of large squares; the targets are three shades of them."""
    source = torch.Generator().manual_seed(3)

    def draw() -> Batch:
        squares = torch.rand((N, 1, 4, 4), generator=source) * 2 - 1
        given = squares.repeat_interleave(4, 2).repeat_interleave(4, 3)
        return Batch(torch.cat([given, -given, given / 2], 1), source=given)

    return draw


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_reaches_its_own_player_also_in_the_second_step(step: int) -> None:
    system, draw = build(), drawing()
    play(system, draw, step)
    for phase in system.phases(draw, step):
        loss = phase.loss()
        for name, term in loss.terms.items():
            assert reaches(term.value, system.players[phase.player]), (phase.player, name)
        if phase.player == "critic":
            assert not reaches(loss.terms["adversarial"].value, system.generator)
        else:
            assert not reaches(loss.terms["distance"].value, system.critic)


def test_the_critic_learns_first_and_the_generator_answers_the_critic_that_has_learned() -> None:
    system, draw = build(), drawing()
    critic, generator = system.phases(draw, 0)
    assert (critic.player, generator.player) == ("critic", "generator")
    before = [p.clone() for p in system.critic.parameters()]
    descend(system, critic)
    assert any(
        not torch.equal(a, b) for a, b in zip(before, system.critic.parameters(), strict=True)
    )
    assert reaches(generator.loss().terms["adversarial"].value, system.generator)


def test_one_translation_serves_both_phases() -> None:
    system, draw = build(), drawing()
    calls: list[Tensor] = []
    system.generator.register_forward_hook(lambda *a: calls.append(a[2]))
    play(system, draw, 1)
    assert len(calls) == 1


def test_the_critics_loss_is_half_of_its_objective() -> None:
    for kind, weights in (("non_saturating", (0.5, 1.0)), ("least_squares", (1.0, 2.0))):
        phases = build(objective={"kind": kind}).phases(drawing(), 0)
        found = tuple(phase.loss().terms["adversarial"].weight for phase in phases)
        assert found == weights, "Mao's least squares hold a half already"


def test_the_distance_is_the_mean_absolute_difference_times_its_weight() -> None:
    system = build(reconstruction_weight=7.0)
    batch = drawing()()
    _, generator = system.phases(lambda: batch, 0)
    term = generator.loss().terms["distance"]
    source, target = batch.pair()
    wanted = (system.generator(source) - target).abs().mean()
    assert term.weight == 7.0
    assert torch.allclose(term.value, wanted)


def test_a_gradient_penalty_is_taken_between_whole_pairs() -> None:
    critic = {"kind": "patch", "channels": 4, "halvings": 1, "norm": "none"}
    penalties = [{"kind": "gradient_penalty"}]
    system = build(objective={"kind": "wasserstein"}, penalties=penalties, critic=critic)
    phase, _ = system.phases(drawing(), 0)
    loss = phase.loss()
    assert reaches(loss.terms["gradient_penalty"].value, system.critic)
    assert loss.readings["slope"] > 0


def test_the_critic_sees_the_source_first() -> None:
    source, image = torch.zeros(1, 1, 2, 2), torch.ones(1, 3, 2, 2)
    assert beside(source, image)[0, :, 0, 0].tolist() == [0, 1, 1, 1]


def test_what_is_shown_is_translation_source_target_and_verdict() -> None:
    system, batch = build(), drawing()()
    for player in system.players.values():
        player.eval()
    shown = capability(system, Illustrates)
    assert shown is not None
    with torch.no_grad():
        rows = shown.illustrate(batch)
    assert list(rows) == ["translation", "source", "target", "verdict"]
    assert torch.equal(rows["target"], batch.real)
    assert rows["verdict"].shape == rows["translation"].shape
    assert rows["verdict"].abs().max() <= 1
    assert capability(system, Translates) is not None
    assert capability(system, Generates) is None


def test_data_without_sources_are_refused_in_a_sentence() -> None:
    config = PairedConfig()
    assert "source image" in config.lack(DataSpec((3, 16, 16)))
    assert "source image" in config.lack(DataSpec((3, 16, 16), source=(3, 16, 16)))
    assert not config.lack(SPEC)
    with pytest.raises(InputError, match="no images to translate"):
        Batch(torch.zeros(1, 3, 4, 4)).pair()


def test_the_translation_comes_nearer_to_its_target() -> None:
    system, draw = build(generator={"kind": "resnet", "channels": 8, "blocks": 1}), drawing()
    optimizers = {n: torch.optim.Adam(p.parameters(), 2e-3) for n, p in system.players.items()}
    distances = []
    for step in range(60):
        for phase in system.phases(draw, step):
            loss = phase.loss()
            total = sum((t.value * t.weight for t in loss.terms.values()), torch.zeros(()))
            weights = list(system.players[phase.player].parameters())
            torch.autograd.backward(total, inputs=weights)
            optimizers[phase.player].step()
            optimizers[phase.player].zero_grad()
            if phase.player == "generator":
                distances.append(loss.terms["distance"].value.item())
    assert sum(distances[-5:]) < 0.5 * sum(distances[:5])


@pytest.mark.parametrize(("objective", "torn"), [("non_saturating", 0.0), ("least_squares", 0.5)])
def test_the_critics_loss_rests_where_it_is_torn(objective: str, torn: float) -> None:
    system = build(objective={"kind": objective})
    losses = at_rest(system, drawing(), torn)
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
