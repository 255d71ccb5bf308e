"""How the game on pairs of images is written and drawn, Isola et al. 2017, arXiv:1611.07004."""

from collections.abc import Sequence

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.diagram import verdicts
from ganstudio.parts.notation import Letter
from ganstudio.parts.translation import Letters, adversarial_sides

PAPER = "Isola 2017, eq. 4"

_PAIRS: dict[Letter, Letter] = {
    ("D(x)", "critic"): ("D(x,y)", "critic"),
    ("G(z)", "generator"): ("x,G(x)", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{x,y}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{x}", "generator"),
}


def paired_equation(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], reconstruction: float
) -> Equation:
    """What critic and generator minimise of sources x and targets y."""
    letters = Letters(_PAIRS, "D", "G")
    critic, generator = adversarial_sides(objective, penalties, letters)
    if reconstruction:
        path = "system.reconstruction_weight"
        distance = (
            Segment(r"\;+\;\lambda\,", path=path),
            Segment(r"\mathbb{E}_{x,y}", "real", path),
            Segment(r"\|y-", path=path),
            Segment("G(x)", "generator", path),
            Segment(r"\|_{1}", path=path),
        )
        generator += distance
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    papers = (PAPER, objective.paper(), *(penalty.paper() for penalty in penalties))
    return Equation(lines, tuple(dict.fromkeys(papers)))


def paired_flow(summaries: dict[str, str], *, has_reconstruction: bool) -> Flow:
    """Boxes for images, players and losses, and the gradients that come back.

    Args:
        summaries: short words for "generator", "critic", "objective", "data" and "weight".
        has_reconstruction: whether the generator also learns from the target itself.
    """
    loss = summaries["objective"]
    nodes = [
        Node("source", "Source", summaries["data"], "real", 0, 0),
        Node("real", "Target", "belongs to the source", "real", 1, 1.8),
        Node("generator", "Generator", summaries["generator"], "generator", 1, 0),
        Node("critic", "Critic", summaries["critic"], "critic", 2.2, 0.9),
        Node("generator_loss", "Generator's loss", loss, "generator", 3.3, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 3.3, 1.8),
    ]
    edges = [
        Edge("source", "generator"),
        Edge("source", "critic", "x"),
        *verdicts(),
    ]
    if has_reconstruction:
        nodes.append(Node("distance", "Distance", summaries["weight"], "generator", 1, -1))
        edges += [
            Edge("generator", "distance"),
            Edge("distance", "generator", "", True, "generator"),
        ]
    return Flow(tuple(nodes), tuple(edges))
