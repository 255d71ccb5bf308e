"""How the game of layers is written and drawn, Zhang et al. 2021, arXiv:2103.15158."""

from collections.abc import Sequence
from dataclasses import dataclass

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.diagram import verdicts
from ganstudio.parts.notation import Letter, placed, rewritten

PAPER = "Zhang 2021, sec. 3"

_LETTERS: dict[Letter, Letter] = {
    ("G(z)", "generator"): ("G(x,A)", "generator"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{x,A}", "generator"),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Of what the players learn beside the critic's scores; those of 0 are not written."""

    class_real: float
    class_fake: float
    cycle: float
    mask_cycle: float
    mask_size: float


def defect_equation(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], weights: Weights
) -> Equation:
    """What critic and generator minimise of surfaces x, control maps A and classes c."""
    seen = rewritten(placed("system.objective", objective.critic_formula()), _LETTERS)
    critic = [Segment(r"\min_D\;"), *seen]
    if weights.class_real:
        critic += _named("class_weight", Segment("P_D(c|x)", "critic"))
    for index, penalty in enumerate(penalties):
        formula = placed(f"system.penalties.{index}", penalty.formula())
        critic += [Segment(r"\;+\;"), *formula]
    made = rewritten(placed("system.objective", objective.generator_formula()), _LETTERS)
    generator = [Segment(r"\min_G\;"), *made]
    if weights.class_fake:
        generator += _named("generator_class_weight", Segment(r"P_D(c|G(x,A))", "generator"))
    generator += _distances(weights)
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    papers = (PAPER, objective.paper(), *(penalty.paper() for penalty in penalties))
    return Equation(lines, tuple(dict.fromkeys(papers)))


def _named(field: str, probability: Segment) -> list[Segment]:
    path = f"system.{field}"
    start = Segment(r"\;-\;\lambda\,\mathbb{E}\log ", path=path)
    return [start, Segment(probability.latex, probability.role, path)]


def _distances(weights: Weights) -> list[Segment]:
    found = []
    if weights.cycle:
        found.append(Segment(r"\;+\;\lambda\,\|x-\hat{x}\|_{1}", path="system.cycle_weight"))
    if weights.mask_cycle:
        gap = Segment(r"\;+\;\lambda\,\|m-\hat{m}\|_{1}", path="system.mask_cycle_weight")
        found.append(gap)
    if weights.mask_size:
        size = r"\;+\;\lambda\,(\|m\|_{1}+\|\hat{m}\|_{1})"
        found.append(Segment(size, path="system.mask_size_weight"))
    return found


def defect_flow(summaries: dict[str, str]) -> Flow:
    """Boxes for the surface, its control map, both passes of the generator, and the critic.

    Args:
        summaries: short words for "generator", "critic", "objective", "data" and "cycle".
    """
    loss = summaries["objective"]
    nodes = (
        Node("source", "Surface", summaries["data"], "real", 0, 0),
        Node("control", "Control map", "a kind for each place", "plain", 0, 0.9),
        Node("generator", "Layer", summaries["generator"], "generator", 1, 0),
        Node("back", "And back", summaries["cycle"], "generator", 1, -1),
        Node("real", "Surfaces", "sound and damaged", "real", 1, 1.8),
        Node("critic", "Critic", summaries["critic"], "critic", 2.2, 0.9),
        Node("generator_loss", "Generator's loss", loss, "generator", 3.3, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 3.3, 1.8),
    )
    edges = (
        Edge("source", "generator"),
        Edge("control", "generator"),
        Edge("generator", "back"),
        Edge("back", "generator", "", True, "generator"),
        *verdicts(),
    )
    return Flow(nodes, edges)
