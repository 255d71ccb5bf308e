"""A pyramid of games: levels share nothing, and sampling goes up the chain."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import Generates, Judges, Refines, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.pyramid import analyse, expanded
from ganstudio.nn.random import Random
from ganstudio.parts.compatibility import check
from ganstudio.systems.lapgan import Lapgan, LapganConfig
from tests.systems.playing import at_rest, descend

CPU = torch.device("cpu")
SPEC = DataSpec((2, 16, 16), size=100)
TINY = {
    "generator": {"kind": "mlp", "depth": 1, "width": 8},
    "critic": {"kind": "mlp", "depth": 1, "width": 8},
    "detail": {"channels": 4, "critic_channels": 4},
    "prior": {"size": 5},
}
SIDES = (4, 8, 16)
N = 6


def build(spec: DataSpec = SPEC, **more: Any) -> Lapgan:
    torch.manual_seed(0)
    return LapganConfig.model_validate(TINY | more).build(spec, Random(1, CPU))


def drawing() -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    return lambda: Batch(torch.randn(N, *SPEC.shape, generator=source))


def reached(value: Tensor, players: dict[str, nn.Module]) -> set[tuple[str, int]]:
    """Which levels of which players have a gradient of this term that is not 0."""
    named = [
        ((player, int(name.split(".")[0])), p)
        for player, network in players.items()
        for name, p in network.named_parameters()
    ]
    found = torch.autograd.grad(value, [p for _, p in named], retain_graph=True, allow_unused=True)
    return {
        where
        for (where, _), gradient in zip(named, found, strict=True)
        if gradient is not None and bool((gradient != 0).any())
    }


def test_in_step_2_every_term_reaches_its_own_level_and_a_critics_term_no_generator() -> None:
    system = build()
    draw = drawing()
    for step in range(2):
        order = []
        for phase in system.phases(draw, step):
            loss = phase.loss()
            order.append(phase.player)
            assert list(loss.terms) == [f"adversarial_{side}" for side in SIDES]
            for level, term in enumerate(loss.terms.values()):
                levels = reached(term.value, system.players)
                wanted = {("critic", level)}
                if phase.player == "generator":
                    wanted.add(("generator", level))
                assert levels == wanted
            assert not any(reading.requires_grad for reading in loss.readings.values())
            descend(system, phase)
        assert order == ["critic", "generator"]


def test_details_are_learned_on_the_low_pass_of_real_images() -> None:
    system = build()
    lows: list[Tensor] = []
    for generator in list(system.generators)[1:]:
        generator.register_forward_pre_hook(lambda _, inputs: lows.append(inputs[0]))
    batch = drawing()()
    for phase in system.phases(lambda: batch, 0):
        phase.loss()
    real = analyse(batch.real, 3)
    assert len(lows) == 4
    assert all(torch.equal(seen, low) for seen, low in zip(lows, real.lows * 2, strict=True))


def test_critics_see_the_sum_of_low_pass_and_details() -> None:
    system = build()
    seen: list[Tensor] = []
    system.critics[2].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    batch = drawing()()
    next(iter(system.phases(lambda: batch, 0))).loss()
    assert torch.allclose(seen[0], batch.real, atol=1e-6)
    low = analyse(batch.real, 3).lows[1]
    added = seen[1] - low
    assert 0 < float(added.abs().max()) < 0.1  # a fresh generator draws next to nothing


def test_sampling_adds_each_levels_details_to_the_enlarged_image_before() -> None:
    system = build()
    latents = system.latents(N, Random(4, CPU))
    assert latents.shape == (N, 5 + 8**2 + 16**2)
    chain = system.chain(latents)
    assert tuple(image.shape[-1] for image in chain) == system.sides == SIDES
    low = expanded(chain[1])
    noise = latents[:, 5 + 64 :].reshape(N, 1, 16, 16)
    assert torch.allclose(chain[2], low + system.generators[2](low, noise))
    assert torch.equal(system.generate(latents), chain[2])


def test_noise_drawn_anew_at_a_level_keeps_all_coarser_images() -> None:
    system = build()
    with torch.no_grad():
        for parameter in system.generators.parameters():
            parameter *= 20
    latents = system.latents(N, Random(4, CPU))
    other = system.redrawn(latents, 1, Random(5, CPU))
    before, after = system.chain(latents), system.chain(other)
    assert torch.equal(before[0], after[0])
    assert not torch.allclose(before[1], after[1])
    assert not torch.allclose(before[2], after[2])
    assert torch.equal(latents[:, :5], other[:, :5])
    assert torch.equal(latents[:, 69:], other[:, 69:])


def test_noise_of_every_level_follows_the_prior() -> None:
    latents = build(prior={"size": 5, "distribution": "uniform"}).latents(200, Random(0, CPU))
    assert float(latents.abs().max()) <= 1
    assert float(latents.std()) == pytest.approx(3**-0.5, abs=0.01)


def test_two_runs_from_one_state_are_the_same_dropout_included() -> None:
    losses = []
    for _ in range(2):
        system = build()
        draw = drawing()
        found = [
            term.value.item()
            for step in range(2)
            for phase in system.phases(draw, step)
            for term in phase.loss().terms.values()
        ]
        losses.append(found)
    assert losses[0] == losses[1]


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    for wanted in (Generates, Judges, Refines):
        assert capability(system, wanted) is system
    assert set(system.config.optimizers()) == set(system.players)
    images = torch.randn(3, *SPEC.shape)
    for critic in system.critics:
        critic.eval()
    assert system.judge(images).shape == (3,)


@pytest.mark.parametrize(
    ("shape", "levels", "said"),
    [((2,), 2, "not images"), ((1, 16, 16), 4, "32 px"), ((1, 18, 18), 3, "multiple of 4"),
     ((1, 16, 32), 2, "square")],
)  # fmt: skip
def test_data_that_do_not_halve_are_refused(shape: tuple[int, ...], levels: int, said: str) -> None:
    config = LapganConfig.model_validate(TINY | {"levels": levels})
    with pytest.raises(InputError, match=said):
        config.build(DataSpec(shape), Random(0, CPU))
    (finding,) = [f for f in check(config.facts(DataSpec(shape), 8)) if f.severity == "error"]
    assert said in finding.message


def test_the_table_looks_at_the_coarsest_size() -> None:
    config = LapganConfig.model_validate(TINY | {"critic": {"kind": "dcgan"}})
    assert [f.path for f in check(config.facts(SPEC, 8)) if f.severity == "error"] == [
        "system.critic"
    ]
    larger = DataSpec((1, 32, 32))
    assert not [f for f in check(config.facts(larger, 8)) if f.severity == "error"]


def test_equation_and_flow_name_every_level() -> None:
    config = LapganConfig.model_validate(TINY)
    equation = config.equation()
    assert [line.player for line in equation.lines] == ["critic", "generator"]
    assert all(any("sum" in s.latex for s in line.segments) for line in equation.lines)
    assert equation.papers[0] == "Denton 2015, sec. 3.2"
    flow = config.flow(SPEC, "Digits")
    keys = {node.key for node in flow.nodes}
    assert {f"generator{k}" for k in range(3)} | {f"critic{k}" for k in range(3)} <= keys
    assert all({edge.source, edge.target} <= keys for edge in flow.edges)


def test_losses_rest_where_the_critics_of_all_levels_are_torn() -> None:
    system = build()
    losses = at_rest(system, drawing())
    assert system.config.equilibrium() == pytest.approx((losses["critic"], losses["generator"]))
