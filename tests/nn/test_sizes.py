import pytest

from ganstudio.core.errors import InputError
from ganstudio.nn.sizes import doublings


@pytest.mark.parametrize(("side", "count"), [(8, 1), (16, 2), (32, 3), (64, 4), (128, 5)])
def test_doublings_start_from_four_pixels(side, count):
    assert doublings((3, side, side), "The network") == count


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((2,), "2 numbers"),
        ((1,), "1 number "),
        ((1, 24, 24), "24 × 24 px"),
        ((3, 16, 32), "32 × 16 px"),
        ((3, 4, 4), "4 × 4 px"),
        ((3, 256, 256), "256 × 256 px"),
    ],
)
def test_other_shapes_are_refused_with_a_way_on(shape, said):
    with pytest.raises(InputError) as refused:
        doublings(shape, "The network")
    assert said in str(refused.value)
    assert "choose an MLP" in str(refused.value)
