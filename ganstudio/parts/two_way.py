"""Objectives that a generator and an encoder can share, and how their game is written and drawn.

BiGAN, Donahue et al. 2016, arXiv:1605.09782. "Real" is (x, E(x)), "fake" is (G(z), z); generator
and encoder both want the two taken for each other.
"""

from dataclasses import replace
from typing import Annotated

from pydantic import Field
from torch import Tensor

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Segment
from ganstudio.parts.diagram import with_reader
from ganstudio.parts.notation import over_fakes, over_real, placed
from ganstudio.parts.objectives import Minimax, NonSaturating

TwoWayObjective = Annotated[Minimax | NonSaturating, Field(discriminator="kind")]
"""Those in which swapping the labels of real and fake is turning the sign of the score."""

_REAL_PAIR = (
    Segment("D(x,", "critic"),
    Segment("E(x)", "generator"),
    Segment(")", "critic"),
)
_FAKE_PAIR = (
    Segment("D(", "critic"),
    Segment("G(z)", "generator"),
    Segment(",z)", "critic"),
)
_SURE, _UNSURE = r"\log\sigma(@)", r"\log(1-\sigma(@))"
_PATH = "system.objective"


def encoder_loss(objective: TwoWayObjective, on_real: Tensor) -> Tensor:
    """What the encoder minimises, a scalar, for scores (n,) of (x, E(x)).

    The labels must be swapped for the encoder as they are for the generator: an encoder that only
    the critic's own loss teaches is pushed the wrong way.
    """
    return objective.generator_loss(-on_real)


def two_way_equation(objective: TwoWayObjective) -> Equation:
    """Equation 4 of BiGAN, for the critic and for generator and encoder."""
    minus = Segment("-")
    critic = (minus, *over_real(_SURE, _REAL_PAIR), minus, *over_fakes(_UNSURE, _FAKE_PAIR))
    if isinstance(objective, Minimax):
        plus = Segment("+")
        both = (*over_real(_SURE, _REAL_PAIR), plus, *over_fakes(_UNSURE, _FAKE_PAIR))
    else:
        both = (minus, *over_real(_UNSURE, _REAL_PAIR), minus, *over_fakes(_SURE, _FAKE_PAIR))
    lines = (
        EquationLine("critic", (Segment(r"\min_D\;"), *placed(_PATH, critic))),
        EquationLine("generator", (Segment(r"\min_{G,E}\;"), *placed(_PATH, both))),
    )
    return Equation(lines, ("Donahue 2016, eq. 4", objective.paper()))


def with_encoder(flow: Flow, summary: str) -> Flow:
    """The flow of a generator against a critic, and an encoder between the data and the critic."""
    read = with_reader(flow, "encoder", "Encoder", summary)
    edges = (
        Edge("real", "encoder"),
        Edge("encoder", "critic", "E(x)"),
        Edge("latent", "critic", "z"),
        Edge("generator_loss", "encoder", "", True, "generator"),
    )
    return replace(read, edges=(*read.edges, *edges))
