import numpy as np
import pytest
import torch
from torchmetrics.image.kid import poly_mmd

from ganstudio.core.errors import InputError
from ganstudio.metrics import kernel
from ganstudio.metrics.kernel import kid, mmd


def test_kid_of_one_distribution_lies_about_zero() -> None:
    random = np.random.default_rng(0)
    found = kid(random.normal(size=(500, 8)), random.normal(size=(500, 8)), subset=250, subsets=20)
    assert abs(found.mean) < 0.02


def test_kid_equals_its_closed_form_for_two_point_masses() -> None:
    # k(x, y) = (x.y / d + 1)^3 with d = 2: k(a, a) = 1, k(b, b) = 8, k(a, b) = 1.
    a, b = np.zeros((10, 2)), np.tile([1.0, 1.0], (10, 1))
    assert kid(a, b, subset=5, subsets=3).mean == pytest.approx(1 + 8 - 2)


def test_mmd_equals_its_closed_form_for_two_point_masses() -> None:
    a, b = np.zeros((6, 1)), np.ones((6, 1))
    assert mmd(a, b, bandwidth=1.0) == pytest.approx(2 - 2 * np.exp(-0.5))


def test_mmd_of_gaussians_follows_the_closed_form() -> None:
    # Gretton 2012: for N(0, 1), N(m, 1) and width 1, MMD^2 = 2 (1 - exp(-m^2 / 6)) / sqrt(3).
    random = np.random.default_rng(1)
    a, b = random.normal(size=(2000, 1)), random.normal(1.5, 1, size=(2000, 1))
    exact = 2 * (1 - np.exp(-(1.5**2) / 6)) / np.sqrt(3)
    assert mmd(a, b, bandwidth=1.0) == pytest.approx(exact, rel=0.1)


def test_kid_has_the_same_mean_whatever_the_subsets_and_a_spread() -> None:
    random = np.random.default_rng(2)
    a, b = random.normal(size=(400, 4)), random.normal(0.5, 1, size=(400, 4))
    small, large = kid(a, b, subset=50, subsets=200), kid(a, b, subset=200, subsets=50)
    assert small.mean == pytest.approx(large.mean, rel=0.1)
    assert small.deviation > large.deviation > 0


def test_kid_agrees_with_the_kernel_distance_of_torchmetrics() -> None:
    random = np.random.default_rng(3)
    a, b = random.normal(size=(120, 3)), random.normal(0.3, 1.2, size=(120, 3))
    x, y = torch.from_numpy(a), torch.from_numpy(b)
    whole = float(poly_mmd(x, y))
    ours = np.mean([kid(a, b, subset=60, subsets=400, seed=seed).mean for seed in range(3)])
    assert ours == pytest.approx(whole, rel=0.05)


def test_mmd_of_one_law_is_zero_on_average() -> None:
    random = np.random.default_rng(4)
    found = [mmd(random.normal(size=(60, 2)), random.normal(size=(60, 2))) for _ in range(40)]
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(40)
    assert min(found) < 0 < max(found)


def test_too_few_samples_are_told() -> None:
    with pytest.raises(InputError, match="at least 2 real and 2 fake samples, not 1"):
        mmd(np.zeros((1, 2)), np.zeros((5, 2)))
    with pytest.raises(InputError, match="at least 4 real and 4 fake samples, not 3"):
        kid(np.zeros((3, 2)), np.zeros((5, 2)))


def test_kernels_of_many_samples_are_worked_out_piece_by_piece(monkeypatch) -> None:
    random = np.random.default_rng(5)
    a, b = random.normal(size=(30, 4)), random.normal(1, 1, size=(40, 4))
    whole = kid(a, b, subsets=7)
    monkeypatch.setattr(kernel, "TABLE", 39)
    pieces = kid(a, b, subsets=7)
    assert pieces.mean == pytest.approx(whole.mean)
    assert pieces.deviation == pytest.approx(whole.deviation)
