"""Models that come with the studio: small, complete, and unpacked once."""

import pytest

from ganstudio.core.capabilities import offered
from ganstudio.core.paths import assets_dir, home
from ganstudio.engine import bundle
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from ganstudio.engine.shipped import as_run, shipped_models

MOST_BYTES = 4_000_000
MODELS = shipped_models()


@pytest.mark.parametrize("path", MODELS, ids=[path.stem for path in MODELS])
def test_a_shipped_model_is_small_and_offers_a_tool_something(path):
    assert path.stat().st_size <= MOST_BYTES
    model = load_model(RunFolder.open(as_run(path)))
    assert offered(model.averaged)
    assert bundle.picture_of(path)


def test_beside_every_shipped_model_stands_how_it_was_made():
    words = (assets_dir() / "models" / "README.md").read_text()
    for path in MODELS:
        assert f"-o assets/models/{path.name}" in words


@pytest.mark.skipif(not MODELS, reason="no model is shipped")
def test_a_model_is_unpacked_once_and_anew_when_the_studio_ships_another():
    first = as_run(MODELS[0])
    assert first == home() / "models" / MODELS[0].stem
    about = first / "run.json"
    written = about.stat().st_mtime_ns
    assert as_run(MODELS[0]) == first
    assert about.stat().st_mtime_ns == written
    (first / "bundle.sha256").write_text("another")
    as_run(MODELS[0])
    assert about.stat().st_mtime_ns != written
