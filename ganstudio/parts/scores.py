"""What is recorded of the critic's scores, beside the losses."""

from torch import Tensor


def mean_scores(real: Tensor, fake: Tensor) -> dict[str, Tensor]:
    """The means of scores (n,) on real data and on fakes, without a graph."""
    return {"real_score": real.detach().mean(), "fake_score": fake.detach().mean()}


def with_estimate(real: Tensor, fake: Tensor) -> dict[str, Tensor]:
    """The same and their gap, which a Wasserstein critic makes an estimate of the distance."""
    means = mean_scores(real, fake)
    return means | {"estimate": means["real_score"] - means["fake_score"]}
