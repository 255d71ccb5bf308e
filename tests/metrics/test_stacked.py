import math

import pytest
import torch

from ganstudio.data.digits import Digits
from ganstudio.data.source import Share, unreported
from ganstudio.data.stacked_digits import StackedDigits
from ganstudio.metrics.stacked import MODES, STACK_MEASURES, stack_coverage

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def scans() -> torch.Tensor:
    """A clear scan of each digit, (10, 8, 8)."""
    batch = Digits().open(0, CPU, Share(), unreported).reference(1797, 0)
    return torch.stack([batch.real[batch.label == digit].mean(0)[0] for digit in range(10)])


def test_a_picture_counts_for_the_number_that_its_colours_spell(scans):
    images = torch.stack([scans[[4, 0, 7]], scans[[0, 0, 0]], scans[[4, 0, 7]]])
    counts = stack_coverage(images).counts
    assert {mode: count for mode, count in enumerate(counts) if count} == {0: 1, 407: 2}


def test_all_thousand_modes_are_told_apart(scans):
    digits = torch.cartesian_prod(*[torch.arange(10)] * 3)
    found = stack_coverage(scans[digits])
    assert found.covered() == MODES
    assert found.reverse_kl == pytest.approx(0, abs=1e-12)


def test_the_data_themselves_cover_what_chance_lets_them():
    images = StackedDigits().open(0, CPU, Share(), unreported).reference(2500, 0).real
    found = stack_coverage(images)
    ideal = MODES * (1 - (1 - 1 / MODES) ** 2500)
    assert found.covered() == pytest.approx(ideal, rel=0.02)
    (covered,) = STACK_MEASURES[0].work(found)
    assert f"{ideal:,.0f}" in covered.caution


def test_one_picture_alone_is_log_1000_away(scans):
    found = stack_coverage(scans[[1, 2, 3]].expand(40, -1, -1, -1))
    assert found.covered() == 1
    assert found.reverse_kl == pytest.approx(math.log(MODES))
