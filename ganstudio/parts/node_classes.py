"""How learning on a graph is written and drawn: Ding et al. 2018, arXiv:1809.00130, section 4."""

from dataclasses import replace

from ganstudio.core.formula import Equation, EquationLine, Flow, Role, Segment
from ganstudio.parts.feature_matching import Distance
from ganstudio.parts.few_labels import few_labels_equation, with_few_labels
from ganstudio.parts.notation import over_real

_CLASSES = (Segment(r"P_{D}(\cdot|x)", "critic"),)


def node_classes_equation(distance: Distance) -> Equation:
    """Few labels and feature matching, with the entropy and the pull-away terms of both players."""
    plain = few_labels_equation(distance)
    on_real = (
        *_plus(r"\lambda_1", "system.entropy_weight"),
        *over_real("H[@]", _CLASSES),
        *_pulled(r"\lambda_2", "system.pull_away_weight", "real"),
    )
    on_fakes = _pulled(r"\lambda_3", "system.generator_pull_away_weight", "generator")
    added = {"critic": on_real, "generator": on_fakes}
    lines = tuple(
        EquationLine(line.player, (*line.segments, *added[line.player])) for line in plain.lines
    )
    return Equation(lines, ("Ding 2018, sec. 4", *plain.papers, "Zhao 2016, sec. 2.4"))


def with_nodes(flow: Flow, labels: int) -> Flow:
    """The flow of a generator against a critic that names nodes, `labels` of each class known."""
    details = {"generator_loss": "Features, pulled apart", "critic_loss": "Classes, real or fake"}
    drawn = with_few_labels(flow, labels)
    nodes = (replace(node, detail=details.get(node.key, node.detail)) for node in drawn.nodes)
    return Flow(tuple(nodes), drawn.edges)


def _plus(weight: str, path: str) -> tuple[Segment, ...]:
    return (Segment(rf"\;+\;{weight}", path=path),)


def _pulled(weight: str, path: str, role: Role) -> tuple[Segment, ...]:
    """The mean squared cosine of the features of two different samples."""
    drawn, other = ("G(z)", "G(z')") if role == "generator" else ("x", "x'")
    return (
        *_plus(weight, path),
        Segment(r"\mathbb{E}_{z,z'}" if role == "generator" else r"\mathbb{E}_{x,x'}", role),
        Segment(r"\cos^2("),
        Segment("f(", "critic"),
        Segment(drawn, role),
        Segment("),f(", "critic"),
        Segment(other, role),
        Segment(")", "critic"),
        Segment(")"),
    )
