"""The letters that the equations of objectives and penalties are written in.

In a template, `@` stands for the critic's value of the subject, or for the probability that it
gives the subject's class y.
"""

from ganstudio.core.formula import Segment

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


def _spelled(template: str, subject: tuple[Segment, ...]) -> tuple[Segment, ...]:
    first, *rest = template.split("@")
    segments = [Segment(first)]
    for piece in rest:
        segments += [*subject, Segment(piece)]
    return tuple(segment for segment in segments if segment.latex)
