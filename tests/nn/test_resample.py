import torch

from ganstudio.nn.resample import SOFT_TAPS, Resampler


def test_flat_images_stay_as_they_are_away_from_the_edge():
    flat, resampler = torch.full((1, 2, 8, 8), 3.0), Resampler()
    for made in (resampler.doubled(flat), resampler.halved(flat), resampler.filtered(flat, 1)):
        inside = made[..., 1:-1, 1:-1]
        torch.testing.assert_close(inside, torch.full_like(inside, 3.0))


def test_sizes_are_doubled_and_halved():
    image = torch.randn(2, 3, 8, 8)
    assert Resampler().doubled(image).shape == (2, 3, 16, 16)
    assert Resampler().halved(image).shape == (2, 3, 4, 4)
    assert Resampler(SOFT_TAPS).filtered(image, 1).shape == image.shape


def test_one_pixel_is_spread_by_the_binomial_filter():
    image = torch.zeros(1, 1, 4, 4)
    image[..., 1, 2] = 1
    spread = Resampler().doubled(image)[0, 0]
    line = torch.tensor([0.25, 0.75, 0.75, 0.25])
    torch.testing.assert_close(spread[1:5, 3:7], torch.outer(line, line))
    assert spread.sum() == 4


def test_a_slope_is_neither_shifted_nor_changed():
    slope = torch.arange(8.0).expand(1, 1, 8, 8)
    doubled = Resampler().doubled(slope)[0, 0, 4]
    torch.testing.assert_close(doubled[2:-2], (torch.arange(16.0) / 2 - 0.25)[2:-2])
    halved = Resampler().halved(slope)[0, 0, 2]
    torch.testing.assert_close(halved[1:-1], torch.tensor([2.5, 4.5]))


def test_the_filter_is_not_part_of_a_checkpoint():
    assert not Resampler().state_dict()
