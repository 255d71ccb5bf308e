"""How the game on label maps is written and drawn, and what it misses in data."""

from dataclasses import dataclass

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.data.batches import DataSpec, Shape
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.diagram import verdicts
from ganstudio.parts.encoders import NoEncoder, OptionalStyleEncoder
from ganstudio.parts.notation import Letter, placed, rewritten
from ganstudio.parts.painters import Painter, SpadePainter

PAPERS = ("Wang 2018, eq. 4", "Park 2019, appendix A")

_MAPS: dict[Letter, Letter] = {
    ("D(x)", "critic"): ("D_k(s,x)", "critic"),
    ("D(", "critic"): ("D_k(", "critic"),
    ("G(z)", "generator"): ("s,G(s)", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{s,x}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{s}", "generator"),
}
"""A critic of resolution k sees a semantic map s with the picture x that belongs to it."""


def missing(
    spec: DataSpec, painter: Painter, encoder: OptionalStyleEncoder, *, needs_instances: bool
) -> str:
    """What the game lacks in the data or in its own settings, as a sentence; empty if nothing."""
    if not spec.regions:
        return (
            "Painting needs a label map beside every picture, and these data have none: choose "
            "data with label maps."
        )
    if needs_instances and not spec.has_instances:
        return (
            "Outlines and features of instances need instance maps, and these data have none: "
            "switch outlines and the instance encoder off."
        )
    if isinstance(painter, SpadePainter) and _starts_alone(painter, spec.shape):
        return (
            "Instance normalisation needs more than one place, and this painter starts from 1 px: "
            "choose batch normalisation, or larger images."
        )
    read = 0 if isinstance(encoder, NoEncoder) else encoder.style
    taken = painter.style if isinstance(painter, SpadePainter) else 0
    if read == taken:
        return ""
    return (
        f"The painter takes a style of {taken} numbers and the style encoder reads {read}: set "
        "both alike; 0 and no encoder go together."
    )


def _starts_alone(painter: SpadePainter, shape: Shape) -> bool:
    """Whether a picture's first map is one place, of which no picture alone has a spread."""
    places = (shape[1] >> painter.doublings) * (shape[2] >> painter.doublings)
    return painter.norm == "instance" and places == 1


@dataclass(frozen=True, slots=True)
class Shares:
    """Of what both players learn.

    Attributes:
        divisor: of the sum over resolutions in verdicts.
        verdict: the weight of the painter's verdict.
        critic: the weight of the critic's loss.
        features: the weight of the matched features.
    """

    divisor: int
    verdict: float
    critic: float
    features: float


def labels_equation(objective: ObjectivePart, shares: Shares, kl_weight: float) -> Equation:
    """What critic and painter minimise of semantic maps s and pictures x."""
    seen = rewritten(placed("system.objective", objective.critic_formula()), _MAPS)
    made = rewritten(placed("system.objective", objective.generator_formula()), _MAPS)
    critic = [
        Segment(r"\min_D\;"),
        *_summed(shares.critic, "system.critic_weight", shares.divisor),
        Segment("("),
        *seen,
        Segment(")"),
    ]
    generator = [
        Segment(r"\min_G\;"),
        *_summed(shares.verdict, "system.verdict_weight", shares.divisor),
        Segment("("),
        *made,
        Segment(")"),
    ]
    if shares.features:
        path = "system.feature_weight"
        generator += [
            Segment(r"\;+\;\lambda_{F}\,\textstyle\sum_{k,i}\,", path=path),
            Segment(r"\|D_k^{i}(s,x)-D_k^{i}(", "critic", path),
            Segment("s,G(s)", "generator", path),
            Segment(r")\|_{1}", "critic", path),
        ]
    if kl_weight:
        path = "system.kl_weight"
        generator += [
            Segment(r"\;+\;\lambda_{z}\,", path=path),
            Segment(r"D_{KL}(q(z|x)\,\|\,\mathcal{N}(0,1))", "generator", path),
        ]
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    return Equation(lines, tuple(dict.fromkeys((*PAPERS, objective.paper()))))


def _summed(weight: float, path: str, divisor: int) -> tuple[Segment, ...]:
    """The sum over resolutions, with its weight where that is not 1."""
    share = rf"\tfrac{{1}}{{{divisor}}}" if divisor > 1 else ""
    total = Segment(rf"{share}\textstyle\sum_{{k}}", path="system.manner")
    return (total,) if weight == 1 else (Segment(rf"{weight:g}\,", path=path), total)


def labels_flow(summaries: dict[str, str], *, has_style: bool, has_instances: bool) -> Flow:
    """Boxes for maps, pictures, players and losses, and the gradients that come back.

    Args:
        summaries: short words for "generator", "critic", "objective", "data", "features" (empty
            where none are matched), "style" and "instances".
        has_style: whether a style is read of the real picture.
        has_instances: whether features of instances are.
    """
    loss = summaries["objective"]
    nodes = [
        Node("source", "Label map", summaries["data"], "real", 0, 0),
        Node("real", "Picture", "of the map", "real", 1, 1.8),
        Node("generator", "Painter", summaries["generator"], "generator", 1, 0),
        Node("critic", "Critic", summaries["critic"], "critic", 2.2, 0.9),
        Node("generator_loss", "Painter's loss", loss, "generator", 3.3, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 3.3, 1.8),
    ]
    edges = [
        Edge("source", "generator"),
        Edge("source", "critic", "s"),
        *verdicts("painter"),
    ]
    if summaries["features"]:
        nodes.append(Node("features", "Features", summaries["features"], "generator", 3.3, 0.9))
        edges += [Edge("critic", "features"), Edge("features", "generator_loss")]
    if has_style or has_instances:
        words = [summaries["style"]] * has_style + [summaries["instances"]] * has_instances
        nodes.append(Node("encoder", "Encoder", ", ".join(words), "generator", 0, 0.9))
        edges += [Edge("real", "encoder"), Edge("encoder", "generator")]
    return Flow(tuple(nodes), tuple(edges))
