import numpy as np
import torch

from ganstudio.data.pixels import to_float, to_uint8


def test_every_byte_survives_the_way_in_and_out():
    pixels = torch.arange(256, dtype=torch.uint8).view(1, 1, 16, 16)
    np.testing.assert_array_equal(to_uint8(to_float(pixels)), pixels.permute(0, 2, 3, 1).numpy())


def test_bytes_become_evenly_spaced_floats_within_minus_one_and_one():
    for shape in ((1, 1, 16, 16), (256, 1, 1, 1)):
        pixels = torch.arange(256, dtype=torch.uint8).view(shape)
        floats = to_float(pixels)
        expected = pixels.double() / 127.5 - 1
        torch.testing.assert_close(floats.double(), expected, rtol=0, atol=2e-7)
        assert floats.min() == -1
        assert floats.max() <= 1


def test_the_bytes_are_left_as_they_are():
    pixels = torch.arange(4, dtype=torch.uint8).view(1, 1, 2, 2)
    to_float(pixels)
    assert pixels.flatten().tolist() == [0, 1, 2, 3]


def test_channels_come_last_outside():
    images = torch.linspace(-1, 1, 2 * 3 * 4 * 5).view(2, 3, 4, 5)
    pixels = to_uint8(images)
    assert pixels.shape == (2, 4, 5, 3)
    assert pixels[1, 2, 3, 0] == round((images[1, 0, 2, 3].item() + 1) * 127.5)


def test_values_beyond_the_range_are_clamped_and_nan_is_black():
    images = torch.tensor([-7.0, 9.0, float("nan"), float("inf")]).view(1, 1, 2, 2)
    assert to_uint8(images.requires_grad_()).ravel().tolist() == [0, 255, 0, 255]
