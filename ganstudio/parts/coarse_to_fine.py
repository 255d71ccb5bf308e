"""The equation and the data flow of a pyramid of games, one for each size."""

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.data.batches import DataSpec
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.diagram import adversarial_equation

PAPER = "Denton 2015, sec. 3.2"


def coarse_to_fine_equation(objective: ObjectivePart, levels: int) -> Equation:
    """What all critics and all generators minimise: the sum over levels that share nothing."""
    plain = adversarial_equation(objective, (), Unconditional())
    total = Segment(rf"\sum_{{k=0}}^{{{levels - 1}}}\;", path="system.levels")
    lines = tuple(
        EquationLine(line.player, (line.segments[0], total, *line.segments[1:]))
        for line in plain.lines
    )
    return Equation(lines, (PAPER, *plain.papers))


def coarse_to_fine_flow(summaries: dict[str, str], spec: DataSpec, levels: int) -> Flow:
    """The chain of generators, and beside it the data's pyramid and each level's critic.

    Args:
        summaries: short words for "latent", "generator", "detail", "critic", "objective", "data".
        spec: of the data.
        levels: of the pyramid.
    """
    side = spec.shape[-1]
    nodes = [
        Node("latent", "Latents", summaries["latent"].capitalize(), "plain", 0, 0),
        Node("real", summaries["data"], f"{levels} sizes", "real", 0, levels),
        Node("generator_loss", "Generators' loss", summaries["objective"], "generator", 4.2, 0),
        Node("critic_loss", "Critics' loss", summaries["objective"], "critic", 4.2, levels),
    ]
    edges = [
        Edge("generator_loss", "generator0", "gradient to the generators", True, "generator"),
        Edge("critic_loss", "critic0", "", True, "critic"),
    ]
    for level in range(levels):
        own, critic = f"generator{level}", f"critic{level}"
        size = f"{side >> (levels - 1 - level)} px"
        words = summaries["detail" if level else "generator"]
        nodes += [
            Node(own, f"Generator, {size}", words, "generator", 1.3, level),
            Node(critic, f"Critic, {size}", summaries["critic"], "critic", 2.9, level + 0.3),
        ]
        edges += [
            Edge("latent", own),
            Edge(own, critic, "fake"),
            Edge("real", critic),
            Edge(critic, "generator_loss"),
            Edge(critic, "critic_loss"),
        ]
        if level:
            edges.append(Edge("real", own, "blurred"))
    return Flow(tuple(nodes), tuple(edges))
