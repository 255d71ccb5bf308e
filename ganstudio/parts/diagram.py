"""The equation and the data flow of a generator against a critic, put together from its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment, Verb
from ganstudio.data.batches import DataSpec
from ganstudio.parts.contracts import (
    ConditioningPart,
    ConstraintPart,
    ObjectivePart,
    PenaltyPart,
    ViewPart,
)
from ganstudio.parts.notation import placed
from ganstudio.parts.penalties import GeneratorPenalty, GradientPenalty
from ganstudio.parts.turns import Weighted


def adversarial_equation(
    objective: ObjectivePart,
    penalties: Sequence[PenaltyPart],
    conditioning: ConditioningPart,
    generator_penalties: Sequence[GeneratorPenalty] = (),
    constraints: Sequence[ConstraintPart] = (),
    views: Sequence[ViewPart] = (),
) -> Equation:
    """What critic and generator minimise, one line each, with the papers it is taken from.

    Below them a line for each constraint and each view of the critic.
    """
    critic = [Segment(r"\min_D\;"), *placed("system.objective", objective.critic_formula())]
    for index, penalty in enumerate(penalties):
        formula = placed(f"system.penalties.{index}", penalty.formula())
        critic += _plus(formula)
    critic += _plus(placed("system.conditioning", conditioning.critic_formula()))
    generator = [Segment(r"\min_G\;"), *placed("system.objective", objective.generator_formula())]
    generator += _plus(placed("system.conditioning", conditioning.generator_formula()))
    for index, cost in enumerate(generator_penalties):
        generator += _plus(placed(f"system.generator_penalties.{index}", cost.formula()))
    lines = (
        EquationLine("critic", tuple(critic)),
        EquationLine("generator", tuple(generator)),
        *_of_critic("is held to", "constraints", constraints),
        *_of_critic("sees", "views", views),
    )
    parts = (objective, *penalties, *constraints, *views, conditioning, *generator_penalties)
    papers = [part.paper() for part in parts]
    return Equation(lines, tuple(dict.fromkeys(paper for paper in papers if paper)))


def _of_critic(
    verb: Verb, field: str, parts: Sequence[ConstraintPart | ViewPart]
) -> Iterator[EquationLine]:
    for index, part in enumerate(parts):
        formula = placed(f"system.{field}.{index}", part.formula())
        yield EquationLine("critic", formula, verb)


def _plus(formula: Sequence[Segment]) -> Sequence[Segment]:
    return [Segment(r"\;+\;"), *formula] if formula else []


PLAYER, VIEW, LOSS = 1.0, 1.9, 1.05
"""Columns: of the generator, then from box to box."""

CRITIC_ROW, ABOVE = 0.3, 0.45
"""Rows: of the critic, and how far the data stand above the first penalty."""

LATENT_ROW, READER_BELOW = 0.75, 0.8
"""Rows: of the latent where the critic sees it, and how far a reader stands below the data."""

MIXED = "interpolate"
"""The box of points between data and fakes, to which their lines branch."""

COSTS = "generator_penalties"
"""The box of what is added to the generator's loss."""

NOTHING = Flow((), ())


