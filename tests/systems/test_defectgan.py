"""Layers of defects: what is composed, whose gradient each term is, and what is painted where."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import Illustrates, PaintsDefects, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.parts.defects import LayerGenerator, control_of, facing, painted_control
from ganstudio.parts.defects.generator import Doubling
from ganstudio.parts.defects.layers import composed
from ganstudio.parts.defects.strokes import strokes
from ganstudio.systems.defectgan import DefectGan, DefectGanConfig
from tests.systems.playing import at_rest, play, reaches

SPEC = DataSpec((3, 16, 16), ("crack", "normal", "spot"))
SOUND = 1
LABEL = torch.tensor([1, 0, 1, 2])
TINY: dict[str, Any] = {
    "generator": {"channels": 4, "halvings": 2, "blocks": 1, "control_width": 4},
    "critic": {"channels": 4, "halvings": 2},
    "critic_steps": 1,
}


def build(**more: Any) -> DefectGan:
    torch.manual_seed(0)
    config = DefectGanConfig.model_validate(TINY | more)
    return config.build(SPEC, Random(1, torch.device("cpu")))


def drawing() -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    return lambda: Batch(torch.rand((4, 3, 16, 16), generator=source) * 2 - 1, LABEL)


def test_a_layer_hides_as_much_of_the_surface_as_its_mask_says() -> None:
    surface, foreground = torch.full((1, 1, 1, 3), 0.5), torch.full((1, 1, 1, 3), -1.0)
    made = composed(surface, foreground, torch.tensor([0.0, 0.5, 1.0]).view(1, 1, 1, 3))
    assert made.image.flatten().tolist() == [0.5, -0.25, -1.0]


def test_halves_face_each_other_however_few_there_are_of_a_kind() -> None:
    assert LABEL[facing(LABEL, SOUND)].tolist() == [1, 1, 2, 0]
    rare = torch.tensor([0, 2, 2, 1, 0, 2])
    assert (rare[facing(rare, SOUND)] == SOUND).tolist() == [True] * 3 + [False] * 3
    alone = torch.tensor([2, 2, 2])
    assert alone[facing(alone, SOUND)].tolist() == [2, 2]


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize("more", [{}, {"painted_share": 1.0}], ids=["everywhere", "in strokes"])
def test_every_term_reaches_its_player_and_no_other(step: int, more: dict[str, Any]) -> None:
    system, draw = build(**more), drawing()
    generator, critic = (system.players[name] for name in ("generator", "critic"))
    play(system, draw, step)
    for phase in system.phases(draw, step):
        terms = phase.loss().terms
        if phase.player == "critic":
            assert set(terms) == {"adversarial", "class_real", "gradient_penalty"}
            assert all(reaches(term.value, critic) for term in terms.values())
            assert not any(reaches(term.value, generator) for term in terms.values())
        else:
            names = {"adversarial", "class_fake", "cycle", "mask_cycle", "mask_size"}
            assert set(terms) == names
            assert all(reaches(term.value, generator) for term in terms.values())


def test_the_critic_learns_classes_of_real_surfaces_alone() -> None:
    system, batch = build(), drawing()()
    critic = next(iter(system.phases(lambda: batch, 0)))
    rows = facing(LABEL, SOUND)
    logits = system.critic(batch.real[rows]).classes
    wanted = nn.functional.cross_entropy(logits, LABEL[rows])
    torch.testing.assert_close(critic.loss().terms["class_real"].value, wanted)


def test_the_generator_is_asked_for_what_the_other_half_shows() -> None:
    system, batch = build(), drawing()()
    seen: list[Tensor] = []
    system.generator.register_forward_pre_hook(lambda _, given: seen.append(given[1][:, :, 0, 0]))
    *_, generator = system.phases(lambda: batch, 0)
    generator.loss()
    asked = [control.argmax(1).tolist() for control in seen]
    assert asked == [[2, 0, 1, 1], [2, 0, 1, 1], [1, 1, 2, 0]]


def test_a_stroke_is_as_large_as_its_numbers_say() -> None:
    class Fixed(Random):
        def uniform(self, *shape: int) -> Tensor:
            return torch.tensor([[0.5, 0.5, 1.0, 0.5, 0.0]])

    stroke = strokes(1, (200, 200), Fixed(0, torch.device("cpu")))[0]
    half, radius = 0.3, 0.13
    assert float(stroke.float().mean()) == pytest.approx(
        4 * half * radius + math.pi * radius**2, abs=2e-3
    )
    assert stroke[:, 100].float().mean() == pytest.approx(2 * (half + radius), abs=0.01)
    assert stroke[100].float().mean() == pytest.approx(2 * radius, abs=0.01)


def test_painted_controls_ask_in_a_stroke_and_for_sound_around_it() -> None:
    random = Random(2, torch.device("cpu"))
    label = torch.tensor([0, 2] * 200)
    where = strokes(400, (16, 16), random)
    assert where.flatten(1).any(1).all()
    assert not where.flatten(1).all(1).any()
    control = painted_control(label, 3, SOUND, (16, 16), 1.0, random)
    assert torch.equal(control.sum(1), torch.ones(400, 16, 16))
    asked = control.argmax(1).flatten(1)
    assert all(
        set(row.tolist()) == {SOUND, kind} for row, kind in zip(asked, label.tolist(), strict=True)
    )
    half = painted_control(label, 3, SOUND, (16, 16), 0.5, random).argmax(1).flatten(1)
    whole = (half == label[:, None]).all(1).float().mean()
    assert float(whole) == pytest.approx(0.5, abs=0.1)
    never = painted_control(label, 3, SOUND, (16, 16), 0.0, random)
    assert torch.equal(never, control_of(label, 3, (16, 16)))


def test_the_generator_learns_from_the_painted_control_that_the_critic_saw() -> None:
    system, batch = build(painted_share=1.0), drawing()()
    seen: list[Tensor] = []
    system.generator.register_forward_pre_hook(lambda _, given: seen.append(given[1].argmax(1)))
    *_, generator = system.phases(lambda: batch, 0)
    generator.loss()
    critics, there, back = seen
    assert torch.equal(critics, there)
    assert [set(row.unique().tolist()) for row in there] == [{1, 2}, {0, 1}, {1}, {1}]
    assert torch.equal(back, LABEL[facing(LABEL, SOUND)][:, None, None].expand(4, 16, 16))


def test_players_take_as_many_turns_as_they_are_given() -> None:
    system = build(critic_steps=3, penalties=[{"kind": "r1", "every": 2}])
    phases = list(system.phases(drawing(), 0))
    assert [phase.player for phase in phases] == ["critic"] * 4 + ["generator"]
    assert [phase.is_extra for phase in phases] == [False] * 3 + [True, False]


def test_painting_draws_nothing_and_chance_only_where_it_is_given() -> None:
    system = build()
    painter = capability(system, PaintsDefects)
    assert painter is not None
    assert (painter.kinds, painter.sound) == (SPEC.classes, SOUND)
    with torch.no_grad():
        for name, weight in system.generator.named_parameters():
            if name.endswith("chance"):
                weight.fill_(1)
    system.generator.eval()
    before = system.random.state()
    images = drawing()().real
    control = control_of(LABEL, 3, (16, 16))
    first, again = painter.paint(images, control), painter.paint(images, control)
    assert torch.equal(first[0], again[0])
    assert torch.equal(system.random.state(), before)
    noise = painter.draw_noise(4, Random(5, torch.device("cpu")))
    image, foreground, mask = painter.paint(images, control, noise)
    assert not torch.equal(mask, first[2])
    torch.testing.assert_close(image, images * (1 - mask) + foreground * mask)


@pytest.mark.parametrize("doubling", ["transposed", "copy"])
def test_a_control_map_acts_where_it_is_painted(doubling: Doubling) -> None:
    torch.manual_seed(0)
    part = LayerGenerator(channels=4, halvings=1, blocks=1, doubling=doubling)
    network = part.build((3, 32, 32), 3).eval()
    images = torch.rand(1, 3, 32, 32)
    control = control_of(torch.tensor([1]), 3, (32, 32)).clone()
    changed = control.clone()
    changed[..., :4] = control_of(torch.tensor([2]), 3, (32, 4))
    noise = network.stored_noise()
    gap = (network(images, changed, noise).mask - network(images, control, noise).mask).abs()
    assert gap[..., :4].mean() > 0
    assert not gap[..., 16:].any()


def test_what_is_shown_draws_nothing_and_holds_layers() -> None:
    system, batch = build(), drawing()()
    shown = capability(system, Illustrates)
    assert shown is not None
    before = system.random.state()
    regions = torch.zeros(4, 16, 16, dtype=torch.int64)
    rows = shown.illustrate(Batch(batch.real, LABEL, regions=regions))
    assert torch.equal(system.random.state(), before)
    assert list(rows)[:2] == ["translation", "source"]
    assert {"mask", "foreground", "back_again", "defect"} < set(rows)
    assert {tuple(row.shape) for row in rows.values()} == {(4, 3, 16, 16)}


def test_data_without_sound_or_damaged_surfaces_are_refused() -> None:
    config = DefectGanConfig()
    assert "none" in config.lack(DataSpec((3, 16, 16)))
    assert "crack, good" in config.lack(DataSpec((3, 16, 16), ("crack", "good")))
    assert not DefectGanConfig(sound="good").lack(DataSpec((3, 16, 16), ("crack", "good")))
    assert "damaged" in config.lack(DataSpec((3, 16, 16), ("normal",)))
    with pytest.raises(InputError, match="×"):
        LayerGenerator().build((3, 20, 20), 3)


def test_the_critics_loss_rests_where_it_is_torn_unless_it_names_defects() -> None:
    assert build().config.equilibrium() is None
    system = build(class_weight=0.0, objective={"kind": "hinge"}, penalties=[])
    losses = at_rest(system, drawing())
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
