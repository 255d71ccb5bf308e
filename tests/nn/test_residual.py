import pytest
import torch
import torch.nn.functional as F

from ganstudio.nn.residual import DownBlock, FirstDownBlock, PlainBlock, SumPool, UpBlock


def zero_residual(block):
    for weight in block.residual.parameters():
        torch.nn.init.zeros_(weight)


@pytest.mark.parametrize("norm", ["none", "batch", "layer"])
def test_blocks_double_halve_or_keep_the_size(norm):
    torch.manual_seed(0)
    x = torch.randn(2, 4, 8, 8)
    assert UpBlock(4, 6, norm)(x).shape == (2, 6, 16, 16)
    assert DownBlock(4, 6, norm)(x).shape == (2, 6, 4, 4)
    assert FirstDownBlock(4, 6)(x).shape == (2, 6, 4, 4)
    assert PlainBlock(4, norm)(x).shape == (2, 4, 8, 8)


def test_shortcuts_alone_resample():
    torch.manual_seed(0)
    x = torch.randn(2, 4, 8, 8)
    up, down, plain = UpBlock(4, 6, "none"), DownBlock(4, 6, "none"), PlainBlock(4, "none")
    for block in (up, down, plain):
        zero_residual(block)
    repeated = x.repeat_interleave(2, 2).repeat_interleave(2, 3)
    torch.testing.assert_close(up(x), up.shortcut(repeated))
    torch.testing.assert_close(down(x), F.avg_pool2d(down.shortcut[1](x), 2))
    torch.testing.assert_close(plain(x), x)


def test_blocks_leave_their_input_alone():
    torch.manual_seed(0)
    x = torch.randn(2, 4, 8, 8)
    kept = x.clone()
    for block in (UpBlock(4, 4, "none"), DownBlock(4, 4, "none"), PlainBlock(4, "none")):
        block(x)
        assert torch.equal(x, kept)


def test_up_block_answers_to_the_class():
    torch.manual_seed(0)
    block = UpBlock(4, 4, "batch", classes=2)
    torch.nn.init.normal_(block.residual[0].gain.map.weight)
    x = torch.randn(3, 4, 4, 4)
    zeros, ones = torch.zeros(3, dtype=torch.long), torch.ones(3, dtype=torch.long)
    assert not torch.allclose(block(x, zeros), block(x, ones))


def test_sum_pool_adds_up_all_places():
    assert SumPool()(torch.ones(2, 3, 4, 5)).tolist() == [[20.0] * 3] * 2
