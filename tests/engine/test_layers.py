"""Layers by name, and how their weights are spread."""

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.engine.layers import histograms, parameters_by_layer, short_names, weights_of
from ganstudio.nn.spectral import normalise_spectra


def test_names_lose_what_all_of_them_begin_with():
    assert short_names(["a.b.one", "a.b.two.c"]) == ["one", "two.c"]
    assert short_names(["a.b", "a.b"]) == ["b", "b"]
    assert short_names(["only"]) == ["only"]
    assert short_names([]) == []


def test_a_normalised_layer_keeps_its_name_and_shows_what_it_holds():
    network = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    before = network[0].weight.detach().clone()
    normalise_spectra(network)
    found = {(w.layer, w.held.dim()): w.held for w in weights_of(network)}
    assert set(found) == {("0", 1), ("0", 2), ("1", 1), ("1", 2)}
    assert torch.equal(found["0", 2], before)


def test_convolutions_are_matrices_of_outputs_by_inputs():
    network = nn.Sequential(nn.Conv2d(3, 5, 2), nn.ConvTranspose2d(5, 7, 4))
    shapes = [m.shape for w in weights_of(network) if (m := w.matrix()) is not None]
    assert shapes == [(5, 3 * 4), (7, 5 * 16)]


def test_every_parameter_has_a_layer():
    network = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4))
    layers = parameters_by_layer(network)
    assert layers == {id(p): name.split(".")[0] for name, p in network.named_parameters()}


def test_shares_sum_to_one_over_edges_around_zero():
    torch.manual_seed(0)
    every, first, second = histograms(nn.Sequential(nn.Linear(30, 40), nn.Linear(40, 2)))
    assert [every.layer, first.layer, second.layer] == ["", "0", "1"]
    for one in (every, first, second):
        assert one.shares.sum() == pytest.approx(1)
        assert one.edges[0] == -one.edges[-1]
        assert one.near_limit is None


def test_the_share_near_the_limit_is_counted():
    layer = nn.Linear(2, 5)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([0.05, -0.05, 0.046, 0.044, 0, 0, 0, 0, 0, 0]).view(5, 2))
        layer.bias.fill_(0.05)
    every = histograms(layer, 0.05)[0]
    assert every.near_limit == pytest.approx(8 / 15)
    assert (every.edges[0], every.edges[-1]) == pytest.approx((-0.05, 0.05))
    assert histograms(layer, 0.05, affine=False)[0].near_limit == pytest.approx(3 / 10)


def test_weights_that_are_all_zero_or_not_finite_are_drawn_all_the_same():
    layer = nn.Linear(2, 2)
    with torch.no_grad():
        layer.weight.fill_(float("nan"))
        layer.bias.zero_()
    every = histograms(layer)[0]
    assert np.isfinite(every.edges).all()
    assert every.shares.sum() == pytest.approx(1)