def verdicts(called: str = "generator") -> tuple[Edge, ...]:
    """Fakes and reals before the critic, what both learn of it; `called` as the diagram does."""
    return (
        Edge("generator", "critic", "fake"),
        Edge("real", "critic", "real"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", f"gradient to the {called}", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    )


def adversarial_flow(
    summaries: dict[str, str],
    spec: DataSpec,
    views: Sequence[str] = (),
    penalties: Sequence[PenaltyPart] = (),
    with_labels: bool = False,
    generator_penalties: Sequence[GeneratorPenalty] = (),
) -> Flow:
    """Boxes for data, players, views and losses, and the gradients that come back.

    Args:
        summaries: short words for "latent", "generator", "critic", "objective" and "data".
        spec: of the data.
        views: names of the critic's views, in order.
        penalties: of the critic's loss.
        with_labels: whether class labels enter both networks.
        generator_penalties: of the generator's loss.
    """
    critic = 2.85 if views else 2.1
    below = 2.4 if with_labels else 2.0
    return _joined(
        _game(summaries, _shape(spec), critic, below - ABOVE),
        _entry(views),
        _labels() if with_labels else NOTHING,
        _penalties(penalties, critic, below, has_views=bool(views)),
        _costs(generator_penalties, below),
    )


def _joined(*flows: Flow) -> Flow:
    nodes = tuple(node for flow in flows for node in flow.nodes)
    return Flow(nodes, tuple(edge for flow in flows for edge in flow.edges))


def _game(summaries: dict[str, str], shape: str, critic: float, data: float) -> Flow:
    """The players with their losses, a critic in column `critic`, and the data in row `data`."""
    losses, stake = critic + LOSS, summaries["objective"]
    nodes = (
        Node("latent", "Latent", _sentence(summaries["latent"]), "plain", 0, 0),
        Node("generator", "Generator", summaries["generator"], "generator", PLAYER, 0),
        Node("real", summaries["data"], shape, "real", 0, data),
        Node("critic", "Critic", summaries["critic"], "critic", critic, CRITIC_ROW),
        Node("generator_loss", "Generator's loss", stake, "generator", losses, 0),
        Node("critic_loss", "Critic's loss", stake, "critic", losses, 1),
    )
    edges = (
        Edge("latent", "generator"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient to the generator", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    )
    return Flow(nodes, edges)


def _entry(views: Sequence[str]) -> Flow:
    """Fakes and data on their way to the critic, in one box through its views."""
    entry = "view" if views else "critic"
    into = (Edge("generator", entry, "fake"), Edge("real", entry, "real"))
    if not views:
        return Flow((), into)
    view = Node("view", "View", ", ".join(views), "plain", VIEW, CRITIC_ROW)
    return Flow((view,), (Edge("view", "critic"), *into))


def _labels() -> Flow:
    label = Node("label", "Label", "class y", "plain", 0, 1)
    return Flow((label,), (Edge("label", "generator"), Edge("label", "critic")))


def _penalties(
    penalties: Sequence[PenaltyPart], critic: float, below: float, *, has_views: bool
) -> Flow:
    """A box for each, those on interpolates last, from row `below` on."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    mixing_last = sorted(penalties, key=lambda penalty: isinstance(penalty, GradientPenalty))
    for index, penalty in enumerate(mixing_last):
        key, row = f"penalty{index}", below + index
        title, detail = _title(penalty), _detail(penalty)
        nodes.append(Node(key, title, detail, "critic", critic + LOSS, row))
        edges.append(Edge(key, "critic", "", True, "critic"))
        if isinstance(penalty, GradientPenalty):
            nodes.append(Node(MIXED, "Interpolate", "x̂ = εx + (1 − ε)x̃", "plain", critic, row))
            edges += _interpolation(key, has_views=has_views)
        else:
            edges.append(Edge("critic", key))
    return Flow(tuple(nodes), tuple(edges))


def with_reader(flow: Flow, key: str, title: str, summary: str) -> Flow:
    """A box for what reads latents out of data, below the data.

    The latent moves between generator and data, so that its own line to the critic, and that of
    the data, pass between the boxes.
    """
    nodes = [replace(n, row=LATENT_ROW) if n.key == "latent" else n for n in flow.nodes]
    (real,) = (node for node in flow.nodes if node.key == "real")
    nodes.append(Node(key, title, summary, "generator", PLAYER, real.row + READER_BELOW))
    return replace(flow, nodes=tuple(nodes))


def _interpolation(penalty: str, *, has_views: bool) -> list[Edge]:
    """From what is mixed, in the critic's view, to the penalty on its slope there."""
    sources = ("view",) if has_views else ("generator", "real")
    return [*(Edge(source, MIXED) for source in sources), Edge(MIXED, "critic"),
            Edge(MIXED, penalty)]  # fmt: skip


def _costs(costs: Sequence[GeneratorPenalty], row: float) -> Flow:
    """All in one box below the generator, where the line to a second one would cross the first."""
    if not costs:
        return NOTHING
    title, detail = _title(costs[0]), _detail(costs[0])
    if len(costs) > 1:
        title = "Penalties"
        detail = "λ " + " and ".join(f"{cost.weight:g}" for cost in costs)
    box = Node(COSTS, title, detail, "generator", PLAYER, row)
    edges = (Edge("generator", COSTS), Edge(COSTS, "generator", "", True, "generator"))
    return Flow((box,), edges)


def _title(penalty: Weighted) -> str:
    return penalty.term_name().replace("_", " ").capitalize()


def _detail(penalty: Weighted) -> str:
    return f"λ {penalty.weight:g}, " + _every(penalty.every)


def _shape(spec: DataSpec) -> str:
    if not spec.is_images:
        return "x ∈ ℝ" + {1: "", 2: "²", 3: "³"}.get(spec.shape[0], f" {spec.shape[0]}")
    channels, height, width = spec.shape
    return f"{height} × {width} px, {'grey' if channels == 1 else 'colour'}"


def _every(steps: int) -> str:
    return "every step" if steps == 1 else f"every {steps} steps"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
