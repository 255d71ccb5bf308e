import torch

from ganstudio.nn.logits import from_logits, to_logits


def test_images_come_back_but_for_the_noise() -> None:
    levels = torch.arange(256.0).reshape(1, 1, 16, 16)
    images = levels / 127.5 - 1
    logits, _ = to_logits(images, torch.zeros_like(images))
    torch.testing.assert_close(from_logits(logits), images, atol=1e-5, rtol=0)


def test_a_middle_grey_has_a_logit_of_zero() -> None:
    logits, _ = to_logits(torch.zeros(1, 1, 1, 1), torch.full((1, 1, 1, 1), 0.5))
    torch.testing.assert_close(logits, torch.zeros(1, 1, 1, 1), atol=1e-6, rtol=0)


def test_the_change_is_the_slope_of_the_logit() -> None:
    x = torch.rand(1, 1, 2, 2, dtype=torch.float64) * 2 - 1
    noise = torch.rand(1, 1, 2, 2, dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(lambda y: to_logits(y, noise)[0].flatten(), x)
    # Images in [-1, 1] change half as fast as those in [0, 1], and 256 levels as 255 steps.
    expected = slope.reshape(4, 4).diagonal().mul(2 * 256 / 255).log().sum()
    torch.testing.assert_close(to_logits(x, noise)[1][0], expected)
