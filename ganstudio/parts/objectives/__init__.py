"""Adversarial loss pairs, one a file; the union is what a preset may name."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.objectives.f_divergence import FDivergence
from ganstudio.parts.objectives.hinge import Hinge
from ganstudio.parts.objectives.least_squares import LeastSquares
from ganstudio.parts.objectives.minimax import Minimax
from ganstudio.parts.objectives.non_saturating import NonSaturating
from ganstudio.parts.objectives.wasserstein import Wasserstein

Objective = Annotated[
    Minimax | NonSaturating | LeastSquares | Hinge | Wasserstein | FDivergence,
    Field(discriminator="kind"),
]
OBJECTIVES = (Minimax, NonSaturating, LeastSquares, Hinge, Wasserstein, FDivergence)

__all__ = [
    "OBJECTIVES",
    "FDivergence",
    "Hinge",
    "LeastSquares",
    "Minimax",
    "NonSaturating",
    "Objective",
    "Wasserstein",
]
