import torch

from ganstudio.data.digits import Digits
from ganstudio.data.stacked_digits import StackedDigits


def test_each_colour_is_a_digit_of_its_own(opened):
    data = opened(StackedDigits())
    images = data.draw(50).real
    assert images.shape == (50, *data.spec.shape) == (50, 3, 8, 8)
    scans = {scan.numpy().tobytes() for scan in opened(Digits()).reference(1797, 0).real}
    for layers in images:
        assert all(layer[None].numpy().tobytes() in scans for layer in layers)
    assert not torch.equal(images[:, 0], images[:, 1])


def test_every_digit_comes_as_often_although_some_were_scanned_more(opened):
    scans = opened(Digits()).reference(1797, 0)
    digit = {
        scan.numpy().tobytes(): int(label)
        for scan, label in zip(scans.real, scans.label, strict=True)
    }
    images = opened(StackedDigits()).reference(4000, 1).real.flatten(0, 1)
    found = torch.tensor([digit[layer[None].numpy().tobytes()] for layer in images])
    shares = found.bincount(minlength=10) / len(found)
    assert (shares - 0.1).abs().max() < 0.012  # 4.4 standard deviations of 12,000 draws


def test_a_stream_goes_on_where_it_was(opened):
    data = opened(StackedDigits(size=16))
    data.draw(5)
    saved = data.state()
    expected = data.draw(4).real
    again = opened(StackedDigits(size=16))
    again.restore(saved)
    assert torch.equal(again.draw(4).real, expected)
    assert torch.equal(data.reference(3, 7).real, again.reference(3, 7).real)
