"""Two domains where the way back is no game: a GAN with a reconstruction loss (Kim 2017)."""

from typing import Any

import torch
from torch import nn

from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.unpaired import Unpaired, UnpairedConfig
from tests.systems.playing import descend, reaches

SPEC = DataSpec((2,), source=(2,))
POINTS: dict[str, Any] = {
    "objective": {"kind": "non_saturating"},
    "generator": {"kind": "mlp", "width": 8},
    "critic": {"kind": "mlp", "width": 8},
    "feature_weight": 1.0,
}


def config(**more: Any) -> UnpairedConfig:
    return UnpairedConfig.model_validate(POINTS | more)


def build(**more: Any) -> Unpaired:
    torch.manual_seed(0)
    return config(**more).build(SPEC, Random(1, torch.device("cpu")))


def draw() -> Batch:
    return Batch(torch.randn(6, 2) + 2, source=torch.randn(6, 2))


def test_the_way_back_learns_to_return_sources_and_nothing_else() -> None:
    system = build(way_back="reconstruction")
    for phase in system.phases(draw, 0):
        descend(system, phase)
    generator, critic = system.phases(draw, 1)
    terms = generator.loss().terms
    there, back = system.there.translate, system.back.translate
    assert {
        name: (reaches(t.value, there), reaches(t.value, back)) for name, t in terms.items()
    } == {
        "adversarial_target": (True, False),
        "features_target": (True, False),
        "identity_target": (True, False),
        "cycle_source": (True, True),
    }
    assert set(critic.loss().terms) == {"adversarial_target"}


def test_nobody_judges_sources_where_nobody_plays_for_them() -> None:
    lone, mutual = build(way_back="reconstruction"), build()
    judges = [system.players["critic"] for system in (lone, mutual)]
    assert all(isinstance(judge, nn.ModuleDict) for judge in judges)
    assert [set(dict(judge.named_children())) for judge in judges] == [
        {"target_critic", "target_pool"},
        {"target_critic", "target_pool", "source_critic", "source_pool"},
    ]


def test_the_equation_and_the_resting_line_are_those_of_one_direction() -> None:
    lone, mutual = config(way_back="reconstruction"), config()
    swapped = [
        any(
            "leftrightarrow" in segment.latex
            for line in c.equation().lines
            for segment in line.segments
        )
        for c in (lone, mutual)
    ]
    assert swapped == [False, True]
    resting = [c.equilibrium() for c in (lone, mutual)]
    assert resting[0] is not None
    assert resting[1] is not None
    assert resting[1][0] == 2 * resting[0][0]


def test_points_go_there_and_back() -> None:
    system = build()
    rows = system.illustrate(draw())
    assert all(row.shape == (6, 2) for row in rows.values())
    assert next(iter(rows)) == "translation"
