"""The equation and the data flow of a generator against a critic, put together from its parts."""

from collections.abc import Sequence
from itertools import pairwise

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Role, Segment
from ganstudio.data.batches import DataSpec
from ganstudio.parts.contracts import ConditioningPart, ObjectivePart, PenaltyPart


def adversarial_equation(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], conditioning: ConditioningPart
) -> Equation:
    """What critic and generator minimise, one line each, with the papers it is taken from."""
    critic = [Segment(r"\min_D\;"), *_at("system.objective", objective.critic_formula())]
    for index, penalty in enumerate(penalties):
        formula = _at(f"system.penalties.{index}", penalty.formula())
        critic += [Segment(r"\;+\;"), *formula]
    generator = [Segment(r"\min_G\;"), *_at("system.objective", objective.generator_formula())]
    papers = [objective.paper(), *(penalty.paper() for penalty in penalties), conditioning.paper()]
    lines = (EquationLine("critic", tuple(critic)), EquationLine("generator", tuple(generator)))
    return Equation(lines, tuple(dict.fromkeys(paper for paper in papers if paper)))


def _at(path: str, formula: Sequence[Segment]) -> list[Segment]:
    return [Segment(segment.latex, segment.role, path) for segment in formula]


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
    nodes = [
        Node("latent", "Latent", summaries["latent"], "plain", 0, 0),
        Node("generator", "Generator", summaries["generator"], "generator", 1, 0),
        Node("real", summaries["data"], _shape(spec), "real", 0, 2),
        Node("critic", "Critic", summaries["critic"], "critic", 2.6, 1),
        Node("generator_loss", "Generator's loss", summaries["objective"], "generator", 3.8, 0),
        Node("critic_loss", "Critic's loss", summaries["objective"], "critic", 3.8, 1),
    ]
    edges = [
        Edge("latent", "generator"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient to the generator", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    ]
    seen = [("view", _joined(views))] if views else []
    nodes += [Node(key, "View", title, "plain", 1.8, 1) for key, title in seen]
    entry = "view" if seen else "critic"
    edges += [Edge("generator", entry, "fake"), Edge("real", entry, "real")]
    edges += [Edge(source, target) for source, target in pairwise([*(k for k, _ in seen), "critic"])]
    if with_labels:
        nodes.append(Node("label", "Label", "class y", "plain", 0, 1))
        edges += [Edge("label", "generator"), Edge("label", "critic")]
    for index, penalty in enumerate(penalties):
        key = f"penalty{index}"
        role: Role = "critic"
        title = penalty.term_name().replace("_", " ").capitalize()
        detail = f"λ {penalty.weight:g}, " + _every(penalty.every)
        nodes.append(Node(key, title, detail, role, 3.8, 2 + index))
        edges += [Edge("critic", key), Edge(key, "critic", "", True, role)]
    return Flow(tuple(nodes), tuple(edges))


def _shape(spec: DataSpec) -> str:
    if not spec.is_images:
        return "x ∈ ℝ" + {1: "", 2: "²", 3: "³"}.get(spec.shape[0], f" {spec.shape[0]}")
    channels, height, width = spec.shape
    return f"{height} × {width} px, {'grey' if channels == 1 else 'colour'}"


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names)


def _every(steps: int) -> str:
    return "every step" if steps == 1 else f"every {steps} steps"
