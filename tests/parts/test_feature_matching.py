"""Distances of mean features."""

import pytest
import torch

from ganstudio.parts.feature_matching import Distance, feature_matching


@pytest.mark.parametrize(("distance", "value"), [("squared", 2.5), ("absolute", 1.5)])
def test_it_is_the_mean_over_units_of_the_gap_of_means(distance: Distance, value: float) -> None:
    real = torch.tensor([[0.0, 4.0], [2.0, 0.0]])  # means 1, 2
    fake = torch.tensor([[2.0, 4.0]])  # gaps 1, 2
    assert float(feature_matching(real, fake, distance)) == pytest.approx(value)


@pytest.mark.parametrize("distance", ["squared", "absolute"])
def test_equal_means_match_whatever_the_spread(distance: Distance) -> None:
    real, fake = torch.tensor([[-1.0], [1.0]]), torch.tensor([[-5.0], [5.0]])
    assert float(feature_matching(real, fake, distance)) == 0
