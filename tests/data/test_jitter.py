"""Random crops: the same of all layers of a sample, and the same again after a restart."""

import numpy as np
import pytest
import torch

from ganstudio.data.batches import DataSpec
from ganstudio.data.jitter import JitteredStore, cropped
from ganstudio.data.layers import Layers
from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Share

SPEC = DataSpec((3, 6, 6), size=5, source=(3, 6, 6), is_paired=True)


def store(margin=4, seed=0, share=None, flip=False):
    """Rows whose source is the negative of the real one, and whose pixels say where they lie."""
    side = 6 + margin
    real = np.zeros((5, 3, side, side), np.uint8)
    real[:, 0] = 20 * np.arange(5)[:, None, None]
    real[:, 1] = 10 * np.arange(side)[:, None]
    real[:, 2] = 10 * np.arange(side)
    rows = Pictures(Layers.of(SPEC).pack(real, 255 - real))
    return JitteredStore(rows, SPEC, seed, torch.device("cpu"), share or Share(), flip=flip)


def corners(batch):
    """Where each crop begins: (n, 2)."""
    found = batch.real.add(1).mul(127.5).round().long()
    return torch.stack([found[:, 1, 0, 0], found[:, 2, 0, 0]], 1) // 10


def test_a_crop_is_the_part_behind_its_corner():
    pixels = torch.arange(2 * 3 * 5 * 5).view(2, 3, 5, 5)
    found = cropped(pixels, torch.tensor([[0, 2], [1, 1]]), 3)
    assert torch.equal(found[0], pixels[0, :, 0:3, 2:5])
    assert torch.equal(found[1], pixels[1, :, 1:4, 1:4])


@pytest.mark.parametrize("flip", [False, True])
def test_what_belongs_together_is_cropped_together(flip):
    data = store(flip=flip)
    for _ in range(4):
        batch = data.draw(5)
        assert batch.real.shape == (5, 3, 6, 6)
        torch.testing.assert_close(batch.source, -batch.real, atol=1e-5, rtol=0)


def test_every_corner_is_drawn():
    data = store()
    found = torch.cat([corners(data.draw(5)) for _ in range(40)])
    assert set(found.flatten().tolist()) == {0, 1, 2, 3, 4}
    assert len({tuple(corner) for corner in found.tolist()}) == 25


def test_references_show_the_middle_and_no_margin_leaves_all():
    assert (corners(store().reference(5, 3)) == 2).all()
    assert (corners(store(margin=0).draw(5)) == 0).all()


def test_a_restored_state_continues_with_the_same_crops():
    first, again = store(), store()
    first.draw(3)
    again.restore(first.state())
    one, other = first.draw(4), again.draw(4)
    assert torch.equal(one.real, other.real)


def test_two_processes_see_what_one_sees():
    whole = store().draw(4).real
    halves = [store(share=Share(rank, 2)).draw(2).real for rank in (0, 1)]
    assert torch.equal(torch.cat(halves), whole)
