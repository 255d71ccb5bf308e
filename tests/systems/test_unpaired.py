"""Two domains: whose gradient each term is, what the critics are shown, and what comes back."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.core.capabilities import Illustrates, Translates, capability
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.unpaired import Unpaired, UnpairedConfig
from tests.systems.playing import at_rest, descend, play, reaches

SPEC = DataSpec((3, 16, 16), source=(3, 16, 16))
TINY: dict[str, Any] = {
    "generator": {"kind": "resnet", "channels": 4, "blocks": 1},
    "critic": {"kind": "patch", "channels": 4, "halvings": 1, "norm": "instance"},
    "pool": 4,
}
N = 2


def build(spec: DataSpec = SPEC, **more: Any) -> Unpaired:
    torch.manual_seed(0)
    return UnpairedConfig.model_validate(TINY | more).build(spec, Random(1, torch.device("cpu")))


def drawing() -> Callable[[], Batch]:
    """Sources are large squares, targets other ones with a darker blue."""
    source = torch.Generator().manual_seed(3)

    def images() -> Tensor:
        squares = torch.rand((N, 3, 4, 4), generator=source) - 0.5
        return squares.repeat_interleave(4, 2).repeat_interleave(4, 3)

    def draw() -> Batch:
        target = images()
        target[:, 2] -= 0.5
        return Batch(target, source=images())

    return draw


WHO = {
    "adversarial_target": (True, False),
    "adversarial_source": (False, True),
    "identity_target": (True, False),
    "identity_source": (False, True),
    "features_target": (True, False),
    "features_source": (False, True),
    "cycle_target": (True, True),
    "cycle_source": (True, True),
}


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_reaches_the_generators_it_should_and_no_other(step: int) -> None:
    system, draw = build(feature_weight=9.0), drawing()
    play(system, draw, step)
    generator, *_ = system.phases(draw, step)
    terms = generator.loss().terms
    assert set(terms) == set(WHO)
    for name, term in terms.items():
        makers = (system.there.translate, system.back.translate)
        assert tuple(reaches(term.value, maker) for maker in makers) == WHO[name], name


def test_each_critic_learns_of_its_own_domain_and_never_the_generators() -> None:
    system, draw = build(), drawing()
    generator, critic = system.phases(draw, 0)
    assert (generator.player, critic.player) == ("generator", "critic")
    terms = critic.loss().terms
    critics = (system.there.critic, system.back.critic)
    for name, who in (("adversarial_target", (True, False)), ("adversarial_source", (False, True))):
        assert tuple(reaches(terms[name].value, one) for one in critics) == who
        assert not reaches(terms[name].value, system.players["generator"])


def test_the_critics_are_shown_what_the_generators_made_before_they_learned() -> None:
    system, draw = build(pool=0), drawing()
    batch = draw()
    phases = system.phases(lambda: batch, 0)
    with torch.no_grad():
        made = system.there.translate(batch.pair()[0])
    descend(system, next(phases))
    seen: list[Tensor] = []
    system.there.critic.register_forward_pre_hook(lambda *a: seen.append(a[1][0]))
    system.there.critic.network.register_forward_pre_hook(lambda *a: seen.append(a[1][0]))
    next(phases).loss()
    assert any(image.shape == made.shape and torch.equal(image, made) for image in seen)


def test_identity_weighs_as_a_share_of_the_cycle() -> None:
    system = build(cycle_weight=10.0, identity_weight=0.5)
    generator, _ = system.phases(drawing(), 0)
    terms = generator.loss().terms
    assert terms["identity_target"].weight == 5.0
    assert terms["cycle_source"].weight == 10.0


def test_the_cycle_is_what_comes_back_of_a_source() -> None:
    system, batch = build(), drawing()()
    generator, _ = system.phases(lambda: batch, 0)
    source, _ = batch.pair()
    wanted = (system.back.translate(system.there.translate(source)) - source).abs().mean()
    assert torch.allclose(generator.loss().terms["cycle_source"].value, wanted)


def test_in_the_first_steps_the_cycle_may_weigh_less() -> None:
    system = build(early_cycle=0.01, early_steps=2, cycle_distance="squared", feature_weight=9.0)
    for step, weight in ((0, 0.1), (1, 0.1), (2, 10.0)):
        generator, _ = system.phases(drawing(), step)
        assert generator.loss().terms["cycle_target"].weight == pytest.approx(weight)


def test_players_take_as_many_turns_as_they_are_given() -> None:
    system = build(critic_steps=2, generator_steps=3)
    players = [phase.player for phase in system.phases(drawing(), 0)]
    assert players == ["generator"] * 3 + ["critic"] * 2


def test_penalties_are_taken_for_both_critics() -> None:
    plain = {"kind": "patch", "channels": 4, "halvings": 1, "norm": "none"}
    penalties = [{"kind": "gradient_penalty"}, {"kind": "r1", "every": 2}]
    system = build(objective={"kind": "wasserstein"}, penalties=penalties, critic=plain)
    phases = list(system.phases(drawing(), 0))
    terms = phases[1].loss().terms
    for side in (system.there, system.back):
        assert reaches(terms[f"gradient_penalty_{side.name}"].value, side.critic)
    assert phases[2].is_extra
    assert set(phases[2].loss().terms) == {"r1_target", "r1_source"}


def test_earlier_fakes_are_saved_with_the_critics() -> None:
    system = build()
    assert "source_pool.kept" in system.players["critic"].state_dict()


def test_what_is_shown_are_both_cycles() -> None:
    system, batch = build(), drawing()()
    shown, translates = capability(system, Illustrates), capability(system, Translates)
    assert shown is not None
    assert translates is not None
    with torch.no_grad():
        rows = shown.illustrate(batch)
        source, target = batch.pair()
        assert torch.equal(rows["translation"], translates.translate(source))
        assert torch.equal(rows["target_translated"], translates.translate(target, 1))
        assert torch.equal(rows["back_again"], translates.translate(rows["translation"], 1))


def test_data_of_one_domain_and_domains_of_other_shapes_are_refused() -> None:
    assert "images of two" in UnpairedConfig().lack(DataSpec((3, 16, 16)))
    grey = DataSpec((3, 16, 16), source=(1, 16, 16))
    assert "identity" in UnpairedConfig().lack(grey)
    assert not UnpairedConfig(identity_weight=0).lack(grey)
    assert not UnpairedConfig().lack(SPEC)


def test_discogan_matches_what_its_critics_saw_behind_their_first_layer() -> None:
    disco = {"kind": "disco", "channels": 4}
    system = build(generator=disco, critic=disco, feature_weight=9.0, identity_weight=0.0, pool=0)
    batch = drawing()()
    source, target = batch.pair()
    generator, critic = system.phases(lambda: batch, 0)
    terms = generator.loss().terms
    made = system.there.translate(source)
    on_real, on_fake = (system.there.critic(x).features for x in (target, made))
    assert len(on_real) == 2
    wanted = (on_real[1].mean(0) - on_fake[1].mean(0)).square().mean()
    torch.testing.assert_close(terms["features_target"].value, wanted)
    assert reaches(terms["features_target"].value, system.there.translate)
    assert reaches(critic.loss().terms["adversarial_target"].value, system.there.critic)


def test_least_squares_weigh_as_in_the_authors_program() -> None:
    """The critic half of the two squared errors, the generator the whole of one (Zhu 2017, 7.1)."""
    system, batch = build(pool=0), drawing()()
    source, target = batch.pair()
    generator, critic = system.phases(lambda: batch, 0)
    with torch.no_grad():
        fake = system.there.translate(source)
        on_real, on_fake = (system.there.critic(x).score for x in (target, fake))
    made = generator.loss().terms["adversarial_target"]
    seen = critic.loss().terms["adversarial_target"]
    assert torch.allclose(made.weight * made.value, (on_fake - 1).square().mean())
    wanted = 0.5 * ((on_real - 1).square().mean() + on_fake.square().mean())
    assert torch.allclose(seen.weight * seen.value, wanted)


@pytest.mark.parametrize(("objective", "torn"), [("non_saturating", 0.0), ("least_squares", 0.5)])
def test_the_critics_loss_rests_where_both_are_torn(objective: str, torn: float) -> None:
    system = build(objective={"kind": objective})
    losses = at_rest(system, drawing(), torn)
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
