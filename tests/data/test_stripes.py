"""Stripes: two domains drawn apart, and the truth of what leads from one to the other."""

import numpy as np
import pytest
import torch

from ganstudio.core.errors import DataError
from ganstudio.data.pixels import to_float
from ganstudio.data.source import unreported
from ganstudio.data.streets import Streets
from ganstudio.data.stripes import STRENGTH, Stripes, striped, unstriped

SMALL = Stripes(count=8)


def floats(pictures):
    return to_float(torch.from_numpy(pictures))


def test_there_and_back_is_the_same_picture():
    images = torch.rand(2, 3, 32, 32) - 0.5
    torch.testing.assert_close(unstriped(striped(images)), images)


def test_stripes_are_level_and_even():
    added = striped(torch.zeros(1, 3, 64, 64))[0, 0]
    assert torch.equal(added, added[:, :1].expand(64, 64))
    assert added.mean() == 0
    assert added.unique().tolist() == pytest.approx([-STRENGTH / 127.5, STRENGTH / 127.5])
    assert int((added[1:, 0] != added[:-1, 0]).sum()) == 7


def test_the_second_domain_is_what_the_mapping_makes_of_its_own_streets():
    given, wanted = SMALL.domains(unreported)
    streets = Streets(count=16).pictures(unreported).images[:, :3]
    faint = np.round(STRENGTH + streets * ((255 - 2 * STRENGTH) / 255))
    assert (given == faint[:8]).all()
    torch.testing.assert_close(floats(wanted), striped(floats(faint[8:].astype(np.uint8))))
    torch.testing.assert_close(unstriped(floats(wanted)), floats(faint[8:].astype(np.uint8)))


def test_no_street_is_in_both_domains():
    given, wanted = SMALL.domains(unreported)
    plain = unstriped(floats(wanted))
    apart = (floats(given)[:, None] - plain[None]).abs().mean((2, 3, 4))
    assert apart.min() > 0.02


def test_both_domains_have_the_same_mean_colours():
    given, wanted = Stripes(count=60).domains(unreported)
    assert np.abs(given.mean((0, 2, 3)) - wanted.mean((0, 2, 3))).max() < 4


def test_batches_are_drawn_apart_and_the_truth_is_known(opened):
    data = opened(SMALL)
    batch = data.draw(8)
    assert data.spec == SMALL.spec()
    assert not data.spec.is_paired
    assert batch.regions is None
    torch.testing.assert_close(data.translated(batch.source), striped(batch.source))
    apart = (batch.real - striped(batch.source)).abs().mean((1, 2, 3))
    assert apart.min() > 0.02


def test_draws_continue_exactly(opened):
    data, other = opened(SMALL, seed=1), opened(SMALL, seed=1)
    data.draw(5)
    other.restore(data.state())
    one, two = data.draw(6), other.draw(6)
    assert torch.equal(one.real, two.real)
    assert torch.equal(one.source, two.source)


def test_domains_of_another_size_cannot_continue(opened):
    with pytest.raises(DataError):
        opened(SMALL).restore(opened(Stripes(count=9)).state())
