"""Boxes and arrows of what is added to a loss."""

import pytest
import ziamath

from ganstudio.data.batches import DataSpec
from ganstudio.engine import preset as presets
from ganstudio.engine.cards import find_preset
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.constraints import CONSTRAINTS, SpectralNorm, WeightClip
from ganstudio.parts.diagram import COSTS, MIXED, adversarial_equation, adversarial_flow
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.penalties import R1, GradientPenalty, Orthogonal, PathLength
from ganstudio.parts.views import VIEWS, DiffAugment, Pack

SUMMARIES = dict.fromkeys(("latent", "generator", "critic", "objective", "data"), "words")


def flow(**more):
    return adversarial_flow(SUMMARIES, DataSpec((1, 16, 16)), **more)


def arrows(flow, key):
    return {(e.source, e.target, e.is_gradient) for e in flow.edges if key in (e.source, e.target)}


def test_a_penalty_of_the_generator_has_a_box_whose_gradient_goes_to_the_generator():
    drawn = flow(generator_penalties=(PathLength(weight=3.0, every=8),))
    (node,) = (node for node in drawn.nodes if node.key == COSTS)
    assert (node.title, node.detail) == ("Path length", "λ 3, every 8 steps")
    assert node.role == "generator"
    assert arrows(drawn, COSTS) == {("generator", COSTS, False), (COSTS, "generator", True)}


def test_several_penalties_of_the_generator_share_a_box():
    costs = (PathLength(weight=2.0), Orthogonal(weight=0.5))
    (node,) = (node for node in flow(generator_penalties=costs).nodes if node.key == COSTS)
    assert (node.title, node.detail) == ("Penalties", "λ 2 and 0.5")


def test_a_penalty_of_the_critic_sends_its_gradient_to_the_critic():
    drawn = flow(penalties=(R1(),))
    assert arrows(drawn, "penalty0") == {
        ("critic", "penalty0", False),
        ("penalty0", "critic", True),
    }
    assert COSTS not in {node.key for node in drawn.nodes}


@pytest.mark.parametrize(
    ("views", "sources"), [((), {"generator", "real"}), (("Packing",), {"view"})]
)
def test_interpolates_are_taken_from_what_the_critic_sees(views, sources):
    drawn = flow(views=views, penalties=(GradientPenalty(),))
    assert {edge.source for edge in drawn.edges if edge.target == MIXED} == sources
    assert {edge.target for edge in drawn.edges if edge.source == MIXED} == {"critic", "penalty0"}


def test_every_arrow_joins_two_boxes_and_no_two_boxes_stand_in_one_place():
    drawn = flow(
        views=("Packing",),
        penalties=(R1(), GradientPenalty()),
        with_labels=True,
        generator_penalties=(PathLength(),),
    )
    keys = [node.key for node in drawn.nodes]
    assert len(set(keys)) == len(keys)
    assert {key for edge in drawn.edges for key in (edge.source, edge.target)} == set(keys)
    assert len({(node.column, node.row) for node in drawn.nodes}) == len(keys)


def written(line):
    return "".join(segment.latex for segment in line.segments)


def test_each_constraint_and_view_has_a_line_and_its_paper_below_the_losses():
    parts = (WeightClip(), SpectralNorm()), (DiffAugment(), Pack(count=3))
    equation = adversarial_equation(NonSaturating(), (), Unconditional(), (), *parts)
    assert [line.verb for line in equation.lines] == [
        *["minimises"] * 2,
        *["is held to"] * 2,
        *["sees"] * 2,
    ]
    clipped, normed, changed, packed = equation.lines[2:]
    assert written(clipped) == r"w\leftarrow\mathrm{clip}(w, -c, c)"
    assert written(normed) == r"W/\sigma(W)"
    assert written(changed) == "D(T(x))"
    assert written(packed) == r"D(x_{1}, \ldots, x_{m})"
    assert clipped.segments[-1].path == "system.constraints.0.limit"
    assert packed.segments[0].path == "system.views.1.count"
    assert equation.papers[1:] == (
        "Arjovsky 2017, algorithm 1",
        "Miyato 2018, eq. 8",
        "Zhao 2020, sec. 3.2",
        "Lin 2018, sec. 3",
    )


@pytest.mark.parametrize("part", [*CONSTRAINTS, *VIEWS])
def test_the_line_of_every_constraint_and_view_is_drawable(part):
    ziamath.config.svg2 = False
    formula = part().formula()
    for latex in (*(segment.latex for segment in formula), "".join(s.latex for s in formula)):
        assert ziamath.Latex(latex).svg().startswith("<svg")
    assert part().paper()


@pytest.mark.parametrize("name", ["wgan-ring", "sngan-ring", "pacgan-ring"])
def test_a_preset_that_is_defined_by_a_constraint_or_view_cites_it(name):
    cited = {"wgan-ring": "Arjovsky", "sngan-ring": "Miyato", "pacgan-ring": "Lin"}
    papers = presets.load(find_preset(name)).system.equation().papers
    assert any(paper.startswith(cited[name]) for paper in papers)
