import pytest
import torch
import torch.nn.functional as F

from ganstudio.nn.coupling import (
    ChannelCoupling,
    CheckerboardCoupling,
    corners,
    from_corners,
)


def coupling(kind: str, flag: bool):
    torch.manual_seed(0)
    if kind == "places":
        return CheckerboardCoupling(2, 4, 1, keeps_corner=flag).double().eval()
    return ChannelCoupling(2, 4, 1, keeps_first=flag).double().eval()


@pytest.mark.parametrize("flag", [False, True])
@pytest.mark.parametrize("kind", ["places", "maps"])
def test_the_inverse_takes_a_coupling_back(kind, flag) -> None:
    layer = coupling(kind, flag)
    x = torch.randn(3, 2, 4, 4, dtype=torch.float64)
    torch.testing.assert_close(layer.inverse(layer(x).z), x)


@pytest.mark.parametrize("kind", ["places", "maps"])
def test_log_det_is_that_of_the_jacobian(kind) -> None:
    layer = coupling(kind, False)
    x = torch.randn(1, 2, 2, 2, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda y: layer(y).z.flatten(), x).reshape(8, 8)
    torch.testing.assert_close(layer(x).log_det[0], torch.linalg.slogdet(jacobian).logabsdet)


def test_one_half_stays() -> None:
    x = torch.randn(1, 2, 4, 4, dtype=torch.float64)
    changed = coupling("places", True)(x).z != x
    rows, columns = torch.meshgrid(torch.arange(4), torch.arange(4), indexing="ij")
    assert changed[0, 0].equal((rows + columns) % 2 == 1)
    first, second = coupling("maps", True)(x).z.chunk(2, 1)
    assert first.equal(x[:, :1])
    assert not second.equal(x[:, 1:])


def test_corners_are_a_checkerboard_first() -> None:
    x = torch.arange(16.0).reshape(1, 1, 4, 4)
    found = corners(x)
    assert found.shape == (1, 4, 2, 2)
    assert found[0, :, 0, 0].tolist() == [0, 5, 1, 4]
    assert from_corners(found).equal(x)
    wide = torch.randn(2, 3, 4, 6)
    assert from_corners(corners(wide)).equal(wide)
    assert sorted(corners(wide).flatten().tolist()) == sorted(
        F.pixel_unshuffle(wide, 2).flatten().tolist()
    )
