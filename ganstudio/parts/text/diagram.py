"""The equation and the data flow of a critic of pairs."""

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Role, Segment
from ganstudio.parts.contracts import ObjectivePart

PAPER = "Reed 2016, arXiv:1605.05396, Algorithm 1"


def text_equation(objective: ObjectivePart, wrong: float, between: float) -> Equation:
    """What critic and generator minimise; `wrong` and `between` are the weights of those terms."""
    critic = [Segment(r"\min_D\;")]
    judged = _placed(objective.critic_formula())
    if wrong:
        critic += _weighted(1 - wrong, "system.wrong_weight", _matched(judged))
        critic.append(Segment(r"\;+\;"))
        critic += _weighted(wrong, "system.wrong_weight", _mismatched(judged))
    else:
        critic += _matched(judged)
    made = _placed(objective.generator_formula())
    generator = [Segment(r"\min_G\;"), *_matched(made)]
    if between:
        generator.append(Segment(r"\;+\;"))
        mixed = _matched(made, r"\bar\varphi")
        generator += _weighted(between, "system.between_weight", mixed)
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    return Equation(lines, (PAPER, objective.paper()))


def _placed(formula: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The segments with the paths of a preset; an objective names its fields by themselves."""
    start = "system.objective"
    return tuple(
        Segment(s.latex, s.role, f"{start}.{s.path}" if s.path else start) for s in formula
    )


def _weighted(weight: float, path: str, formula: list[Segment]) -> list[Segment]:
    return [Segment(rf"{weight:g}\,(", path=path), *formula, Segment(")")]


def _matched(formula: tuple[Segment, ...], text: str = r"\varphi") -> list[Segment]:
    """An objective's formula with the text beside every picture that is judged or made."""
    added = {
        ("D(x)", "critic"): f"D(x,{text})",
        ("G(z)", "generator"): f"G(z,{text})",
        (")", "critic"): f",{text})",
    }
    return [Segment(added.get((s.latex, s.role), s.latex), s.role, s.path) for s in formula]


def _mismatched(formula: tuple[Segment, ...]) -> list[Segment]:
    """The same with real pictures and captions of others in the place of fakes."""
    swapped: dict[tuple[str, Role], tuple[str, Role]] = {
        ("D(x)", "critic"): (r"D(x,\varphi)", "critic"),
        ("G(z)", "generator"): (r"x,\hat\varphi", "real"),
        (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{x}", "real"),
    }
    return [Segment(*swapped.get((s.latex, s.role), (s.latex, s.role)), s.path) for s in formula]


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
        Edge("generator", "critic", "fake"),
        Edge("real", "critic", "real"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient to the generator", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    ]
    if has_wrong_pairs:
        nodes.append(Node("wrong", "Wrong captions", "of other pictures", "plain", 1, 1.8))
        edges += [Edge("encoder", "wrong"), Edge("wrong", "critic", "φ̂")]
    return Flow(tuple(nodes), tuple(edges))
