"""The equation and the data flow of a critic of pairs."""

from collections.abc import Sequence

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.diagram import verdicts
from ganstudio.parts.notation import Letter, placed, rewritten

PAPER = "Reed 2016, arXiv:1605.05396, Algorithm 1"

_PATH = "system.objective"


def _beside(text: str) -> dict[Letter, Letter]:
    """The text stands beside every picture that is judged or made."""
    return {
        ("D(x)", "critic"): (f"D(x,{text})", "critic"),
        ("G(z)", "generator"): (f"G(z,{text})", "generator"),
        (")", "critic"): (f",{text})", "critic"),
    }


_MATCHED = _beside(r"\varphi")
_BETWEEN = _beside(r"\bar\varphi")
_MISMATCHED: dict[Letter, Letter] = {
    ("D(x)", "critic"): (r"D(x,\varphi)", "critic"),
    ("G(z)", "generator"): (r"x,\hat\varphi", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{x}", "real"),
}
"""Real pictures and captions of others in the place of fakes."""


def text_equation(objective: ObjectivePart, wrong: float, between: float) -> Equation:
    """What critic and generator minimise; `wrong` and `between` are the weights of those terms."""
    critic = [Segment(r"\min_D\;")]
    judged = placed(_PATH, objective.critic_formula())
    if wrong:
        critic += _weighted(1 - wrong, "system.wrong_weight", rewritten(judged, _MATCHED))
        critic.append(Segment(r"\;+\;"))
        critic += _weighted(wrong, "system.wrong_weight", rewritten(judged, _MISMATCHED))
    else:
        critic += rewritten(judged, _MATCHED)
    made = placed(_PATH, objective.generator_formula())
    generator = [Segment(r"\min_G\;"), *rewritten(made, _MATCHED)]
    if between:
        generator.append(Segment(r"\;+\;"))
        mixed = rewritten(made, _BETWEEN)
        generator += _weighted(between, "system.between_weight", mixed)
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    return Equation(lines, (PAPER, objective.paper()))


def _weighted(weight: float, path: str, formula: Sequence[Segment]) -> list[Segment]:
    return [Segment(rf"{weight:g}\,(", path=path), *formula, Segment(")")]


def text_flow(summaries: dict[str, str], *, has_wrong_pairs: bool) -> Flow:
    """Boxes for captions, pictures, players and losses, and the gradients that come back.

    Args:
        summaries: short words for "latent", "encoder", "generator", "critic", "objective", "data".
        has_wrong_pairs: whether the critic also sees pictures with captions of others.
    """
    loss = summaries["objective"]
    nodes = [
        Node("latent", "Latent", summaries["latent"].capitalize(), "plain", 0, 0),
        Node("caption", "Caption", "t", "plain", 0, 1),
        Node("real", summaries["data"], "pictures", "real", 0, 2.6),
        Node("encoder", "Text encoder", summaries["encoder"], "plain", 1, 1),
        Node("generator", "Generator", summaries["generator"], "generator", 2, 0),
        Node("critic", "Critic", summaries["critic"], "critic", 3, 1),
        Node("generator_loss", "Generator's loss", loss, "generator", 4, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 4, 1.8),
    ]
    edges = [
        Edge("latent", "generator"),
        Edge("caption", "encoder"),
        Edge("encoder", "generator", "φ"),
        Edge("encoder", "critic", "φ"),
        *verdicts(),
    ]
    if has_wrong_pairs:
        nodes.append(Node("wrong", "Wrong captions", "of other pictures", "plain", 1, 1.8))
        edges += [Edge("encoder", "wrong"), Edge("wrong", "critic", "φ̂")]
    return Flow(tuple(nodes), tuple(edges))
