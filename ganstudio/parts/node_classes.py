"""How learning on a graph is written: Ding et al. 2018, arXiv:1809.00130, section 4."""

from ganstudio.core.formula import Equation, EquationLine, Role, Segment
from ganstudio.parts.feature_matching import Distance
from ganstudio.parts.few_labels import few_labels_equation
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
