"""Guided backpropagation on networks whose filters are known."""

import pytest
import torch
from torch import nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.guided import (
    Boxes,
    cropped,
    guided_gradient,
    peaks,
    pixel_weights,
    seen,
)
from ganstudio.nn.spectral import normalise_spectra
from ganstudio.parts.critics import DcganCritic

EDGE = torch.tensor([[-1.0, 0.0, 1.0]]).expand(3, 3)  # dark on the left, bright on the right
NONE = torch.tensor([0])


def edge_detector(*, leaky: float | None = None) -> nn.Sequential:
    """Edges; behind a rectifier filter 0 adds them up, and filter 1 takes them off."""
    first, last = nn.Conv2d(1, 1, 3, bias=False), nn.Conv2d(1, 2, 1, bias=False)
    with torch.no_grad():
        first.weight.copy_(EDGE[None, None])
        last.weight.copy_(torch.tensor([2.0, -1.0])[:, None, None, None])
    return nn.Sequential(first, nn.ReLU() if leaky is None else nn.LeakyReLU(leaky), last)


def edge_at(column: int, row: int = 4) -> torch.Tensor:
    """(1, 1, 9, 9) dark, with a bright bar of 3 px from `column` on about `row`."""
    image = torch.full((1, 1, 9, 9), -1.0)
    image[..., row - 1 : row + 2, column:] = 1.0
    return image


def test_an_edge_detector_answers_most_at_the_edge_and_its_gradient_there_is_its_kernel():
    net = edge_detector()
    images = torch.cat([torch.zeros(1, 1, 9, 9), edge_at(5), 0.5 * edge_at(5)])
    found = peaks(net, {"first": net[0], "last": net[2]}, images, 8)
    assert list(found) == ["first", "last"]
    assert found["first"].values[:, 0].tolist() == [0.0, 6.0, 3.0]
    row, column = divmod(int(found["first"].places[1, 0]), 7)
    assert (row, column) == (3, 3)  # of kernels that begin at rows 3 to 5, columns 3 and 4
    assert found["last"].values[:, 0].tolist() == [0.0, 12.0, 6.0]
    place = found["last"].places[1:2, 0]
    slope = guided_gradient(net, net[2], images[1:2], NONE, place)
    wanted = torch.zeros(9, 9)
    wanted[3:6, 3:6] = 2 * EDGE
    assert torch.equal(slope[0, 0], wanted)
    boxes = seen(net, net[2], images[1:2], NONE, place)
    assert boxes.reach == (3, 3)
    crop = cropped(images[1:2], boxes, (3, 3))
    assert torch.equal(crop[0, 0], images[1, 0, 3:6, 3:6])


def test_negative_gradients_stop_at_rectifiers_where_plain_ones_go_on():
    net, image = edge_detector(), edge_at(5)
    at_edge, taking_off = torch.tensor([3 * 7 + 3]), torch.tensor([1])
    assert not guided_gradient(net, net[2], image, taking_off, at_edge).any()
    start = image.clone().requires_grad_()
    (plain,) = torch.autograd.grad(net(start)[0, 1, 3, 3], start)
    assert torch.equal(plain[0, 0, 3:6, 3:6], -EDGE)


def test_a_leaky_rectifier_passes_its_own_slope_where_it_is_closed():
    net, falling = edge_detector(leaky=0.25), -edge_at(5)
    at_edge = torch.tensor([3 * 7 + 3])
    slope = guided_gradient(net, net[2], falling, NONE, at_edge)
    assert torch.equal(slope[0, 0, 3:6, 3:6], 0.25 * 2 * EDGE)
    closed = guided_gradient(edge := edge_detector(), edge[2], falling, NONE, at_edge)
    assert not closed.any()


def test_what_a_unit_sees_does_not_hang_on_which_rectifiers_are_open():
    net = edge_detector()
    boxes = seen(net, net[2], torch.zeros(1, 1, 9, 9) - edge_at(5), NONE, torch.tensor([0]))
    assert [int(side) for side in boxes] == [0, 0, 3, 3]


def test_crops_of_one_size_are_moved_into_the_image():
    images = torch.arange(36.0).reshape(1, 1, 6, 6).repeat(2, 1, 1, 1)
    one = torch.tensor
    crops = cropped(images, Boxes(one([0, 4]), one([0, 4]), one([2, 6]), one([1, 6])), (3, 4))
    assert torch.equal(crops[0, 0], images[0, 0, :3, :4])
    assert torch.equal(crops[1, 0], images[0, 0, 3:, 2:])


def test_fully_connected_units_see_the_whole_image_and_their_weights_are_pictures():
    net = nn.Sequential(nn.Flatten(), nn.Linear(12 + 3, 5))
    images = torch.rand(4, 1, 3, 4)

    def read(x: torch.Tensor) -> torch.Tensor:
        return net(torch.cat([x.flatten(1), torch.zeros(len(x), 3)], 1))

    found = peaks(read, {"units": net[1]}, images, 2)["units"]
    assert found.width == 5
    assert found.values == pytest.approx(read(images)[:, :2].detach(), abs=1e-6)
    own = pixel_weights(net[1], (1, 3, 4), 2)
    assert torch.equal(own, net[1].weight[:2, :12].reshape(2, 1, 3, 4))
    slope = guided_gradient(read, net[1], images[:1], torch.tensor([1]), NONE)
    assert torch.equal(slope[0], own[1])
    assert seen(read, net[1], images[:1], NONE, NONE).reach == (3, 4)
    assert pixel_weights(net[1], (3, 3, 4), 2) is None


def test_layers_that_do_not_see_the_image_are_left_out():
    net, other = edge_detector(), nn.Linear(2, 2).requires_grad_(requires_grad=False)

    def read(x: torch.Tensor) -> torch.Tensor:
        other(torch.ones(len(x), 2))
        return net(x)

    uncalled = nn.Linear(2, 2)
    layers = {"other": other, "edges": net[0], "uncalled": uncalled}
    assert list(peaks(read, layers, edge_at(5), 4)) == ["edges"]


def test_nothing_of_the_network_is_changed():
    body: FeatureNetwork = DcganCritic(channels=4).build((1, 16, 16))
    normalise_spectra(body)
    body.eval()
    before = {name: value.clone() for name, value in body.state_dict().items()}
    images = torch.rand(3, 1, 16, 16)
    conv = [m for m in body.modules() if isinstance(m, nn.Conv2d)][-1]
    found = peaks(body, {"conv": conv}, images, 4)["conv"]
    filters = torch.tensor([0, 1, 2])
    guided_gradient(body, conv, images, filters, found.places.diagonal())
    assert not body.training
    assert all(p.grad is None and p.requires_grad for p in body.parameters())
    assert all(torch.equal(value, before[name]) for name, value in body.state_dict().items())
    assert not any(m._forward_hooks for m in body.modules())
