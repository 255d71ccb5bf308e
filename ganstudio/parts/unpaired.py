"""How the game between two domains is written and drawn, Zhu et al. 2017, arXiv:1703.10593."""

from collections.abc import Sequence
from dataclasses import dataclass

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.notation import Letter
from ganstudio.parts.translation import Letters, adversarial_sides

PAPER = "Zhu 2017, eq. 3"

_FORWARD: dict[Letter, Letter] = {
    ("D(x)", "critic"): ("D_Y(y)", "critic"),
    ("D(", "critic"): ("D_Y(", "critic"),
    ("G(z)", "generator"): ("G(x)", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{y}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{x}", "real"),
}
"""The direction from x to y; the other one is the same with the letters exchanged."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of what the generators learn beside the critics' verdicts, and the letter of the distance."""

    cycle: float
    identity: float
    features: float
    norm: str  # "1" or "2"


def unpaired_equation(
    objective: ObjectivePart,
    penalties: Sequence[PenaltyPart],
    weights: Weights,
    *,
    is_mutual: bool = True,
) -> Equation:
    """What critics and generators minimise, written for one direction.

    Args: is_mutual: whether the other direction is played for too.
    """
    letters = Letters(_FORWARD, "D_Y", "G,F")
    critic, generator = adversarial_sides(objective, penalties, letters)
    if weights.cycle:
        there = [Segment("F(G(x))", "generator"), Segment("-x")]
        generator += _distance("cycle_weight", r"\lambda", there, weights.norm)
    if weights.identity:
        same = [Segment("G(y)", "generator"), Segment("-y")]
        generator += _distance("identity_weight", r"\lambda_{id}\lambda", same, "1")
    if weights.features:
        generator += [
            Segment(r"\;+\;\lambda_{f}\,", path="system.feature_weight"),
            Segment(r"\|\mathbb{E}\,f(y)-\mathbb{E}\,f(", path="system.feature_weight"),
            Segment("G(x)", "generator", "system.feature_weight"),
            Segment(r")\|_{2}^{2}", path="system.feature_weight"),
        ]
    if is_mutual:
        back = Segment(r"\;+\;(x\leftrightarrow y,\;G\leftrightarrow F)")
        critic, generator = [*critic, back], [*generator, back]
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    papers = (PAPER, objective.paper(), *(penalty.paper() for penalty in penalties))
    return Equation(lines, tuple(dict.fromkeys(papers)))


def _distance(field: str, weight: str, inside: list[Segment], norm: str) -> list[Segment]:
    path = f"system.{field}"
    square = "^{2}" if norm == "2" else ""
    return [
        Segment(rf"\;+\;{weight}\,", path=path),
        Segment(r"\|", path=path),
        *(Segment(s.latex, s.role, path) for s in inside),
        Segment(rf"\|_{{{norm}}}{square}", path=path),
    ]


def unpaired_flow(summaries: dict[str, str], *, has_pool: bool) -> Flow:
    """Boxes for one direction and the way back, and the gradients that return.

    Args:
        summaries: short words for "generator", "critic", "objective", "data" and "cycle".
        has_pool: whether the critic is also shown earlier fakes.
    """
    loss = summaries["objective"]
    nodes = [
        Node("source", "Source", summaries["data"], "real", 0, 0),
        Node("generator", "There", summaries["generator"], "generator", 1, 0),
        Node("back", "And back", "generator of sources", "generator", 1, -1),
        Node("cycle", "Cycle", summaries["cycle"], "generator", 2.1, -1),
        Node("real", "Target", "of any source", "real", 1, 1.8),
        Node("critic", "Critic", summaries["critic"], "critic", 2.6, 0.9),
        Node("generator_loss", "Generators' loss", loss, "generator", 3.7, 0),
        Node("critic_loss", "Critics' loss", loss, "critic", 3.7, 1.8),
    ]
    entry = "pool" if has_pool else "critic"
    edges = [
        Edge("source", "generator"),
        Edge("generator", "back"),
        Edge("back", "cycle"),
        Edge("generator", entry, "fake"),
        Edge("real", "critic", "real"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient to the generators", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    ]
    if has_pool:
        nodes.append(Node("pool", "Pool", "earlier fakes", "plain", 1.8, 0.9))
        edges.append(Edge("pool", "critic"))
    return Flow(tuple(nodes), tuple(edges))
