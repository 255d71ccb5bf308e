"""Feature vectors of unit length."""

import torch

from ganstudio.nn.pixel_norm import PixelNorm


def test_every_pixel_has_features_of_unit_mean_square_and_keeps_its_direction() -> None:
    x = torch.randn(2, 6, 3, 3, generator=torch.Generator().manual_seed(0)) * 50
    normal = PixelNorm()(x)
    assert torch.allclose(normal.square().mean(1), torch.ones(2, 3, 3), atol=1e-5)
    assert torch.allclose(torch.cosine_similarity(x, normal, dim=1), torch.ones(2, 3, 3), atol=1e-5)


def test_a_scaled_latent_is_the_same_latent() -> None:
    z = torch.randn(4, 8, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(PixelNorm()(z), PixelNorm()(7 * z), atol=1e-5)


def test_silence_stays_silence() -> None:
    assert not PixelNorm()(torch.zeros(1, 4)).any()
