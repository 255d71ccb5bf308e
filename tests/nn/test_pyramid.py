"""The Laplacian pyramid: nothing is lost, nothing is shifted."""

import pytest
import torch

from ganstudio.nn.pyramid import analyse, expanded, reduced, synthesise


@pytest.mark.parametrize("levels", [1, 2, 4])
@pytest.mark.parametrize("channels", [1, 3])
def test_images_taken_apart_and_put_together_are_the_same(levels: int, channels: int) -> None:
    images = torch.rand(5, channels, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    pyramid = analyse(images, levels)
    assert float((synthesise(pyramid.coarsest, pyramid.details) - images).abs().max()) < 1e-6
    assert pyramid.coarsest.shape[-1] == 32 >> (levels - 1)
    assert [low.shape[-1] for low in pyramid.lows] == [32 >> k for k in range(levels - 2, -1, -1)]


def test_every_size_is_the_halved_one_above_it() -> None:
    images = torch.randn(2, 1, 16, 16, generator=torch.Generator().manual_seed(1))
    small, middle, full = analyse(images, 3).images()
    assert torch.allclose(full, images, atol=1e-6)
    assert torch.allclose(middle, reduced(full), atol=1e-6)
    assert torch.allclose(small, reduced(middle), atol=1e-6)


def test_a_plain_image_has_no_details() -> None:
    pyramid = analyse(torch.full((1, 3, 16, 16), 0.25), 3)
    assert all(float(detail.abs().max()) < 1e-6 for detail in pyramid.details)
    assert torch.allclose(pyramid.coarsest, torch.tensor(0.25))


def test_a_single_pixel_spreads_as_the_binomial_filter_says() -> None:
    image = torch.zeros(1, 1, 8, 8)
    image[0, 0, 4, 4] = 1
    line, every_second = torch.tensor([1.0, 4, 6, 4, 1]), torch.tensor([1.0, 6, 1])
    assert torch.allclose(expanded(image)[0, 0, 6:11, 6:11], torch.outer(line, line) / 64)
    assert float(expanded(image).sum()) == pytest.approx(4)
    expected = torch.outer(every_second, every_second) / 256
    assert torch.allclose(reduced(image)[0, 0, 1:4, 1:4], expected)


def test_a_slope_stays_a_slope_away_from_the_edges() -> None:
    slope = torch.arange(16.0).expand(1, 1, 16, 16)
    assert torch.allclose(reduced(slope)[..., 1:-1], slope[..., ::2, 2:-2:2])
    assert torch.allclose(expanded(slope)[..., 2:-4], torch.arange(2, 28) / 2)
