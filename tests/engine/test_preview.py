"""Previews: what is seen of points, of single numbers and of longer vectors."""

import numpy as np
import pytest
import torch

from ganstudio.engine.preflight import preflight
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import GRID, Preview
from ganstudio.engine.setup import Setup
from ganstudio.engine.subjects import SHEET

CPU = torch.device("cpu")
SOURCES = {
    "points": {"kind": "ring"},
    "numbers": {"kind": "mixture1d"},
    "a plane of nodes": {"kind": "karate"},
    "vectors": {"kind": "citations", "classes": 2, "each": 20, "words": 8},
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_kind_of_vector_is_seen_in_a_plane(name: str) -> None:
    preset = Preset.model_validate({"data": SOURCES[name]})
    setup = Setup(preset, CPU)
    preview = Preview(preset, setup.system, setup.dataset, CPU)
    seen = preview.take(0, setup.system, setup.average.catch_up()).world
    assert seen is not None
    assert seen.real.shape[1] == seen.fake.shape[1] == seen.raw.shape[1] == 2
    assert seen.surface.shape == (GRID, GRID)
    assert seen.arrows.shape[1] == 4
    assert np.hypot(seen.arrows[:, 2], seen.arrows[:, 3]).max() == pytest.approx(1, abs=1e-5)
    assert np.abs(seen.real).max() <= seen.extent
    is_flat = setup.dataset.spec.shape[0] > 1
    assert seen.manifold.shape == ((SHEET, SHEET, 2) if is_flat else (0, 0, 2))
    assert np.isfinite(seen.manifold).all()
    start = preflight(preset, "cpu", lambda _, __: None).start_point
    assert start is not None
    assert start.real.shape[1] == start.fake.shape[1] == min(2, setup.dataset.spec.shape[0])
