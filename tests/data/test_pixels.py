import numpy as np
import torch

from ganstudio.data.pixels import to_float, to_uint8


def test_every_byte_survives_the_way_in_and_out():
    pixels = torch.arange(256, dtype=torch.uint8).view(1, 1, 16, 16)
    np.testing.assert_array_equal(to_uint8(to_float(pixels)), pixels.permute(0, 2, 3, 1).numpy())


def test_floats_span_minus_one_to_one():
    ends = to_float(torch.tensor([0, 255], dtype=torch.uint8).view(1, 2, 1, 1))
    assert ends.flatten().tolist() == [-1.0, 1.0]


def test_channels_come_last_outside():
    images = torch.linspace(-1, 1, 2 * 3 * 4 * 5).view(2, 3, 4, 5)
    pixels = to_uint8(images)
    assert pixels.shape == (2, 4, 5, 3)
    assert pixels[1, 2, 3, 0] == round((images[1, 0, 2, 3].item() + 1) * 127.5)


def test_values_beyond_the_range_are_clamped_and_nan_is_black():
    images = torch.tensor([-7.0, 9.0, float("nan"), float("inf")]).view(1, 1, 2, 2)
    assert to_uint8(images.requires_grad_()).ravel().tolist() == [0, 255, 0, 255]
