from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio import cli
from ganstudio.core.capabilities import Encodes, Generates, Styles, capability
from ganstudio.core.errors import Cancelled
from ganstudio.edit.artist import Artist
from ganstudio.edit.documents import ModelRef, Script, fingerprint, write
from ganstudio.edit.fitted import FittedEncoder, WithEncoder, has_encoder, unfitted
from ganstudio.edit.inversion import Invert
from ganstudio.edit.invert import fit_encoder
from ganstudio.edit.kept_encoder import keep, lent, place
from ganstudio.edit.photos import own_photo
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from ganstudio.nn.random import Random
from tests.tiny import STYLED, train

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture(scope="module")
def system(run):
    return load_model(RunFolder.open(run)).averaged


def test_a_kept_encoder_is_lent_to_the_weights_it_was_fitted_to(run, system):
    torch.manual_seed(0)
    weights = fingerprint(system)
    assert lent(run, weights, system) is system
    errors = []
    encoder = fit_encoder(
        unfitted(system), capability(system, Generates), Random(3, CPU), steps=60,
        look=lambda step, error: errors.append((step, float(error))),
    )  # fmt: skip
    assert [step for step, _ in errors] == list(range(60))
    assert sum(e for _, e in errors[-10:]) < sum(e for _, e in errors[:10])
    keep(run, weights, encoder, errors[-1][1])

    aided = lent(run, weights, system)
    assert has_encoder(aided)
    assert not has_encoder(system)
    assert fingerprint(aided) == weights
    assert capability(aided, Styles) is capability(system, Styles)
    images = torch.rand(3, 1, 16, 16) * 2 - 1
    with torch.no_grad():
        assert torch.equal(capability(aided, Encodes).encode(images), encoder(images))
    assert lent(run, "0" * 16, system) is system


def test_searches_start_from_it_in_the_window_and_without_one(run, system, tmp_path):
    torch.manual_seed(0)
    weights = fingerprint(system)
    keep(run, weights, unfitted(system).eval(), 1.0)
    aided = lent(run, weights, system)
    target = own_photo(Artist(system), 4)
    request = Invert(target=target, space="w", start="hybrid", steps=8, restarts=2)
    found = request.run(aided).readings["found"]
    assert found.tracks.shape == (9, 2)
    script, made = tmp_path / "invert.yaml", tmp_path / "out.png"
    write(script, Script(model=ModelRef(run="styled", weights=weights), edit=request))
    assert cli.run(["edit", str(run), str(script), "-o", str(made)]) == 0
    with Image.open(made) as written:
        assert (np.asarray(written) == request.run(aided).sheet().squeeze()).all()


def test_tuning_leaves_the_encoder_and_the_model_as_they_are(system):
    torch.manual_seed(0)
    aided = WithEncoder(system, FittedEncoder(unfitted(system).eval()))
    before = fingerprint(aided)
    request = Invert(target=own_photo(Artist(system), 2), start="encoder", tuning=3)
    tuned = request.run(aided).readings["tuned"]
    assert fingerprint(aided) == before
    assert fingerprint(tuned) != before
    assert set(tuned.players) == set(system.players)


def test_a_damaged_file_counts_as_none(run, system):
    weights = fingerprint(system)
    keep(run, weights, unfitted(system), 1.0)
    path = place(run, weights)
    path.write_bytes(path.read_bytes()[:100])
    assert lent(run, weights, system) is system


def test_a_fit_can_be_cancelled(system):
    def look(step, _error):
        if step == 2:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        fit_encoder(unfitted(system), capability(system, Generates), Random(1, CPU), look=look)
