import math

import pytest
import torch

from ganstudio.edit.between import slerp
from ganstudio.edit.easing import eased

RIGHT, UP = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]])


def test_an_arc_keeps_to_the_circle() -> None:
    third = slerp(RIGHT, UP, 1 / 3)
    assert third[0].tolist() == pytest.approx([math.cos(math.pi / 6), math.sin(math.pi / 6)])


@pytest.mark.parametrize("amount", [0.0, 0.25, 1.0])
def test_lengths_lie_on_the_line_between_the_two(amount: float) -> None:
    between = slerp(2 * RIGHT, 6 * UP, amount)
    assert float(between.norm()) == pytest.approx(2 + 4 * amount, rel=1e-6)


@pytest.mark.parametrize(
    ("start", "end"), [(RIGHT, 3 * RIGHT), (RIGHT, -RIGHT), (0 * RIGHT, UP), (0 * UP, 0 * UP)]
)
def test_parallel_opposite_and_zero_vectors_take_the_line(start, end) -> None:
    assert torch.equal(slerp(start, end, 0.5), torch.lerp(start, end, 0.5))


def test_the_line_is_taken_under_a_sine_of_a_ten_thousandth() -> None:
    near, far = torch.tensor([[1.0, 0.9e-4]]), torch.tensor([[1.0, 1e-2]])
    assert torch.equal(slerp(RIGHT, near, 0.5), torch.lerp(RIGHT, near, 0.5))
    assert not torch.equal(slerp(RIGHT, far, 0.5), torch.lerp(RIGHT, far, 0.5))


def test_every_row_of_styles_has_an_arc_of_its_own() -> None:
    start = torch.stack([RIGHT, RIGHT], 1)
    end = torch.stack([UP, RIGHT], 1)
    middle = slerp(start, end, 0.5)
    assert middle[0, 0].tolist() == pytest.approx([math.sqrt(0.5)] * 2)
    assert middle[0, 1].tolist() == [1, 0]


@pytest.mark.parametrize("easing", ["linear", "smooth"])
def test_easings_go_from_0_to_1_and_never_back(easing) -> None:
    values = [eased(easing, at / 50) for at in range(51)]
    assert (values[0], values[-1]) == (0, 1)
    assert values == sorted(values)


def test_smooth_begins_and_ends_at_rest_and_hold_never_moves() -> None:
    assert eased("smooth", 1e-4) < 1e-6
    assert eased("smooth", 0.5) == 0.5
    assert eased("hold", 0.999) == 0
