"""StarGAN v2: the order of the updates, who learns of what, and where styles come from."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import Illustrates, MovesDomains, MovesInStyle, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import Loss
from ganstudio.data.batches import Batch, DataSpec, Group
from ganstudio.nn.random import Random
from ganstudio.parts.domains.told import telling
from ganstudio.systems.stargan2 import Stargan2, Stargan2Config
from tests.systems.playing import at_rest, descend, reaches, slopes, total_of

SPEC = DataSpec((3, 8, 8), groups=(Group("size", ("s", "l")), Group("colour", ("r", "g", "b"))))
SMALL = {"channels": 4, "max_channels": 8, "style": 4}
TINY: dict[str, Any] = {
    "group": "colour",
    "generator": {"kind": "styled", "halvings": 1, **SMALL},
    "mapping": {"kind": "mapping", "latent": 3, "style": 4, "width": 8},
    "style_encoder": {"kind": "style_encoder", **SMALL},
    "critic": {"kind": "domains", "channels": 4, "max_channels": 8},
}
COLOURS = torch.tensor([0, 1, 2, 0, 1, 2])
ORDER = ["critic", "critic", "generator", "mapping", "style_encoder", "generator"]


def build(spec: DataSpec = SPEC, **more: Any) -> Stargan2:
    torch.manual_seed(0)
    return Stargan2Config.model_validate(TINY | more).build(spec, Random(1, torch.device("cpu")))


def drawing() -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    told = torch.stack([torch.zeros_like(COLOURS), COLOURS], 1)
    return lambda: Batch(torch.rand((6, 3, 8, 8), generator=source) * 2 - 1, attributes=told)


def losses(step: int, **more: Any) -> tuple[Stargan2, list[Loss]]:
    """Of the phases of a step, each before its player has moved; earlier steps are played."""
    system, draw = build(**more), drawing()
    for number in range(step):
        for phase in system.phases(draw, number):
            descend(system, phase)
    phases = list(system.phases(draw, step))
    assert [phase.player for phase in phases] == ORDER
    return system, [phase.loss() for phase in phases]


WHO = {
    "adversarial_latent": {"generator", "mapping"},
    "style_latent": {"generator", "mapping", "style_encoder"},
    "diversity_latent": {"generator", "mapping"},
    "cycle_latent": {"generator", "mapping", "style_encoder"},
    "adversarial_reference": {"generator"},
    "style_reference": {"generator"},
    "diversity_reference": {"generator"},
    "cycle_reference": {"generator"},
}


@pytest.mark.parametrize("step", [0, 1])
def test_latents_teach_three_players_and_references_the_generator_alone(step: int) -> None:
    system, found = losses(step)
    terms = found[2].terms | found[5].terms
    assert set(terms) == set(WHO)
    for name, term in terms.items():
        makers = set(system.players) - {"critic"}
        if name.endswith("reference"):  # its phase updates no one else, whatever it passes through
            makers = {"generator", "mapping"}
        assert {p for p in makers if reaches(term.value, system.players[p])} == WHO[name], name


def test_no_reference_reaches_the_style_encoder_by_the_style_that_it_made() -> None:
    system, found = losses(0)
    for name in ("adversarial_reference", "diversity_reference", "cycle_reference"):
        assert not reaches(found[5].terms[name].value, system.style_encoder)


@pytest.mark.parametrize("step", [0, 1])
def test_the_critic_learns_twice_and_nobody_else_does(step: int) -> None:
    system, found = losses(step)
    for loss, source in zip(found[:2], ("latent", "reference"), strict=True):
        assert set(loss.terms) == {f"adversarial_{source}", f"r1_{source}"}
        for term in loss.terms.values():
            assert term.weight == 1
            assert reaches(term.value, system.critic)
            for player in ("generator", "mapping", "style_encoder"):
                assert not reaches(term.value, system.players[player])


@pytest.mark.parametrize("player", ["mapping", "style_encoder"])
def test_followers_descend_the_loss_at_the_weights_before_the_generator_moved(player: str) -> None:
    system, draw = build(), drawing()
    phases = list(system.phases(draw, 0))
    loss = phases[2].loss()
    module = system.players[player]
    wanted = slopes(total_of(loss), module)
    value = total_of(loss).detach()
    with torch.no_grad():
        for weight in system.generator.parameters():
            weight.add_(1.0)
    followed = phases[ORDER.index(player)].loss()
    for slope, right in zip(slopes(total_of(followed), module), wanted, strict=True):
        assert (slope is None) == (right is None)
        assert slope is None or right is None or torch.allclose(slope, right)
    assert torch.allclose(total_of(followed), value)


def test_weights_are_those_of_the_paper_and_diversity_is_rewarded() -> None:
    _, found = losses(0)
    terms = {name.split("_")[0]: term.weight for name, term in found[2].terms.items()}
    assert terms == {"adversarial": 1, "style": 1, "diversity": -1, "cycle": 1}
    rates = {n: (o.lr, o.beta1, o.beta2) for n, o in Stargan2Config().optimizers().items()}
    assert rates.pop("mapping") == (1e-6, 0.0, 0.99)
    assert set(rates.values()) == {(1e-4, 0.0, 0.99)}


def test_the_reward_of_diversity_falls_to_nothing() -> None:
    system = build(diversity_weight=2.0, diversity_steps=4)
    assert [system.diversity_weight(step) for step in (0, 1, 4, 9)] == [2, 1.5, 0, 0]


def test_the_critic_scores_each_image_in_its_domain_and_fakes_in_the_wanted_one() -> None:
    system, batch = build(), drawing()()
    others = COLOURS.roll(1)
    told = torch.stack([torch.zeros_like(others), others], 1)
    batches = iter([batch, Batch(batch.real, attributes=told)])
    phase = next(system.phases(lambda: next(batches), 0))
    asked: list[list[int]] = []
    system.critic.network.register_forward_pre_hook(lambda *a: asked.append(a[1][1].tolist()))
    phase.loss()
    own = COLOURS.tolist()
    assert asked == [own, others.tolist(), own]  # the last one for R1


def test_the_second_reference_is_another_image_of_the_same_domain() -> None:
    system, batch = build(), drawing()()
    _, reference = system._moves(lambda: batch)
    first, second = reference.given
    assert torch.equal(first, batch.real)
    rows = [int((batch.real == image).flatten(1).all(1).nonzero()) for image in second]
    assert torch.equal(COLOURS[rows], COLOURS)


def test_the_cycle_comes_back_in_the_images_own_style() -> None:
    system, batch = build(), drawing()()
    phases = list(system.phases(lambda: batch, 0))
    seen: list[tuple[Tensor, ...]] = []
    system.generator.register_forward_hook(lambda *a: seen.append((*a[1], a[2])))
    cycle = phases[2].loss().terms["cycle_latent"].value
    _, (_, _, fake), (given, style, back) = seen
    assert torch.equal(given, fake)
    assert torch.allclose(style, system.style_encoder(batch.real, COLOURS))
    assert torch.allclose(cycle, (back - batch.real).abs().mean())


def test_a_lazy_penalty_comes_behind_both_turns_of_the_critic() -> None:
    system = build(penalties=[{"kind": "r1", "every": 4}])
    assert system.lazy == {"critic": 8}
    phases = list(system.phases(drawing(), 0))
    assert [phase.is_extra for phase in phases] == [False, False, True, *[False] * 4]
    assert set(phases[2].loss().terms) == {"r1"}


def test_images_that_tell_no_domain_give_way_to_those_that_do() -> None:
    told = torch.tensor([[0, -1], [-1, 2], [0, -1], [-1, 1]])
    batch = Batch(torch.arange(4.0)[:, None, None, None].expand(-1, 3, 8, 8), attributes=told)
    images, domain = telling(batch, 1)
    assert images[:, 0, 0, 0].tolist() == [1, 3, 1, 3]
    assert domain.tolist() == [2, 1, 2, 1]
    with pytest.raises(InputError, match="tells its domain"):
        telling(Batch(batch.real, attributes=torch.full((4, 2), -1)), 1)


def test_styles_come_of_latents_and_of_images_and_can_be_drawn() -> None:
    system, batch = build(), drawing()()
    moves = capability(system, MovesInStyle)
    assert moves is not None
    with torch.no_grad():
        latents = moves.style_latents(6, system.random)
        of_latents = moves.styles_from(latents, COLOURS)
        of_images = moves.styles_from(batch.real, COLOURS)
        drawn = moves.move_in_style(batch.real, of_images)
    assert torch.equal(of_latents, system.mapping(latents, COLOURS))
    assert torch.equal(of_images, system.style_encoder(batch.real, COLOURS))
    assert drawn.shape == batch.real.shape
    assert drawn.abs().max() <= 1


def test_a_domain_is_asked_for_alone_in_its_mean_style_or_blended() -> None:
    system, batch = build(), drawing()()
    moves = capability(system, MovesDomains)
    assert moves is not None
    assert [group[0] for group in moves.groups] == ["colour"]
    with torch.no_grad():
        made = moves.move(batch.real, COLOURS[:, None])
        weights = nn.functional.one_hot(COLOURS, 3).float()
        assert torch.allclose(moves.move(batch.real, weights), made)
        mean = system.move_in_style(batch.real, system.typical_styles(COLOURS))
        assert torch.allclose(made, mean, atol=1e-6)
        assert torch.equal(moves.move(batch.real, torch.full((6, 1), -1)), batch.real)


def test_what_is_shown_draws_nothing_of_the_run_and_is_the_same_again() -> None:
    system, batch = build(), drawing()()
    shown = capability(system, Illustrates)
    assert shown is not None
    before = system.random.state()
    with torch.no_grad():
        rows, again = shown.illustrate(batch), shown.illustrate(batch)
    names = ["translation", "source", "back_again", "by_reference"]
    assert list(rows) == [*names, "to_colour_r", "to_colour_g", "to_colour_b"]
    assert all(torch.equal(rows[name], again[name]) for name in rows)
    assert torch.equal(system.random.state(), before)


@pytest.mark.parametrize(
    ("spec", "more", "words"),
    [
        (DataSpec((3, 8, 8)), {"group": ""}, "tell their attributes"),
        (SPEC, {"group": "age"}, "called 'age'"),
        (SPEC, {"mapping": {"kind": "mapping", "style": 5}}, "different sizes"),
    ],
)
def test_what_cannot_be_played_is_refused(spec: DataSpec, more: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        build(spec, **more)


def test_classes_are_domains_where_there_are_no_attributes() -> None:
    system = build(DataSpec((3, 8, 8), ("cat", "dog")), group="")
    batch = Batch(torch.zeros(4, 3, 8, 8), torch.tensor([0, 1, 1, 0]))
    assert all(torch.isfinite(total_of(p.loss())) for p in system.phases(lambda: batch, 0))


def test_yes_and_no_of_one_class_are_two_domains() -> None:
    spec = DataSpec((3, 8, 8), groups=(Group("age", ("young", "old")), Group("glad", ("glad",))))
    system = build(spec, group="glad")
    assert system.groups == (Group("glad", ("not glad", "glad")),)
    told = torch.tensor([[0, 0], [0, 1], [1, 1], [1, -1]])
    batch = Batch(torch.rand(4, 3, 8, 8) * 2 - 1, attributes=told)
    assert telling(batch, 1)[1].tolist() == [0, 1, 1, 0]
    assert all(torch.isfinite(total_of(p.loss())) for p in system.phases(lambda: batch, 0))


def test_the_critics_loss_rests_where_it_is_torn_about_every_domain() -> None:
    system = build()
    losses = at_rest(system, drawing())
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
