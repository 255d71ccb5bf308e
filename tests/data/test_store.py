import numpy as np
import pytest
import torch

from ganstudio.data import store as store_module
from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Share
from ganstudio.data.store import Store

CPU = torch.device("cpu")


def pictures(count=20, *, labelled=True):
    """Picture i holds i, i + 1, ... so that both it and its mirror image can be told."""
    pixels = np.arange(count).reshape(-1, 1, 1, 1) + np.arange(12).reshape(1, 3, 2, 2)
    labels = np.arange(count) % 3 if labelled else None
    return Pictures(pixels.astype(np.uint8), labels, ("a", "b", "c") if labelled else ())


def numbers(batch):
    return batch.real[:, 0, 0, 0].add(1).mul(127.5).round().long()


@pytest.fixture(params=["resident", "mapped"])
def residence(request, monkeypatch):
    monkeypatch.setattr(store_module, "fits", lambda size, device: request.param == "resident")
    return request.param


def test_pictures_and_labels_arrive_together(residence):
    store = Store(pictures(), 0, CPU, Share())
    batch = store.draw(20)
    found = numbers(batch)
    assert sorted(found.tolist()) == list(range(20))
    assert torch.equal(batch.label, found % 3)
    expected = torch.from_numpy(pictures().images)[found].float() / 127.5 - 1
    torch.testing.assert_close(batch.real, expected)
    assert store.spec.shape == (3, 2, 2)
    assert (store.spec.size, store.spec.classes) == (20, ("a", "b", "c"))


def test_mapped_and_resident_pictures_come_in_the_same_order(monkeypatch):
    drawn = []
    for resident in (True, False):
        monkeypatch.setattr(store_module, "fits", lambda size, device, r=resident: r)
        drawn.append(Store(pictures(), 3, CPU, Share(), flip=True).draw(33))
    assert torch.equal(drawn[0].real, drawn[1].real)
    assert torch.equal(drawn[0].label, drawn[1].label)


def test_earlier_batches_stay_as_they_are(residence):
    store = Store(pictures(), 0, CPU, Share())
    first = store.draw(8)
    kept = first.real.clone()
    store.draw(8)
    assert torch.equal(first.real, kept)


def test_restored_store_continues_exactly(residence):
    store = Store(pictures(), 0, CPU, Share(), flip=True)
    store.draw(13)
    again = Store(pictures(), 0, CPU, Share(), flip=True)
    again.restore(store.state())
    for _ in range(4):
        expected, found = store.draw(9), again.draw(9)
        assert torch.equal(expected.real, found.real)
        assert torch.equal(expected.label, found.label)


@pytest.mark.parametrize("flip", [False, True])
def test_shares_make_up_the_global_batch(residence, flip):
    whole = Store(pictures(), 0, CPU, Share(), flip=flip)
    ranks = [Store(pictures(), 0, CPU, Share(rank, 3), flip=flip) for rank in range(3)]
    for _ in range(4):
        expected, parts = whole.draw(12), [one.draw(4) for one in ranks]
        assert torch.equal(torch.cat([part.real for part in parts]), expected.real)
        assert torch.equal(torch.cat([part.label for part in parts]), expected.label)


def test_mirrored_pictures_are_turned_left_to_right_only():
    plain = Store(pictures(), 0, CPU, Share()).draw(20).real
    mirrored = Store(pictures(), 0, CPU, Share(), flip=True).draw(20).real
    turned = (mirrored != plain).flatten(1).any(1)
    assert 3 < turned.sum() < 17
    assert torch.equal(mirrored[turned], plain[turned].flip(-1))


def test_reference_is_fixed_and_disturbs_nothing(residence):
    store, undisturbed = Store(pictures(), 0, CPU, Share(), flip=True), None
    undisturbed = Store(pictures(), 0, CPU, Share(), flip=True)
    reference = store.reference(20, seed=1)
    assert sorted(numbers(reference).tolist()) == list(range(20))
    assert torch.equal(reference.real, store.reference(20, seed=1).real)
    assert torch.equal(store.draw(5).real, undisturbed.draw(5).real)
    assert store.reference(50, seed=1).real.shape == (50, 3, 2, 2)


def test_pictures_without_labels_give_none(residence):
    store = Store(pictures(labelled=False), 0, CPU, Share())
    assert store.draw(4).label is None
    assert store.reference(4, 0).label is None
