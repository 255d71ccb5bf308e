"""How the game of StarGAN is written and drawn, Choi et al. 2018, arXiv:1711.09020."""

from collections.abc import Sequence

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.diagram import verdicts
from ganstudio.parts.notation import Letter, placed, rewritten

PAPER = "Choi 2018, eq. 5, 6 and 8"

_ASKED: dict[Letter, Letter] = {
    ("G(z)", "generator"): ("G(x,c)", "generator"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{x,c}", "real"),
}


def attributes_equation(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], classes: float, cycle: float
) -> Equation:
    """Of images x that tell c', moved to c. `classes`, `cycle`: weights of the two terms."""
    seen = rewritten(placed("system.objective", objective.critic_formula()), _ASKED)
    critic = [Segment(r"\min_D\;"), *seen]
    for index, penalty in enumerate(penalties):
        formula = placed(f"system.penalties.{index}", penalty.formula())
        critic += [Segment(r"\;+\;"), *formula]
    made = rewritten(placed("system.objective", objective.generator_formula()), _ASKED)
    generator = [Segment(r"\min_G\;"), *made]
    if classes:
        critic += _named(r"c'|", Segment("x", "real"))
        generator += _named("c|", Segment("G(x,c)", "generator"))
    if cycle:
        path = "system.cycle_weight"
        generator += [
            Segment(r"\;+\;\lambda_{rec}\,", path=path),
            Segment(r"\|x-", path=path),
            Segment("G(G(x,c),c')", "generator", path),
            Segment(r"\|_{1}", path=path),
        ]
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    papers = (PAPER, objective.paper(), *(penalty.paper() for penalty in penalties))
    return Equation(lines, tuple(dict.fromkeys(papers)))


def _named(asked: str, image: Segment) -> list[Segment]:
    path = "system.class_weight"
    return [
        Segment(r"\;-\;\lambda_{cls}\,\log", path=path),
        Segment("D_{cls}(", "critic", path),
        Segment(asked, path=path),
        Segment(image.latex, image.role, path),
        Segment(")", "critic", path),
    ]


def attributes_flow(summaries: dict[str, str]) -> Flow:
    """Boxes for images, wishes, players and losses, and the gradients that come back.

    Args:
        summaries: short words for "generator", "critic", "objective", "data", "wish" and "cycle".
    """
    loss = summaries["objective"]
    nodes = (
        Node("source", "Images", summaries["data"], "real", 0, 0),
        Node("wish", "Wanted domains", summaries["wish"], "plain", 0, 1.8),
        Node("generator", "Generator", summaries["generator"], "generator", 1, 0),
        Node("back", "And back", "the same generator", "generator", 1, -1),
        Node("cycle", "Cycle", summaries["cycle"], "generator", 2.6, -1),
        Node("real", "Images", "and what they tell", "real", 1, 1.8),
        Node("critic", "Critic", summaries["critic"], "critic", 2.6, 0.9),
        Node("generator_loss", "Generator's loss", loss, "generator", 3.7, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 3.7, 1.8),
    )
    edges = (
        Edge("source", "generator"),
        Edge("wish", "generator"),
        Edge("generator", "back"),
        Edge("back", "cycle"),
        *verdicts(),
    )
    return Flow(nodes, edges)
