"""Generator and encoder against a critic of pairs: whose gradient a term is, and its direction."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from ganstudio.core.capabilities import Encodes, Generates, capability
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.bigan import Bigan, BiganConfig
from tests.systems.playing import at_rest, descend, gradients_of, play, reaches

POINTS = DataSpec((2,))
IMAGES = DataSpec((1, 8, 8))
TINY: dict[str, Any] = {
    "generator": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"},
    "encoder": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"},
    "critic": {"kind": "mlp", "depth": 1, "width": 8},
    "prior": {"size": 4},
}
TINY_IMAGES = TINY | {
    name: {"kind": "dcgan", "channels": 4} for name in ("generator", "encoder", "critic")
}
N = 8


def build(spec: DataSpec = POINTS, **more: Any) -> Bigan:
    base = TINY_IMAGES if spec.is_images else TINY
    torch.manual_seed(0)
    config = BiganConfig.model_validate(base | more)
    return config.build(spec, Random(1, torch.device("cpu")))


def drawing(spec: DataSpec = POINTS) -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    return lambda: Batch(torch.randn((N, *spec.shape), generator=source))


@pytest.mark.parametrize("spec", [POINTS, IMAGES], ids=["points", "images"])
@pytest.mark.parametrize("objective", ["minimax", "non_saturating"])
@pytest.mark.parametrize("turns", [1, 2])
def test_in_the_second_step_every_term_reaches_its_own_network_and_no_other(
    spec: DataSpec, objective: str, turns: int
) -> None:
    system = build(spec, objective={"kind": objective}, critic_steps=turns)
    draw = drawing(spec)
    play(system, draw, 1)
    seen: list[str] = []
    for phase in system.phases(draw, 1):
        loss = phase.loss()
        for name, term in loss.terms.items():
            seen.append(f"{phase.player}/{name}")
            if phase.player == "critic":
                assert reaches(term.value, system.critic)
                assert not gradients_of(term.value, system.players["generator"])
        if phase.player == "generator":
            generating, encoding = (loss.terms[n].value for n in ("adversarial", "encoding"))
            assert reaches(generating, system.generator)
            assert not gradients_of(generating, system.encoder)
            assert reaches(encoding, system.encoder)
            assert not gradients_of(encoding, system.generator)
        descend(system, phase)
    assert seen == ["critic/adversarial"] * turns + ["generator/adversarial", "generator/encoding"]


def generator_terms(system: Bigan) -> tuple[dict[str, Tensor], Tensor, Tensor]:
    """The last phase's terms, and the critic's scores of fake and of real pairs in it."""
    scores: list[Tensor] = []
    system.critic.register_forward_hook(lambda _m, _i, verdict: scores.append(verdict.score))
    loss = list(system.phases(drawing(), 0))[-1].loss()
    on_fake, on_real = scores
    return {name: term.value for name, term in loss.terms.items()}, on_fake, on_real


def test_the_minimax_game_is_zero_sum() -> None:
    system = build(objective={"kind": "minimax"})
    terms, on_fake, on_real = generator_terms(system)
    critic = system.config.objective.critic_loss(on_real, on_fake)
    assert torch.allclose(sum(terms.values(), torch.zeros(())), -critic)


def test_the_non_saturating_game_swaps_the_labels_of_both_networks() -> None:
    terms, on_fake, on_real = generator_terms(build())
    assert torch.allclose(terms["adversarial"], softplus(-on_fake).mean())
    assert torch.allclose(terms["encoding"], softplus(on_real).mean())


def test_the_critic_sees_data_beside_their_code_and_fakes_beside_their_latent() -> None:
    system = build()
    pairs: list[Tensor] = []
    system.critic.register_forward_pre_hook(lambda _m, args: pairs.append(args[0]))
    batch = drawing()()
    phase = next(iter(system.phases(lambda: batch, 0)))
    random = system.random.state()
    phase.loss()
    system.random.restore(random)
    with torch.no_grad():
        z = system.latents(N, system.random)
        assert torch.equal(pairs[0][:, :2], batch.real)
        assert torch.allclose(pairs[0][:, 2:], system.encode(batch.real))
        assert torch.allclose(pairs[1][:, :2], system.generate(z))
        assert torch.equal(pairs[1][:, 2:], z)


def test_real_and_fake_never_share_batch_statistics() -> None:
    larger = DataSpec((1, 16, 16))
    system = build(larger)
    sizes: list[int] = []
    for module in system.critic.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.register_forward_pre_hook(lambda _m, args: sizes.append(len(args[0])))
    for phase in system.phases(drawing(larger), 0):
        phase.loss()
    assert set(sizes) == {N}


def test_readings_carry_no_graph() -> None:
    for phase in build().phases(drawing(), 0):
        assert not any(reading.requires_grad for reading in phase.loss().readings.values())


@pytest.mark.parametrize("spec", [POINTS, IMAGES], ids=["points", "images"])
def test_it_encodes_into_the_shape_of_its_latents_and_back(spec: DataSpec) -> None:
    system = build(spec)
    for player in system.players.values():
        player.eval()
    x = torch.randn(3, *spec.shape)
    z = system.encode(x)
    assert z.shape == (3, 4)
    assert system.generate(z).shape == x.shape
    assert torch.allclose(system.encode(x[:1]), z[:1], atol=1e-6)


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    assert capability(system, Generates) is system
    assert capability(system, Encodes) is system
    assert set(system.averaged) <= set(system.players) == set(system.config.optimizers())


def test_players_hold_every_network_once() -> None:
    system = build()
    held = [id(p) for player in system.players.values() for p in player.parameters()]
    networks = (system.generator, system.encoder, system.critic)
    assert sorted(held) == sorted(id(p) for network in networks for p in network.parameters())


@pytest.mark.parametrize("objective", ["minimax", "non_saturating"])
def test_equation_and_flow_name_the_encoder(objective: str) -> None:
    config = BiganConfig.model_validate({"objective": {"kind": objective}})
    written = ["".join(s.latex for s in line.segments) for line in config.equation().lines]
    assert all("E(x)" in line and "G(z)" in line for line in written)
    flow = config.flow(IMAGES, "digits")
    keys = [node.key for node in flow.nodes]
    assert len(set(keys)) == len(keys)
    assert {"real", "encoder", "critic"} <= set(keys)
    assert {e.source for e in flow.edges} | {e.target for e in flow.edges} <= set(keys)
    into_critic = {edge.source for edge in flow.edges if edge.target == "critic"}
    assert {"real", "encoder", "generator", "latent"} <= into_critic


@pytest.mark.parametrize("objective", ["minimax", "non_saturating"])
def test_losses_rest_where_the_critic_is_torn(objective: str) -> None:
    system = build(objective={"kind": objective})
    losses = at_rest(system, drawing())
    wanted = losses["critic"], losses["generator"]
    assert system.config.equilibrium() == pytest.approx(wanted)
