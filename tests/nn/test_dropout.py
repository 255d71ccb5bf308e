"""Dropout from a run's own random numbers."""

import pytest
import torch

from ganstudio.nn.dropout import Dropout
from ganstudio.nn.random import Random


def test_it_silences_its_share_and_keeps_the_mean() -> None:
    layer = Dropout(0.25, Random(0, torch.device("cpu")))
    out = layer(torch.ones(400, 100))
    assert float((out == 0).float().mean()) == pytest.approx(0.25, abs=0.01)
    assert out.unique().tolist() == pytest.approx([0, 4 / 3])
    assert float(out.mean()) == pytest.approx(1, abs=0.02)


def test_the_same_state_gives_the_same_silence_and_evaluation_none() -> None:
    random = Random(0, torch.device("cpu"))
    layer, state, x = Dropout(0.5, random), random.state(), torch.ones(8, 8)
    one = layer(x)
    random.restore(state)
    assert torch.equal(layer(x), one)
    assert torch.equal(layer.eval()(x), x)
