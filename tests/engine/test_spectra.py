"""Singular values: exact for small matrices, estimated for large ones, layer after layer."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.engine import spectra
from ganstudio.engine.spectra import Spectra, all_values, first_values
from ganstudio.parts.generators.biggan import BigGanGenerator


def test_all_values_are_those_of_the_decomposition():
    torch.manual_seed(0)
    for shape in ((20, 50), (50, 20)):
        matrix = torch.randn(shape)
        wanted = torch.linalg.svdvals(matrix.double())
        assert np.allclose(all_values(matrix), wanted, rtol=1e-6)


def test_estimates_find_the_first_values_and_get_better():
    torch.manual_seed(0)
    left, right = torch.linalg.qr(torch.randn(80, 80)).Q, torch.linalg.qr(torch.randn(90, 80)).Q
    values = 3.0 / torch.arange(1, 81)
    matrix = left @ torch.diag(values) @ right.t()
    first, directions = first_values(matrix)
    assert first[:3] == pytest.approx([3, 1.5, 1], rel=1e-3)
    again, _ = first_values(matrix, directions)
    exact = values[: len(again)].double().numpy()
    assert (again <= exact * (1 + 1e-5)).all()
    assert np.abs(again - exact).sum() <= np.abs(first - exact).sum() + 1e-5


def system():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(4, 6), nn.Linear(6, 3), nn.Linear(3, 2))
    return SimpleNamespace(players={"critic": network, "generator": nn.Linear(2, 2)})


def test_layers_take_turns_where_time_is_short():
    one, shown = Spectra(), system()
    steps = []
    for step in range(1, 6):
        read = one.read(step, shown, seconds=0.0)
        steps.append({s.layer: s.step for found in read.players.values() for s in found})
    assert steps[0] == {"0": 1}
    assert steps[3] == {"0": 1, "1": 2, "2": 3, "weight": 4}
    assert steps[4] == {"0": 5, "1": 2, "2": 3, "weight": 4}


def test_large_matrices_are_estimated(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spectra, "ESTIMATED", 2)
    shown = system()
    read = Spectra(exact=2).read(1, shown, seconds=60.0)
    found = {one.layer: one for one in read.players["critic"]}
    assert [found[name].is_exact for name in "012"] == [False, False, True]
    largest = torch.linalg.matrix_norm(shown.players["critic"][0].weight, ord=2)
    assert found["0"].values[0] == pytest.approx(float(largest.detach()), rel=0.02)


def test_a_spectrally_normalised_generator_is_measured_before_it_is_normalised():
    torch.manual_seed(0)
    network = BigGanGenerator(channels=4).build(8, (1, 8, 8))
    shown = SimpleNamespace(players={"generator": network})
    found = {one.layer: one for one in Spectra().read(1, shown, seconds=60.0).players["generator"]}
    held = network.start.parametrizations.weight.original
    with torch.no_grad():
        held *= 5
    again = {one.layer: one for one in Spectra().read(2, shown, seconds=60.0).players["generator"]}
    assert again["start"].values[:3] == pytest.approx(5 * found["start"].values[:3])
    normalised = torch.linalg.matrix_norm(network.eval().start.weight, ord=2).item()
    assert normalised == pytest.approx(1, rel=0.1)
