"""Points that are translated: seen in the plane, measured against known modes, written as files."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.engine.evaluate import Evaluator, Request
from ganstudio.engine.export import write_translations
from ganstudio.engine.preflight import preflight
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import Preview
from ganstudio.engine.setup import Setup
from ganstudio.engine.translations import illustrated

CPU = torch.device("cpu")


@pytest.fixture
def preset() -> Preset:
    return Preset.model_validate(
        {
            "data": {"kind": "two_worlds"},
            "system": {
                "system": "unpaired",
                "objective": {"kind": "non_saturating"},
                "generator": {"kind": "mlp", "width": 16},
                "critic": {"kind": "mlp", "width": 16},
            },
            "schedule": {"batch": 16},
        }
    )


def test_a_preview_shows_translations_among_the_targets(preset: Preset) -> None:
    setup = Setup(preset, CPU)
    setup.advance()
    preview = Preview(preset, setup.system, setup.dataset, CPU)
    seen = preview.take(1, setup.system, setup.average.catch_up()).world
    assert seen is not None
    assert seen.extent == preset.data.extent
    assert seen.real.shape == seen.fake.shape == seen.raw.shape
    radius = np.hypot(*seen.real.T)
    assert radius.min() > 0.8  # targets stand on a circle, sources and translations anywhere
    assert not np.allclose(seen.fake, seen.raw)


def test_translations_are_measured_as_points_and_as_cycles(preset: Preset) -> None:
    setup = Setup(preset, CPU)
    evaluator = Evaluator(preset, setup.dataset, CPU)
    request = Request(metrics=(), samples=200)
    found = evaluator.answer(0, setup.system, setup.average.catch_up(), request)
    values = {row.name: row.value for row in found.rows}
    assert {"cycle_l1", "identity_l1", "modes", "exact_w1"} <= set(values)
    assert "colour_shift" not in values
    assert 0 <= values["modes"] <= 10


def test_a_check_before_the_run_shows_where_it_starts(preset: Preset) -> None:
    found = preflight(preset, "cpu", lambda _, __: None)
    assert all(check.passed for check in found.checks)
    assert found.start_point is not None
    assert found.start_point.real.shape == found.start_point.fake.shape
    assert found.start_point.extent == preset.data.extent


def test_rows_of_points_are_written_beside_each_other(preset: Preset, tmp_path: Path) -> None:
    setup = Setup(preset, CPU)
    rows = illustrated(setup.system, setup.dataset.reference(40, 0))
    arrays = {name: row.numpy() for name, row in rows.items()}
    columns = write_translations(tmp_path / "points.png", arrays)
    assert columns[0] == "source"
    with Image.open(tmp_path / "points.png") as picture:
        assert picture.width == len(columns) * picture.height
