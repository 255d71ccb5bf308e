"""Boxes and arrows of what is added to a loss."""

import pytest

from ganstudio.data.batches import DataSpec
from ganstudio.parts.diagram import COSTS, MIXED, adversarial_flow
from ganstudio.parts.penalties import R1, GradientPenalty, Orthogonal, PathLength

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
