"""StarGAN: what is asked, what is told, whose gradient each term is, and the way back."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.core.capabilities import Illustrates, MovesDomains, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec, Group
from ganstudio.nn.random import Random
from ganstudio.parts.attributes import Wishes, dataset_of, exchanged, groups_of, instead
from ganstudio.systems.stargan import Stargan, StarganConfig
from tests.systems.playing import at_rest, play, reaches

GROUPS = (Group("colour", ("red", "green", "blue")), Group("size", ("small", "large")))
SPEC = DataSpec((3, 8, 8), groups=GROUPS)
TINY: dict[str, Any] = {
    "generator": {"kind": "stargan", "channels": 4, "blocks": 1},
    "critic": {"kind": "stargan", "channels": 4, "halvings": 2},
    "critic_steps": 1,
}
TOLD = torch.tensor([[0, -1], [-1, 1], [2, -1], [-1, 0], [1, -1], [-1, 1]])


def build(spec: DataSpec = SPEC, **more: Any) -> Stargan:
    torch.manual_seed(0)
    return StarganConfig.model_validate(TINY | more).build(spec, Random(1, torch.device("cpu")))


def drawing() -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    return lambda: Batch(torch.rand((6, 3, 8, 8), generator=source) * 2 - 1, attributes=TOLD)


WHO = {
    "critic": {"adversarial": 1.0, "attributes": 1.0, "gradient_penalty": 10.0},
    "generator": {"adversarial": 1.0, "attributes": 1.0, "cycle": 10.0},
}


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_reaches_its_player_with_the_weight_of_the_paper(step: int) -> None:
    system, draw = build(), drawing()
    play(system, draw, step)
    for phase in system.phases(draw, step):
        terms = phase.loss().terms
        assert {name: term.weight for name, term in terms.items()} == WHO[phase.player]
        for name, term in terms.items():
            assert reaches(term.value, system.players[phase.player]), name


def test_the_critic_never_teaches_the_generator_in_its_own_turn() -> None:
    system = build()
    critic, _ = system.phases(drawing(), 0)
    for term in critic.loss().terms.values():
        assert not reaches(term.value, system.generator)


def test_the_critic_takes_five_turns_on_batches_of_their_own() -> None:
    system, batches = build(critic_steps=StarganConfig().critic_steps), []
    draw = drawing()

    def counted() -> Batch:
        batches.append(draw())
        return batches[-1]

    players = [phase.player for phase in system.phases(counted, 0)]
    assert players == ["critic"] * 5 + ["generator"]
    assert len(batches) == 5


def test_a_lazy_penalty_has_an_update_of_its_own() -> None:
    system = build(penalties=[{"kind": "r1", "every": 2}], critic_steps=3)
    assert system.lazy == {"critic": 6}
    phases = list(system.phases(drawing(), 0))
    (extra,) = [phase for phase in phases if phase.is_extra]
    assert set(extra.loss().terms) == {"r1"}
    assert not any(phase.is_extra for phase in system.phases(drawing(), 1))


def test_the_critic_loss_is_not_halved() -> None:
    system, batch = build(class_weight=0, penalties=[]), drawing()()
    phase, _ = system.phases(lambda: batch, 0)
    seen: list[Tensor] = []
    system.generator.register_forward_hook(lambda *a: seen.append(a[2]))
    loss = phase.loss()
    wanted = system.critic(seen[0]).score.mean() - system.critic(batch.real).score.mean()
    assert torch.allclose(loss.terms["adversarial"].value, wanted)


def test_what_is_asked_is_what_others_of_the_same_dataset_tell() -> None:
    random = Random(0, torch.device("cpu"))
    moved = 0
    for _ in range(20):
        rows = exchanged(dataset_of(TOLD), random)
        assert sorted(rows.tolist()) == list(range(len(TOLD)))
        assert torch.equal(TOLD[rows] >= 0, TOLD >= 0)
        moved += int((rows != torch.arange(len(TOLD))).sum())
    assert 20 * 2 < moved < 20 * 6  # of six rows four move on average


def test_wishes_are_written_group_behind_group_and_then_the_mask() -> None:
    wishes = Wishes(GROUPS)
    written = wishes.written(TOLD[:2])
    assert written.tolist() == [[1, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 1, 0, 1]]
    blend = torch.tensor([[0.5, 0.5, 0, 0, 0]])
    assert wishes.written(blend).tolist() == [[0.5, 0.5, 0, 0, 0, 1, 0]]


def test_a_single_group_needs_no_mask() -> None:
    wishes = Wishes(GROUPS[:1])
    assert wishes.written(torch.tensor([[1], [-1]])).tolist() == [[0, 1, 0], [0, 0, 0]]


def test_only_what_is_told_counts_for_the_attributes() -> None:
    wishes, logits = Wishes(GROUPS), torch.randn(6, 5, requires_grad=True)
    surprise = wishes.surprise(logits, TOLD)
    colours = F.cross_entropy(logits[::2, :3], TOLD[::2, 0])
    sizes = F.cross_entropy(logits[1::2, 3:], TOLD[1::2, 1])
    assert torch.allclose(surprise, colours + sizes)
    (slope,) = torch.autograd.grad(surprise, logits)
    assert not slope[::2, 3:].any()
    assert not slope[1::2, :3].any()
    assert slope[::2, :3].all()


def test_a_batch_of_one_dataset_has_no_surprise_about_the_other() -> None:
    wishes, logits = Wishes(GROUPS), torch.randn(3, 5)
    only = F.cross_entropy(logits[:, :3], TOLD[::2, 0])
    assert torch.allclose(wishes.surprise(logits, TOLD[::2]), only)


def test_accuracy_is_the_share_of_told_attributes_that_are_named() -> None:
    wishes = Wishes(GROUPS)
    logits = wishes.written(TOLD.clamp(min=0))[:, :5]
    assert wishes.accuracy(logits, TOLD).item() == 1
    assert wishes.accuracy(-logits, TOLD).item() == 0


def test_the_cycle_goes_through_what_was_asked_back_to_what_was_told() -> None:
    system, batch = build(), drawing()()
    seen: list[tuple[Tensor, ...]] = []
    *_, phase = system.phases(lambda: batch, 0)
    system.generator.register_forward_hook(lambda *a: seen.append((*a[1], a[2])))
    cycle = phase.loss().terms["cycle"].value
    (there, asked, fake), (given, told, back) = seen
    assert torch.equal(there, batch.real)
    assert torch.equal(given, fake)
    assert torch.equal(told, system.wishes.written(TOLD))
    assert torch.equal(asked[:, 5:], told[:, 5:])
    assert torch.allclose(cycle, (back - batch.real).abs().mean())


def test_what_is_shown_is_each_domain_and_the_way_back() -> None:
    system, batch = build(), drawing()()
    shown, moves = capability(system, Illustrates), capability(system, MovesDomains)
    assert shown is not None
    assert moves is not None
    assert tuple(moves.groups) == GROUPS
    before = system.random.state()
    with torch.no_grad():
        rows = shown.illustrate(batch)
        large = moves.move(batch.real, torch.tensor([-1, 1]).expand(6, -1))
    assert list(rows)[:3] == ["translation", "source", "back_again"]
    assert list(rows)[3:5] == ["to_colour_red", "to_colour_green"]
    assert torch.equal(rows["to_size_large"], large)
    assert torch.equal(rows["translation"][4], large[4])
    assert torch.equal(system.random.state(), before)


def test_classes_are_one_group() -> None:
    spec = DataSpec((3, 8, 8), ("cat", "dog"))
    assert groups_of(spec) == (Group("class", ("cat", "dog")),)
    system = build(spec)
    label = torch.tensor([0, 1, 1])
    batch = Batch(torch.zeros(3, 3, 8, 8), label)
    for phase in system.phases(lambda: batch, 0):
        assert torch.isfinite(phase.loss().terms["attributes"].value)


@pytest.mark.parametrize(
    "spec",
    [DataSpec((3, 8, 8)), DataSpec((2,), ("a", "b")), DataSpec((3, 8, 8), ("alone",))],
)
def test_data_without_domains_are_refused(spec: DataSpec) -> None:
    with pytest.raises(InputError, match="needs images that tell"):
        build(spec)


FACES = (Group("blond", ("blond",)), Group("young", ("young",)))
MOODS = Group("mood", ("calm", "happy", "angry"))
ANSWERS = torch.tensor([[1, 0], [0, 0], [1, 1], [0, -1]])


def test_yes_and_no_are_written_as_one_number_each_without_a_mask() -> None:
    assert Wishes(FACES).written(ANSWERS[:3]).tolist() == [[1, 0], [0, 0], [1, 1]]


def test_all_questions_are_one_dataset_to_the_mask() -> None:
    wishes = Wishes((*FACES, MOODS))
    told = torch.tensor([[0, 0, -1], [-1, -1, 2]])
    assert wishes.written(told).tolist() == [[0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 1, 0, 1]]
    blend = torch.tensor([[0.5, 0, 0, 0, 0]])
    assert wishes.written(blend).tolist() == [[0.5, 0, 0, 0, 0, 1, 0]]


def test_what_is_answered_is_summed_over_questions_and_averaged_over_images() -> None:
    wishes, logits = Wishes(FACES), torch.randn(4, 2, requires_grad=True)
    surprise = wishes.surprise(logits, ANSWERS)
    blond = F.binary_cross_entropy_with_logits(logits[:, 0], ANSWERS[:, 0].float())
    young = F.binary_cross_entropy_with_logits(logits[:3, 1], ANSWERS[:3, 1].float())
    assert torch.allclose(surprise, blond + young)
    (slope,) = torch.autograd.grad(surprise, logits)
    assert slope[3, 1] == 0
    told = ANSWERS[:3].float()
    program = F.binary_cross_entropy_with_logits(logits[:3], told, reduction="sum") / 3
    assert torch.allclose(wishes.surprise(logits[:3], ANSWERS[:3]), program)


def test_a_logit_above_zero_says_yes() -> None:
    wishes, right = Wishes(FACES), ANSWERS.clamp(min=0) * 2.0 - 1
    assert wishes.accuracy(right, ANSWERS).item() == 1
    assert wishes.accuracy(-right, ANSWERS).item() == 0


@pytest.mark.parametrize("groups", [FACES, (*FACES, MOODS)])
def test_several_answers_are_played_for_at_once(groups: tuple[Group, ...]) -> None:
    system = build(DataSpec((3, 8, 8), groups=groups))
    untold = torch.full((3, 1), -1)
    told = ANSWERS[:3] if groups == FACES else torch.cat([ANSWERS[:3], untold], 1)
    batch = Batch(torch.rand(3, 3, 8, 8) * 2 - 1, attributes=told)
    for phase in system.phases(lambda: batch, 0):
        assert reaches(phase.loss().terms["attributes"].value, system.players[phase.player])
    with torch.no_grad():
        rows = system.illustrate(batch)
    assert list(rows)[3:7] == ["to_blond", "to_not_blond", "to_young", "to_not_young"]


def test_one_wish_leaves_what_else_an_image_tells() -> None:
    told = torch.tensor([[1, 0, -1], [-1, -1, 2]])
    wish = torch.tensor([-1, 1, -1])
    assert instead(told, wish).tolist() == [[1, 1, -1], [-1, 1, -1]]


def test_the_critics_loss_rests_where_it_is_torn_unless_it_names_attributes() -> None:
    assert build().config.equilibrium() is None
    system = build(class_weight=0.0, objective={"kind": "hinge"}, penalties=[])
    losses = at_rest(system, drawing())
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
