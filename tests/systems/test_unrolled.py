"""The unrolled game: what the generator sees ahead, and that no answer of the critic is kept."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from ganstudio.core.capabilities import Generates, Judges, capability
from ganstudio.core.system import Loss, Phase
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.unrolled import Unrolled, UnrolledConfig

POINTS, IMAGES = DataSpec((2,)), DataSpec((1, 8, 8))
RATE = {"kind": "adam", "lr": 0.02}
TINY = {
    "generator": {"kind": "mlp", "depth": 1, "width": 8},
    "critic": {"kind": "mlp", "depth": 1, "width": 8},
    "prior": {"size": 4},
    "generator_optimizer": RATE,
    "critic_optimizer": RATE,
}
TINY_IMAGES = {
    "generator": {"kind": "dcgan", "channels": 4},
    "critic": {"kind": "dcgan", "channels": 4, "norm": "batch"},
}
N = 16


def build(spec: DataSpec = POINTS, **more: Any) -> Unrolled:
    base = TINY | (TINY_IMAGES if spec.is_images else {})
    torch.manual_seed(0)
    system = UnrolledConfig.model_validate(base | more)
    return system.build(spec, Random(1, torch.device("cpu")))


def drawing(spec: DataSpec = POINTS) -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    return lambda: Batch(torch.randn((N, *spec.shape), generator=source) + 1)


class Play:
    """Plain updates of both players, each by torch's Adam, as the engine makes them."""

    def __init__(self, system: Unrolled) -> None:
        self.system = system
        self.optimizers = {
            name: torch.optim.Adam(system.players[name].parameters(), rate.lr, (0.5, 0.999))
            for name, rate in system.config.optimizers().items()
        }

    def update(self, phase: Phase) -> Loss:
        loss = phase.loss()
        weights = list(self.system.players[phase.player].parameters())
        total = sum((t.value * t.weight for t in loss.terms.values()), torch.zeros(()))
        torch.autograd.backward(total, inputs=weights)
        self.optimizers[phase.player].step()
        self.optimizers[phase.player].zero_grad()
        if phase.after:
            phase.after()
        return loss

    def step(self, draw: Callable[[], Batch]) -> dict[str, Loss]:
        return {p.player: self.update(p) for p in self.system.phases(draw, 0)}


def gradient(value: Tensor, module: nn.Module) -> Tensor:
    found = torch.autograd.grad(
        value, list(module.parameters()), retain_graph=True, allow_unused=True
    )
    return torch.cat([g.reshape(-1) for g in found if g is not None] or [torch.zeros(1)])


def generator_gradient(system: Unrolled) -> Tensor:
    """In a step that is looked at and not made; every call sees the same batch and latents."""
    system.random.restore(torch.Generator().manual_seed(5).get_state())
    (phase, _) = system.phases(drawing(), 0)
    return gradient(phase.loss().terms["adversarial"].value, system.generator)


@pytest.mark.parametrize("unroll", [0, 3])
@pytest.mark.parametrize("spec", [POINTS, IMAGES], ids=["points", "images"])
def test_in_step_two_every_term_reaches_its_own_player_alone(spec: DataSpec, unroll: int) -> None:
    system = build(spec, unroll=unroll)
    play, draw = Play(system), drawing(spec)
    play.step(draw)
    for phase in system.phases(draw, 1):
        value = phase.loss().terms["adversarial"].value
        other = "critic" if phase.player == "generator" else "generator"
        assert gradient(value, system.players[phase.player]).abs().sum() > 0
        if phase.player == "critic" or unroll == 0:
            reached = gradient(value, system.players[other]).abs().sum()
            assert reached == 0, "the critic looked on is a copy of the weights"
        play.update(phase)


def test_without_unrolling_it_is_the_minimax_game() -> None:
    system = build(unroll=0)
    found = generator_gradient(system)
    system.random.restore(torch.Generator().manual_seed(5).get_state())
    fake = system.generator(system.latents(N, system.random))
    plain = -softplus(system.critic(fake).score).mean()
    assert torch.allclose(found, gradient(plain, system.generator), atol=1e-7)


def test_the_generator_learns_through_the_answers_and_not_from_their_result_alone() -> None:
    """With the second path cut, K answers are but K further steps of the critic."""
    system = build(unroll=3, critic_optimizer={"kind": "adam", "lr": 0.2})
    Play(system).step(drawing())
    whole = generator_gradient(system)
    system.random.restore(torch.Generator().manual_seed(5).get_state())
    real, fake = drawing()().real, system.generator(system.latents(N, system.random))
    ahead = build(unroll=3)
    ahead.critic.load_state_dict(system.critic.state_dict())
    weights = list(ahead.critic.parameters())
    answers = torch.optim.Adam(weights, 0.2, (0.5, 0.999))
    state = system.memory.moments()
    sizes = [p.numel() for p in weights]
    pieces = zip(weights, state.mean.split(sizes), state.square.split(sizes), strict=True)
    for p, mean, square in pieces:
        kept = {"step": state.updates, "exp_avg": mean, "exp_avg_sq": square}
        answers.state[p] = {
            k: v.clone().reshape(p.shape if v.dim() else ()) for k, v in kept.items()
        }
    for _ in range(3):
        answers.zero_grad()
        on_real, on_fake = ahead.critic(real).score, ahead.critic(fake.detach()).score
        (softplus(-on_real).mean() + softplus(on_fake).mean()).backward()
        answers.step()
    first_path = gradient(-softplus(ahead.critic(fake).score).mean(), system.generator)
    (phase, _) = [*system.phases(drawing(), 0)]
    assert phase.player == "generator"
    assert not torch.allclose(whole, first_path, rtol=0.05)
    value = -softplus(-ahead.critic(real).score).mean() - softplus(ahead.critic(fake).score).mean()
    system.random.restore(torch.Generator().manual_seed(5).get_state())
    (phase, _) = system.phases(drawing(), 0)
    assert torch.allclose(phase.loss().terms["adversarial"].value, value, atol=1e-5)


