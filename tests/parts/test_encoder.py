"""Encoders made of what reads data for a critic."""

import pytest
import torch

from ganstudio.parts.critics import DcganCritic, MlpCritic
from ganstudio.parts.encoder import build_encoder


@pytest.mark.parametrize("network", [MlpCritic(depth=1, width=8), DcganCritic(channels=4)])
def test_codes_have_the_size_of_a_latent_and_no_bounds(network: MlpCritic | DcganCritic) -> None:
    torch.manual_seed(0)
    encoder = build_encoder(network, (1, 8, 8), 5).eval()
    x = torch.randn(3, 1, 8, 8)
    assert encoder(x).shape == (3, 5)
    with torch.no_grad():
        encoder.latent.weight.mul_(100)
    assert float(encoder(x).detach().abs().max()) > 1
