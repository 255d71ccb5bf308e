"""The letters that the equations of objectives and penalties are written in.

In a template, `@` stands for the critic's value of the subject, or for the probability that it
gives the subject's class y.
"""

from collections.abc import Mapping, Sequence

from ganstudio.core.formula import Role, Segment

ON_REAL = (Segment("D(x)", "critic"),)
ON_FAKE = (Segment("D(", "critic"), Segment("G(z)", "generator"), Segment(")", "critic"))
CLASS_OF_REAL = (Segment("P_{D}(y|x)", "critic"),)
CLASS_OF_FAKE = (
    Segment("P_{D}(y|", "critic"),
    Segment("G(z)", "generator"),
    Segment(")", "critic"),
)


def over_real(template: str, subject: tuple[Segment, ...] = ON_REAL) -> tuple[Segment, ...]:
    r"""The mean over real data: `\log\sigma(@)` becomes E_x[log σ(D(x))]."""
    return (Segment(r"\mathbb{E}_{x}", "real"), *_spelled(f"[{template}]", subject))


def over_fakes(template: str, subject: tuple[Segment, ...] = ON_FAKE) -> tuple[Segment, ...]:
    """The mean over generated data."""
    return (Segment(r"\mathbb{E}_{z}", "generator"), *_spelled(f"[{template}]", subject))


Letter = tuple[str, Role]


def rewritten(formula: Sequence[Segment], letters: Mapping[Letter, Letter]) -> tuple[Segment, ...]:
    """A formula with other letters: for a game whose critic sees more than x and G(z)."""
    return tuple(
        Segment(*letters.get((s.latex, s.role), (s.latex, s.role)), s.path) for s in formula
    )


def placed(path: str, formula: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments with the paths of a preset; a part names its fields by themselves."""
    return tuple(Segment(s.latex, s.role, f"{path}.{s.path}" if s.path else path) for s in formula)


def _spelled(template: str, subject: tuple[Segment, ...]) -> tuple[Segment, ...]:
    first, *rest = template.split("@")
    segments = [Segment(first)]
    for piece in rest:
        segments += [*subject, Segment(piece)]
    return tuple(segment for segment in segments if segment.latex)
