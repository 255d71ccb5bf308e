"""The game of generator and critic: whose gradient a term is, what a step does to whom."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import Generates, Judges, capability
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.latent import Latent, LatentConfig
from tests.systems.playing import at_rest, descend, gradients_of, play, reaches, touches

POINTS = DataSpec((2,), ("a", "b", "c"))
IMAGES = DataSpec((1, 8, 8), tuple("0123456789"))
TINY = {
    "generator": {"kind": "mlp", "depth": 1, "width": 8},
    "critic": {"kind": "mlp", "depth": 1, "width": 8},
    "prior": {"size": 4},
}
TINY_IMAGES = {
    "generator": {"kind": "dcgan", "channels": 4},
    "critic": {"kind": "dcgan", "channels": 4},
    "prior": {"size": 4},
}
PENALTIES = [
    {"kind": "gradient_penalty", "weight": 0.5},
    {"kind": "r1", "weight": 0.5},
    {"kind": "drift", "weight": 0.5},
]
N = 8


def build(spec: DataSpec = POINTS, **more: Any) -> Latent:
    base = TINY_IMAGES if spec.is_images else TINY
    config = LatentConfig.model_validate(base | more)
    torch.manual_seed(0)
    return config.build(spec, Random(1, torch.device("cpu")))


def drawing(spec: DataSpec = POINTS) -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)

    def draw() -> Batch:
        real = torch.randn((N, *spec.shape), generator=source)
        label = torch.randint(len(spec.classes), (N,), generator=source)
        return Batch(real, label)

    return draw


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize("share", [False, True], ids=["fresh", "shared"])
@pytest.mark.parametrize("turns", [1, 3])
@pytest.mark.parametrize(
    "conditioning", ["none", "concat", "projection", "auxiliary"], ids=lambda kind: kind
)
@pytest.mark.parametrize("spec", [POINTS, IMAGES], ids=["points", "images"])
def test_every_term_reaches_its_own_player_and_no_critic_term_the_generator(
    spec: DataSpec, conditioning: str, turns: int, share: bool, step: int
) -> None:
    system = build(
        spec,
        conditioning={"kind": conditioning},
        penalties=PENALTIES,
        critic_steps=turns,
        share_fakes=share,
    )
    draw = drawing(spec)
    play(system, draw, step)
    seen: list[str] = []
    for phase in system.phases(draw, step):
        loss = phase.loss()
        for name, term in loss.terms.items():
            seen.append(f"{phase.player}/{name}")
            assert reaches(term.value, system.players[phase.player]), seen[-1]
            if phase.player == "critic":
                assert not touches(term.value, system.generator), seen[-1]
        descend(system, phase)
    critic = ["critic/adversarial", "critic/gradient_penalty", "critic/r1", "critic/drift"]
    generator = ["generator/adversarial"]
    if conditioning == "auxiliary":
        critic[1:1] = ["critic/class_real", "critic/class_fake"]
        generator.append("generator/class_fake")
    assert seen == critic * turns + generator


def test_readings_carry_no_graph() -> None:
    system = build(penalties=PENALTIES)
    for phase in system.phases(drawing(), 0):
        for name, reading in phase.loss().readings.items():
            assert not reading.requires_grad, name


def test_only_a_wasserstein_critic_is_recorded_as_an_estimate_of_the_distance() -> None:
    names = {}
    for kind in ("wasserstein", "non_saturating", "hinge"):
        loss = next(iter(build(objective={"kind": kind}).phases(drawing(), 0))).loss()
        names[kind] = {n for n in loss.readings if n.endswith(("estimate", "bound"))}
        if kind == "wasserstein":
            gap = loss.readings["real_score"] - loss.readings["fake_score"]
            torch.testing.assert_close(loss.readings["w1_estimate"], gap)
    assert names == {
        "wasserstein": {"w1_estimate"}, "non_saturating": {"js_bound"}, "hinge": set(),
    }  # fmt: skip


def test_a_phase_of_the_critic_leaves_the_generator_untouched() -> None:
    system = build(critic_steps=2)
    before = [p.detach().clone() for p in system.generator.parameters()]
    for phase in system.phases(drawing(), 0):
        if phase.player == "critic":
            descend(system, phase)
            assert all(p.grad is None for p in system.generator.parameters())
    assert all(
        torch.equal(a, b) for a, b in zip(before, system.generator.parameters(), strict=True)
    )


def test_critic_steps_come_first_each_on_its_own_batch() -> None:
    system = build(critic_steps=3)
    drawn: list[Tensor] = []
    inner = drawing()

    def draw() -> Batch:
        batch = inner()
        drawn.append(batch.real)
        return batch

    players = [phase.player for phase in system.phases(draw, 0)]
    assert players == ["critic", "critic", "critic", "generator"]
    assert len(drawn) == 3
    assert not torch.equal(drawn[0], drawn[1])


@pytest.mark.parametrize(("step", "count"), [(0, 7), (24, 7), (25, 2), (499, 2), (500, 7)])
def test_a_warm_up_gives_its_steps_more_critic_phases_each_on_its_own_batch(
    step: int, count: int
) -> None:
    system = build(critic_steps=2, warm_up=7, share_fakes=True)
    drawn: list[Tensor] = []
    inner = drawing()

    def draw() -> Batch:
        batch = inner()
        drawn.append(batch.real)
        return batch

    players = [phase.player for phase in system.phases(draw, step)]
    assert players == ["critic"] * count + ["generator"]
    assert len({real.sum().item() for real in drawn}) == count


def fakes_seen(system: Latent, step: int = 0) -> list[tuple[str, Tensor]]:
    """What the generator made in one step, and in which phase the critic judged it."""
    made: list[Tensor] = []
    judged: list[tuple[str, Tensor]] = []
    handle = system.generator.register_forward_hook(lambda _m, _i, out: made.append(out.detach()))
    for phase in system.phases(drawing(), step):
        phase.loss()
        judged.append((phase.player, made[-1]))
    handle.remove()
    return judged


def test_shared_fakes_are_the_very_fakes_of_the_last_critic_step() -> None:
    (_, first), (_, last), (_, generator) = fakes_seen(build(share_fakes=True, critic_steps=2))
    assert torch.equal(last, generator)
    assert not torch.equal(first, last)


def test_without_sharing_the_generator_draws_fresh_latents() -> None:
    (_, last), (_, generator) = fakes_seen(build(critic_steps=1))
    assert not torch.equal(last, generator)


def test_sharing_gives_the_generator_the_gradient_of_those_fakes() -> None:
    system = build(share_fakes=True)
    latents: list[Tensor] = []
    handle = system.generator.register_forward_pre_hook(lambda _m, args: latents.append(args[0]))
    phases = system.phases(drawing(), 0)
    next(phases).loss()
    loss = next(phases).loss()
    handle.remove()
    fake = system.generator(latents[0], None)
    expected = system.config.objective.generator_loss(system.critic(fake).score)
    ours = gradients_of(loss.terms["adversarial"].value, system.generator)
    theirs = gradients_of(expected, system.generator)
    assert all(torch.allclose(a, b) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize(("share", "passes"), [(False, 4), (True, 3)])
def test_batch_statistics_follow_every_pass_of_the_generator(share: bool, passes: int) -> None:
    system = build(
        generator={"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"},
        critic_steps=3,
        share_fakes=share,
    )
    for phase in system.phases(drawing(), 0):
        phase.loss()
    norms = [m for m in system.generator.modules() if isinstance(m, nn.BatchNorm1d)]
    assert [int(norm.num_batches_tracked) for norm in norms] == [passes] * len(norms)
    assert norms


def test_a_lazy_penalty_has_its_own_phase_with_its_weight_times_its_interval() -> None:
    system = build(penalties=[{"kind": "r1", "weight": 3.0, "every": 4}], critic_steps=2)
    kinds: list[list[str]] = []
    weights: set[float] = set()
    for step in range(8):
        phases = list(system.phases(drawing(), step))
        kinds.append([p.player + ("+" if p.is_extra else "") for p in phases])
        for phase in phases:
            loss = phase.loss()
            if phase.is_extra:
                assert list(loss.terms) == ["r1"]
                weights.add(loss.terms["r1"].weight)
                assert reaches(loss.terms["r1"].value, system.critic)
                assert not touches(loss.terms["r1"].value, system.generator)
            else:
                assert "r1" not in loss.terms
    usual = ["critic", "critic", "generator"]
    lazy = ["critic", "critic", "critic+", "generator"]
    assert kinds == [lazy, usual, usual, usual] * 2
    assert weights == {12.0}


@pytest.mark.parametrize(
    ("penalties", "turns", "interval"),
    [
        ([], 1, None),
        ([{"kind": "r1"}], 1, None),
        ([{"kind": "r1", "every": 16}], 1, 16),
        ([{"kind": "r1", "every": 4}], 3, 12),
        ([{"kind": "r1", "every": 16}, {"kind": "drift", "every": 4}], 1, 4),
    ],
)
def test_the_lazy_interval_counts_updates_of_the_critic(
    penalties: list[dict[str, Any]], turns: int, interval: int | None
) -> None:
    system = build(penalties=penalties, critic_steps=turns)
    assert dict(system.lazy) == ({} if interval is None else {"critic": interval})


def test_clipping_acts_behind_every_update_of_the_critic_and_on_it_alone() -> None:
    system = build(constraints=[{"kind": "weight_clip", "limit": 0.01}], critic_steps=2)
    free = max(float(p.detach().abs().max()) for p in system.generator.parameters())
    for phase in system.phases(drawing(), 0):
        descend(system, phase, rate=5.0)
        if phase.player == "critic":
            assert (
                max(float(p.detach().abs().max()) for p in system.critic.parameters())
                <= 0.01 + 1e-7
            )
    assert free > 0.01


@pytest.mark.parametrize("kind", ["concat", "projection", "auxiliary"])
def test_labels_change_what_a_conditional_generator_makes(kind: str) -> None:
    system = build(IMAGES, conditioning={"kind": kind})
    latents = system.latents(2, Random(5, torch.device("cpu")))
    system.generator.eval()
    zero = system.generate(latents, torch.tensor([0, 0]))
    one = system.generate(latents, torch.tensor([1, 1]))
    assert not torch.allclose(zero, one)
    assert system.classes == 10


@pytest.mark.parametrize(("kind", "differs"), [("concat", True), ("projection", True),
                                               ("auxiliary", False)])  # fmt: skip
def test_only_critics_that_see_the_label_judge_by_it(kind: str, differs: bool) -> None:
    system = build(IMAGES, conditioning={"kind": kind})
    system.critic.eval()
    images = torch.randn(3, 1, 8, 8)
    zero = system.judge(images, torch.zeros(3, dtype=torch.int64))
    one = system.judge(images, torch.ones(3, dtype=torch.int64))
    assert torch.allclose(zero, one) is not differs


def test_an_unconditional_system_ignores_the_labels_of_its_data() -> None:
    system = build()
    assert system.classes == 0
    losses = []
    for shift in (0, 1):
        system.random.restore(torch.Generator().manual_seed(4).get_state())
        inner = drawing()

        def draw(inner: Callable[[], Batch] = inner, shift: int = shift) -> Batch:
            batch = inner()
            assert batch.label is not None
            return Batch(batch.real, (batch.label + shift) % 3)

        phases = system.phases(draw, 0)
        losses.append([p.loss().terms["adversarial"].value.item() for p in phases])
    assert losses[0] == losses[1]


def test_a_packing_critic_gives_one_verdict_a_pack_and_trains_both_players() -> None:
    system = build(views=[{"kind": "pack", "count": 4}], penalties=PENALTIES)
    scores: list[int] = []
    handle = system.critic.network.register_forward_hook(
        lambda _m, _i, verdict: scores.append(len(verdict.score))
    )
    for phase in system.phases(drawing(), 0):
        for name, term in phase.loss().terms.items():
            assert reaches(term.value, system.players[phase.player]), name
    handle.remove()
    assert set(scores) == {N // 4}


def test_judging_single_samples_repeats_them_into_packs() -> None:
    system = build(views=[{"kind": "pack", "count": 2}])
    points = torch.randn(5, 2)
    together = system.critic(points.repeat_interleave(2, dim=0)).score
    assert torch.equal(system.judge(points), together)
    assert system.judge(points).shape == (5,)


def test_a_kind_of_part_may_be_used_once() -> None:
    with pytest.raises(ValueError, match="penalties holds a kind twice"):
        LatentConfig.model_validate({"penalties": [{"kind": "r1"}, {"kind": "r1", "every": 4}]})


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    assert capability(system, Generates) is system
    assert capability(system, Judges) is system
    assert set(system.players) == {"generator", "critic"}
    assert set(system.averaged) <= set(system.players)
    assert set(system.config.optimizers()) == set(system.players)


@pytest.mark.parametrize("distribution", ["gaussian", "uniform", "sphere"])
def test_latents_follow_the_prior(distribution: str) -> None:
    system = build(prior={"size": 16, "distribution": distribution})
    z = system.latents(4000, Random(0, torch.device("cpu")))
    assert z.shape == (4000, 16)
    assert abs(float(z.mean())) < 0.02
    match distribution:
        case "gaussian":
            assert abs(float(z.std()) - 1) < 0.02
        case "uniform":
            assert abs(float(z.std()) - 3**-0.5) < 0.02
            assert float(z.abs().max()) <= 1
        case "sphere":
            assert torch.allclose(z.norm(dim=1), torch.full((4000,), 4.0), atol=1e-4)


@pytest.mark.parametrize("conditioning", ["none", "concat", "projection"])
def test_losses_rest_where_the_critic_is_torn(conditioning: str) -> None:
    system = build(conditioning={"kind": conditioning}, penalties=[{"kind": "r1"}])
    losses = at_rest(system, drawing())
    assert system.config.equilibrium() == pytest.approx((losses["critic"], losses["generator"]))


def test_losses_that_hold_more_than_the_objective_have_no_line_to_rest_at() -> None:
    assert build(conditioning={"kind": "auxiliary"}).config.equilibrium() is None
    costs = [{"kind": "orthogonal"}]
    _, generator = build(generator_penalties=costs).config.equilibrium() or (0.0, 0.0)
    assert generator is None
