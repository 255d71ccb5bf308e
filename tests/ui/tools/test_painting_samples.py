"""Label maps to begin with: read of a photo by a reader that is fitted to the run's own pairs."""

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import InputError
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.examples import own_examples
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from ganstudio.ui.tools.painting_samples import photo_map, sample_map
from tests.tiny import train

SPADE = """\
data: {kind: streets, size: 32, count: 24}
system:
  system: labels2image
  generator: {kind: spade, channels: 1, hidden: 2}
  critic: {kind: multiscale, channels: 1, halvings: 1, scales: 1}
schedule: {steps: 1, batch: 2, snapshot_every: 0, evaluate_every: 0}
"""

PIX2PIXHD = """\
data: {kind: streets, size: 32, count: 24}
system:
  system: labels2image
  generator: {kind: coarse_to_fine, channels: 1, halvings: 1, blocks: 1}
  critic: {kind: multiscale, channels: 1, halvings: 1, scales: 1}
  instance_encoder: {kind: instances, channels: 1, features: 3}
schedule: {steps: 1, batch: 2, snapshot_every: 0, evaluate_every: 0}
"""


def unheard(*_told):
    pass


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(RunFolder.open(train(SPADE, tmp_path_factory.mktemp("runs") / "painter")))


def test_a_photo_of_the_run_s_own_world_is_read_nearly_as_it_is(model, tmp_path):
    own = own_examples(model, 24, unheard)
    Image.fromarray(to_uint8(own.real)[3]).save(tmp_path / "photo.png")
    found = photo_map(model, tmp_path / "photo.png", unheard)
    truth = own.regions[3].numpy()
    assert found.regions.shape == truth.shape
    assert (found.regions == truth).mean() > 0.8
    assert found.agreement is not None
    assert 0.7 < found.agreement <= 1
    assert found.instances is None


def test_what_is_no_picture_is_refused_in_a_sentence(model, tmp_path):
    (tmp_path / "torn.png").write_bytes(b"torn")
    with pytest.raises(InputError, match=r"torn\.png cannot be read as a picture"):
        photo_map(model, tmp_path / "torn.png", unheard)


def test_samples_in_a_row_are_other_maps(model):
    maps = [sample_map(model, number, unheard) for number in range(3)]
    assert all(one.agreement is None and one.instances is not None for one in maps)
    assert not np.array_equal(maps[0].regions, maps[1].regions)


def test_a_model_that_paints_by_features_gets_the_usual_looks_of_its_data(tmp_path, model):
    objects = train(PIX2PIXHD, tmp_path / "objects")
    found = sample_map(load_model(RunFolder.open(objects)), 0, unheard)
    assert {one.region for one in found.looks} >= set(np.unique(found.regions))
    assert all(len(centre) == 3 for one in found.looks for centre in one.centres)
    assert sample_map(model, 0, unheard).looks == ()