def test_the_generators_gradient_is_the_numeric_one_of_the_value_after_the_answers() -> None:
    system = build(unroll=2, critic_optimizer={"kind": "adam", "lr": 0.1, "eps": 1e-2})
    for player in system.players.values():
        player.double()
    source = Random(7, torch.device("cpu"))
    real, noise = source.normal(N, 2).double(), source.normal(N, 2).double()

    def value(fake: Tensor) -> Tensor:
        return system._look_ahead(real, fake)[1]

    assert torch.autograd.gradcheck(value, (noise.requires_grad_(),), atol=1e-6)


def test_no_answer_is_kept_and_the_statistics_of_the_critic_stay() -> None:
    system = build(IMAGES, unroll=4)
    before = {name: value.clone() for name, value in system.critic.state_dict().items()}
    generator_phase = next(system.phases(drawing(IMAGES), 0))
    generator_phase.loss()
    after = system.critic.state_dict()
    assert all(torch.equal(after[name], value) for name, value in before.items())


def test_the_memory_is_that_of_the_critics_optimizer() -> None:
    system = build(unroll=2)
    play, draw = Play(system), drawing()
    for _ in range(4):
        play.step(draw)
    states = [play.optimizers["critic"].state[p] for p in system.critic.parameters()]
    moments = system.memory.moments()
    assert moments.updates == 4
    assert torch.allclose(moments.mean, torch.cat([s["exp_avg"].reshape(-1) for s in states]))
    expected = torch.cat([s["exp_avg_sq"].reshape(-1) for s in states])
    assert torch.allclose(moments.square, expected, rtol=1e-4, atol=1e-10)


def test_the_first_answer_is_the_update_that_the_critic_then_makes() -> None:
    system = build(unroll=1)
    play, draw = Play(system), drawing()
    for _ in range(3):
        play.step(draw)
    batch = draw()
    generator_phase, critic_phase = system.phases(lambda: batch, 3)
    foreseen = -generator_phase.loss().terms["adversarial"].value
    real, fake = critic_phase.loss.args
    play.update(critic_phase)
    on_real, on_fake = system.critic(real).score, system.critic(fake).score
    made = softplus(-on_real).mean() + softplus(on_fake).mean()
    assert torch.allclose(foreseen, made, atol=1e-5)


def test_the_critics_loss_is_read_before_and_after_it_is_unrolled() -> None:
    system = build(unroll=5)
    play, draw = Play(system), drawing()
    for _ in range(3):
        losses = play.step(draw)
    readings = losses["generator"].readings
    assert readings["critic_loss_now"] == pytest.approx(
        losses["critic"].terms["adversarial"].value.item(), rel=1e-5
    )
    unrolled = -losses["generator"].terms["adversarial"].value.item()
    assert readings["critic_loss_unrolled"] == pytest.approx(unrolled)
    drop = readings["critic_loss_now"] - readings["critic_loss_unrolled"]
    assert readings["critic_loss_drop"] == pytest.approx(float(drop), abs=1e-6)
    assert drop > 0
    system.config = system.config.model_copy(update={"unroll": 0})
    assert play.step(draw)["generator"].readings["critic_loss_drop"] == 0


def test_how_far_is_seen_may_change_while_it_trains() -> None:
    system = build(unroll=0)
    plain = generator_gradient(system)
    system.config = system.config.model_copy(update={"unroll": 3})
    assert not torch.allclose(plain, generator_gradient(system))
    extra = UnrolledConfig.model_fields["unroll"].json_schema_extra
    assert isinstance(extra, dict)
    assert extra["live"] is True


def test_it_offers_what_tools_ask_for_and_checkpoints_its_memory() -> None:
    system = build()
    assert capability(system, Generates) is system
    assert capability(system, Judges) is system
    assert set(system.config.optimizers()) == set(system.players)
    assert system.judge(torch.randn(5, 2)).shape == (5,)
    assert any(key.startswith("memory.") for key in system.players["critic"].state_dict())
    assert system.generate(system.latents(3, system.random)).shape == (3, 2)


def test_its_equation_and_flow_show_the_critic_ahead() -> None:
    config = UnrolledConfig(unroll=7)
    written = "".join(s.latex for s in config.equation().lines[1].segments)
    assert "D_K(x)" in written
    flow = config.flow(POINTS, "Ring")
    (ahead,) = (node for node in flow.nodes if node.key == "ahead")
    assert "7" in ahead.detail
    keys = {node.key for node in flow.nodes}
    assert all({edge.source, edge.target} <= keys for edge in flow.edges)
    assert not any((e.source, e.target) == ("critic", "generator_loss") for e in flow.edges)
