"""Tools ask a copy: training neither waits for them nor changes what they hold."""

from pathlib import Path

import numpy as np
import torch

from ganstudio.core.control import RunControl
from ganstudio.engine import checkpoint
from ganstudio.engine.preset import from_document
from ganstudio.engine.publication import Publication
from ganstudio.engine.setup import Setup
from ganstudio.engine.worker import Job, train

RING = {
    "system": {
        "system": "latent",
        "generator": {"kind": "mlp", "depth": 1, "width": 16},
        "critic": {"kind": "mlp", "depth": 1, "width": 16},
    },
    "schedule": {"steps": 12, "batch": 16, "snapshot_every": 4, "evaluate_every": 0},
}


def test_a_published_model_stays_as_it_was_while_training_goes_on():
    setup = Setup(from_document(RING, "test"), torch.device("cpu"))
    publication = Publication()
    assert publication.latest() is None
    setup.advance()
    publication.publish(setup)
    held = publication.latest()
    before = held.sample(8, seed=3)
    averaged = setup.average.catch_up()
    latents = averaged.latents(4, averaged.random)
    assert torch.equal(held.averaged.generate(latents), averaged.generate(latents))
    for _ in range(5):
        setup.advance()
    assert np.array_equal(held.sample(8, seed=3), before)
    publication.publish(setup)
    assert publication.latest().step == 6
    assert not np.array_equal(publication.latest().sample(8, seed=3), before)


def test_publishing_does_not_disturb_training(tmp_path: Path):
    chosen, publication = from_document(RING, "test"), Publication()
    assert train(Job(tmp_path / "quiet", chosen), lambda _: None, RunControl())
    job = Job(tmp_path / "asked", chosen)
    assert train(job, lambda _: None, RunControl(), publication=publication)
    states = [checkpoint.read(tmp_path / n / "checkpoints" / "12") for n in ("quiet", "asked")]
    assert publication.latest().step == 12
    for name, weight in states[0].weights.items():
        assert torch.equal(weight, states[1].weights[name])
