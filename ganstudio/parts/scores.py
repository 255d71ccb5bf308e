"""What is recorded of the critic's scores, beside the losses."""

from torch import Tensor

W1_ESTIMATE = "w1_estimate"
JS_BOUND = "js_bound"


def f_bound(divergence: str) -> str:
    """The name under which the bound of an f-divergence is recorded."""
    return f"{divergence}_bound"


def mean_scores(real: Tensor, fake: Tensor) -> dict[str, Tensor]:
    """The means of scores (n,) on real data and on fakes, without a graph."""
    return {"real_score": real.detach().mean(), "fake_score": fake.detach().mean()}
