"""Convolutions between images and features, against torch's own."""

import pytest
import torch
from torch import nn

from ganstudio.nn.layout import prefer_layout
from ganstudio.nn.pixels import FromPixels, FromVector, ToPixels


def _images(channels: int, *, last: bool) -> torch.Tensor:
    images = torch.randn(3, channels, 8, 12, dtype=torch.float64)
    return images.contiguous(memory_format=torch.channels_last) if last else images


def _twins(ours: nn.Module, plain: nn.Module, *, last: bool) -> tuple[nn.Module, nn.Module]:
    plain.load_state_dict(ours.state_dict())
    ours.prefers_channels_last = last  # type: ignore[assignment]
    prefer_layout(ours.double())
    return ours, plain.double()


def _agree(ours: nn.Module, plain: nn.Module, given: torch.Tensor) -> None:
    """Values, gradients of everything, and the gradient of a gradient's norm."""
    told = []
    for network in (ours, plain):
        x = given.clone(memory_format=torch.preserve_format).requires_grad_()
        answer = network(x)
        weighed = (answer * torch.linspace(-1, 1, answer.numel()).view(answer.shape)).square().sum()
        (slope,) = torch.autograd.grad(weighed, x, create_graph=True)
        again = torch.autograd.grad(slope.square().sum(), [x, *network.parameters()])
        first = torch.autograd.grad(network(x).square().sum(), [x, *network.parameters()])
        told.append([answer, slope, *again, *first])
    for one, other in zip(*told, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("channels", [1, 3, 6])
def test_reading_pixels_is_torchs_convolution(channels: int, bias: bool, last: bool) -> None:
    ours, plain = _twins(
        FromPixels(channels, 5, bias), nn.Conv2d(channels, 5, 4, 2, 1, bias=bias), last=last
    )
    _agree(ours, plain, _images(channels, last=last))


def test_an_image_of_odd_sides_is_read_as_torch_reads_it() -> None:
    ours, plain = _twins(FromPixels(3, 5), nn.Conv2d(3, 5, 4, 2, 1), last=True)
    _agree(ours, plain, torch.randn(2, 3, 7, 9, dtype=torch.float64))


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("channels", [1, 3, 6])
def test_writing_pixels_is_torchs_transposed_convolution(
    channels: int, bias: bool, last: bool
) -> None:
    ours, plain = _twins(
        ToPixels(5, channels, bias), nn.ConvTranspose2d(5, channels, 4, 2, 1, bias=bias), last=last
    )
    _agree(ours, plain, _images(5, last=last))


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("outputs", [1, 7])
def test_spreading_a_vector_is_torchs_transposed_convolution(
    outputs: int, bias: bool, last: bool
) -> None:
    ours, plain = _twins(
        FromVector(5, outputs, 4, bias), nn.ConvTranspose2d(5, outputs, 4, bias=bias), last=last
    )
    _agree(ours, plain, torch.randn(3, 5, 1, 1, dtype=torch.float64))


def test_a_map_of_vectors_is_spread_as_torch_spreads_it() -> None:
    ours, plain = _twins(FromVector(3, 5, 4), nn.ConvTranspose2d(3, 5, 4), last=True)
    _agree(ours, plain, torch.randn(2, 3, 2, 3, dtype=torch.float64))


@pytest.mark.parametrize(
    ("layer", "shape"), [(FromPixels(1, 5), (1, 8, 8)), (FromVector(8, 5, 4), (8, 1, 1))]
)
def test_features_come_in_the_memory_format_of_the_weight(
    layer: nn.Module, shape: tuple[int, ...]
) -> None:
    layer.prefers_channels_last = True  # type: ignore[assignment]
    prefer_layout(layer)
    features = layer(torch.randn(2, *shape, requires_grad=True))
    assert features.is_contiguous(memory_format=torch.channels_last)
