import pytest
import torch

from ganstudio.parts.pull_away import pull_away


def test_orthogonal_features_are_not_pulled() -> None:
    assert pull_away(torch.diag(torch.tensor([1.0, 5.0, 0.2]))).item() == pytest.approx(0)


def test_equal_and_opposite_features_are_pulled_alike_whatever_their_length() -> None:
    row = torch.tensor([[1.0, -2.0, 0.5]])
    assert pull_away(torch.cat([row, 3 * row, -row])).item() == pytest.approx(1)


def test_it_is_the_mean_squared_cosine_of_two_different_rows() -> None:
    rows = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0]])
    assert pull_away(rows).item() == pytest.approx((0.5 + 0.0 + 0.5) / 3)


def test_its_slope_is_that_of_finite_differences() -> None:
    rows = torch.randn(4, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    assert torch.autograd.gradcheck(pull_away, rows.requires_grad_())


def test_one_row_has_nobody_to_be_pulled_from() -> None:
    assert pull_away(torch.ones(1, 3)).item() == 0
