"""The equation and the data flow of a generator against a critic, put together from its parts."""

from collections.abc import Sequence

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.data.batches import DataSpec
from ganstudio.parts.contracts import ConditioningPart, ObjectivePart, PenaltyPart
from ganstudio.parts.penalties import GeneratorPenalty, GradientPenalty


def adversarial_equation(
    objective: ObjectivePart,
    penalties: Sequence[PenaltyPart],
    conditioning: ConditioningPart,
    generator_penalties: Sequence[GeneratorPenalty] = (),
) -> Equation:
    """What critic and generator minimise, one line each, with the papers it is taken from."""
    critic = [Segment(r"\min_D\;"), *_at("system.objective", objective.critic_formula())]
    for index, penalty in enumerate(penalties):
        formula = _at(f"system.penalties.{index}", penalty.formula())
        critic += _plus(formula)
    critic += _plus(_at("system.conditioning", conditioning.critic_formula()))
    generator = [Segment(r"\min_G\;"), *_at("system.objective", objective.generator_formula())]
    generator += _plus(_at("system.conditioning", conditioning.generator_formula()))
    for index, cost in enumerate(generator_penalties):
        generator += _plus(_at(f"system.generator_penalties.{index}", cost.formula()))
    papers = [objective.paper(), *(penalty.paper() for penalty in penalties), conditioning.paper()]
    papers += [cost.paper() for cost in generator_penalties]
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    return Equation(lines, tuple(dict.fromkeys(paper for paper in papers if paper)))


def _plus(formula: Sequence[Segment]) -> Sequence[Segment]:
    return [Segment(r"\;+\;"), *formula] if formula else []


def _at(path: str, formula: Sequence[Segment]) -> list[Segment]:
    """The segments with the paths of a preset; a part names its fields by themselves."""
    return [Segment(s.latex, s.role, f"{path}.{s.path}" if s.path else path) for s in formula]


PLAYER, VIEW, LOSS = 1.0, 1.9, 1.05
"""Columns: of the generator, then from box to box."""

CRITIC_ROW, ABOVE = 0.3, 0.45
"""Rows: of the critic, and how far the data stand above the first penalty."""

MIXED = "interpolate"
"""The box of points between data and fakes, to which their lines branch."""


def adversarial_flow(
    summaries: dict[str, str],
    spec: DataSpec,
    views: Sequence[str],
    penalties: Sequence[PenaltyPart],
    with_labels: bool,
) -> Flow:
    """Boxes for data, players, views and losses, and the gradients that come back.

    Args:
        summaries: short words for "latent", "generator", "critic", "objective" and "data".
        spec: of the data.
        views: names of the critic's views, in order.
        penalties: of the critic's loss.
        with_labels: whether class labels enter both networks.
    """
    critic = 2.85 if views else 2.1
    losses = critic + LOSS
    below = 2.4 if with_labels else 2.0
    nodes = [
        Node("latent", "Latent", _sentence(summaries["latent"]), "plain", 0, 0),
        Node("generator", "Generator", summaries["generator"], "generator", PLAYER, 0),
        Node("real", summaries["data"], _shape(spec), "real", 0, below - ABOVE),
        Node("critic", "Critic", summaries["critic"], "critic", critic, CRITIC_ROW),
        Node("generator_loss", "Generator's loss", summaries["objective"], "generator", losses, 0),
        Node("critic_loss", "Critic's loss", summaries["objective"], "critic", losses, 1),
    ]
    edges = [
        Edge("latent", "generator"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient to the generator", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    ]
    entry = "critic"
    if views:
        entry = "view"
        nodes.append(Node("view", "View", ", ".join(views), "plain", VIEW, CRITIC_ROW))
        edges.append(Edge("view", "critic"))
    edges += [Edge("generator", entry, "fake"), Edge("real", entry, "real")]
    if with_labels:
        nodes.append(Node("label", "Label", "class y", "plain", 0, 1))
        edges += [Edge("label", "generator"), Edge("label", "critic")]
    mixing_last = sorted(penalties, key=lambda penalty: isinstance(penalty, GradientPenalty))
    for index, penalty in enumerate(mixing_last):
        row = below + index
        key = f"penalty{index}"
        nodes.append(_penalty_node(key, penalty, losses, row))
        edges.append(Edge(key, "critic", "", True, "critic"))
        if isinstance(penalty, GradientPenalty):
            nodes.append(Node(MIXED, "Interpolate", "x̂ = εx + (1 − ε)x̃", "plain", critic, row))
            sources = ("view",) if views else ("generator", "real")
            edges += [Edge(source, MIXED) for source in sources]
            edges += [Edge(MIXED, "critic"), Edge(MIXED, key)]
        else:
            edges.append(Edge("critic", key))
    return Flow(tuple(nodes), tuple(edges))


def _penalty_node(key: str, penalty: PenaltyPart, column: float, row: float) -> Node:
    title = penalty.term_name().replace("_", " ").capitalize()
    detail = f"λ {penalty.weight:g}, " + _every(penalty.every)
    return Node(key, title, detail, "critic", column, row)


def _shape(spec: DataSpec) -> str:
    if not spec.is_images:
        return "x ∈ ℝ" + {1: "", 2: "²", 3: "³"}.get(spec.shape[0], f" {spec.shape[0]}")
    channels, height, width = spec.shape
    return f"{height} × {width} px, {'grey' if channels == 1 else 'colour'}"


def _every(steps: int) -> str:
    return "every step" if steps == 1 else f"every {steps} steps"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
