"""The letters that the equations of objectives and penalties are written in.

In a template, `@` stands for the critic's value of the subject.
"""

from ganstudio.core.formula import Segment

ON_REAL = (Segment("D(x)", "critic"),)
ON_FAKE = (Segment("D(", "critic"), Segment("G(z)", "generator"), Segment(")", "critic"))


def over_real(template: str) -> tuple[Segment, ...]:
    r"""The mean over real data: `\log\sigma(@)` becomes E_x[log σ(D(x))]."""
    return (Segment(r"\mathbb{E}_{x}", "real"), *_spelled(f"[{template}]", ON_REAL))


def over_fakes(template: str) -> tuple[Segment, ...]:
    """The mean over generated data."""
    return (Segment(r"\mathbb{E}_{z}", "generator"), *_spelled(f"[{template}]", ON_FAKE))


def _spelled(template: str, subject: tuple[Segment, ...]) -> tuple[Segment, ...]:
    first, *rest = template.split("@")
    segments = [Segment(first)]
    for piece in rest:
        segments += [*subject, Segment(piece)]
    return tuple(segment for segment in segments if segment.latex)
