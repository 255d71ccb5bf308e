"""How the game of StarGAN v2 is written and drawn, Choi et al. 2020, arXiv:1912.01865."""

from collections.abc import Sequence
from dataclasses import dataclass

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.notation import Letter, placed, rewritten

PAPER = "Choi 2020, eq. 1 to 5"
STYLE = r"\tilde{s}"

_MOVED: dict[Letter, Letter] = {
    ("D(x)", "critic"): ("D_{y}(x)", "critic"),
    ("D(", "critic"): (r"D_{\tilde{y}}(", "critic"),
    ("G(z)", "generator"): (rf"G(x,{STYLE})", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{x,y}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (rf"\mathbb{{E}}_{{x,{STYLE}}}", "generator"),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Of what generator, mapping and style encoder learn beside the critic's verdict."""

    style: float
    diversity: float
    cycle: float


def domains_equation(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], weights: Weights
) -> Equation:
    """Of images x of domain y, moved to another domain in a style of it."""
    seen = rewritten(placed("system.objective", objective.critic_formula()), _MOVED)
    critic = [Segment(r"\min_D\;"), *seen]
    for index, penalty in enumerate(penalties):
        formula = rewritten(placed(f"system.penalties.{index}", penalty.formula()), _MOVED)
        critic += [Segment(r"\;+\;"), *formula]
    made = rewritten(placed("system.objective", objective.generator_formula()), _MOVED)
    generator = [Segment(r"\min_{G,F,E}\;"), *made]
    fake = Segment(rf"G(x,{STYLE})", "generator")
    if weights.style:
        encoded = [Segment(rf"{STYLE}-E_{{\tilde{{y}}}}("), fake, Segment(")")]
        generator += _distance("style_weight", r"+\;\lambda_{sty}", encoded)
    if weights.diversity:
        other = Segment(rf"G(x,{STYLE}')", "generator")
        generator += _distance("diversity_weight", r"-\;\lambda_{ds}", [fake, Segment("-"), other])
    if weights.cycle:
        back = Segment(rf"G(G(x,{STYLE}),E_{{y}}(x))", "generator")
        generator += _distance("cycle_weight", r"+\;\lambda_{cyc}", [Segment("x-"), back])
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    papers = (PAPER, objective.paper(), *(penalty.paper() for penalty in penalties))
    return Equation(lines, tuple(dict.fromkeys(papers)))


def _distance(field: str, weight: str, inside: list[Segment]) -> list[Segment]:
    path = f"system.{field}"
    return [
        Segment(rf"\;{weight}\,", path=path),
        Segment(r"\|", path=path),
        *(Segment(s.latex, s.role, path) for s in inside),
        Segment(r"\|_{1}", path=path),
    ]


def domains_flow(summaries: dict[str, str]) -> Flow:
    """Boxes for images, styles, players and losses, and the gradients that come back.

    Args:
        summaries: short words for "generator", "mapping", "style_encoder", "critic", "objective"
            and "data".
    """
    loss = summaries["objective"]
    nodes = (
        Node("latent", "Latent", "N(0, 1)", "plain", 0, -1),
        Node("mapping", "Mapping", summaries["mapping"], "generator", 1, -1),
        Node("source", "Images", summaries["data"], "real", 0, 0),
        Node("generator", "Generator", summaries["generator"], "generator", 2, 0),
        Node("reference", "Reference", "of the wanted domain", "real", 0, 1),
        Node("encoder", "Style encoder", summaries["style_encoder"], "generator", 1, 1),
        Node("real", "Images", "of their own domain", "real", 2, 2),
        Node("critic", "Critic", summaries["critic"], "critic", 3.2, 1),
        Node("generator_loss", "Generator's loss", loss, "generator", 4.3, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 4.3, 2),
    )
    edges = (
        Edge("latent", "mapping"),
        Edge("mapping", "generator", "style"),
        Edge("source", "generator"),
        Edge("reference", "encoder"),
        Edge("encoder", "generator", "style"),
        Edge("generator", "critic", "fake"),
        Edge("real", "critic", "real"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient, also to the styles", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    )
    return Flow(nodes, edges)
