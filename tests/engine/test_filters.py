"""Filters as a run's instruments read them."""

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.core.events import InstrumentsRead
from ganstudio.core.instruments import FiltersRead
from ganstudio.data.batches import Batch
from ganstudio.engine.filters import BEST, FILTERS, Filters
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.preset import from_document
from ganstudio.engine.readings import pack, unpack
from ganstudio.engine.setup import Setup

CPU = torch.device("cpu")
DIGITS = {"kind": "digits", "size": 16}
NETWORK = {"kind": "dcgan", "channels": 8}
SCHEDULE = {"steps": 12, "batch": 16}
DCGAN = {
    "data": DIGITS,
    "system": {"system": "latent", "generator": NETWORK, "critic": NETWORK,
               "constraints": [{"kind": "spectral_norm"}]},
    "schedule": SCHEDULE,
}  # fmt: skip
BIGAN = {"data": {"kind": "digits"}, "system": {"system": "bigan"}, "schedule": SCHEDULE}


def setup_of(document: dict) -> Setup:
    return Setup(from_document(document, "test"), CPU)


def read(document: dict, seconds: float = 60.0) -> FiltersRead:
    setup = setup_of(document)
    setup.advance()
    found = Filters(setup).read(setup.average.catch_up(), setup.dataset.reference(64, 1), seconds)
    assert found is not None
    return found


def test_a_critic_is_read_layer_by_layer_with_fresh_weights_beside_it():
    found = read(DCGAN)
    first, last, score = found.trained["critic"]
    assert [one.count for one in (first, last, score)] == [8, 16, 1]
    assert [one.is_convolution for one in (first, last, score)] == [True, True, False]
    assert first.images.shape == first.guided.shape == (8, BEST, 4, 4, 1)
    assert last.images.shape == (FILTERS, BEST, 10, 10, 1)  # two convolutions of 4 px, stride 2
    assert score.images.shape == (1, BEST, 16, 16, 1)
    assert first.weights.shape == (8, 4, 4, 1)
    assert last.weights is None
    fresh, *_ = found.untrained["critic"]
    assert fresh.images.shape == first.images.shape
    assert not np.array_equal(fresh.weights, first.weights)


def test_the_first_layer_of_an_encoder_shows_its_weights():
    found = read(BIGAN)
    assert set(found.trained) == {"encoder"}
    first, *_ = found.trained["encoder"]
    setup = setup_of(BIGAN)
    setup.advance()
    layers = setup.system.encoder.modules()
    weight = next(m for m in layers if isinstance(m, nn.Linear)).weight.detach()[0].reshape(8, 8)
    wanted = 127.5 * (weight / weight.abs().max() + 1)
    assert first.weights[0, ..., 0] == pytest.approx(wanted.numpy(), abs=0.51)


def test_the_most_exciting_images_come_first():
    setup = setup_of(DCGAN)
    averaged = setup.average.catch_up()
    batch = setup.dataset.reference(64, 1)
    found = Filters(setup).read(averaged, batch, 60.0)
    with torch.no_grad():
        scores = averaged.judge(batch.real)
    best = batch.real[scores.topk(BEST).indices]
    shown = found.trained["critic"][-1].images[0, ..., 0].astype(float)
    assert shown == pytest.approx(127.5 * (best[:, 0].numpy() + 1), abs=0.51)


def test_layers_take_turns_where_the_time_is_short():
    setup = setup_of(DCGAN)
    filters, batch = Filters(setup), setup.dataset.reference(64, 1)
    counts = []
    for _ in range(4):
        setup.advance()
        found = filters.read(setup.average.catch_up(), batch, 0.0)
        counts.append(len(found.trained["critic"]))
        assert len(found.untrained["critic"]) == counts[-1]
    assert counts == [1, 2, 3, 3]
    assert [one.step for one in found.trained["critic"]] == [2, 4, 3]


def test_points_and_systems_without_a_critic_of_pictures_have_no_filters():
    ring = setup_of({"system": {"system": "latent"}, "schedule": SCHEDULE})
    assert Instruments(ring)._look_into_filters() is None
    mlp = {"kind": "mlp"}
    system = {"system": "unpaired", "generator": mlp, "critic": mlp}
    worlds = setup_of({"data": {"kind": "two_worlds"}, "system": system, "schedule": SCHEDULE})
    batch = Batch(torch.zeros(2, 3, 8, 8))
    assert Filters(worlds).read(worlds.average.catch_up(), batch) is None


def test_filters_that_grow_are_read_anew():
    document = {
        "data": DIGITS,
        "system": {
            "system": "latent",
            "generator": {"kind": "progressive", "channels": 4, "hold": 16, "fade": 16},
            "critic": {"kind": "progressive", "channels": 4},
        },
        "schedule": SCHEDULE,
    }
    setup = setup_of(document)
    filters, batch = Filters(setup), setup.dataset.reference(16, 1)
    layers = []
    for _ in range(4):
        setup.advance()
        found = filters.read(setup.average.catch_up(), batch, 60.0)
        layers.append([one.layer for one in found.trained["critic"]])
        assert [one.layer for one in found.untrained["critic"]] == layers[-1]
    assert len(layers[0]) < len(layers[1])


@pytest.mark.parametrize("document", [DCGAN, BIGAN])
def test_training_does_not_notice_that_filters_are_read(document: dict):
    read_between, undisturbed = setup_of(document), setup_of(document)
    instruments = Instruments(read_between)
    for _ in range(3):
        read_between.advance()
        assert instruments._look_into_filters() is not None
        undisturbed.advance()
    wanted, found = undisturbed.capture(), read_between.capture()
    assert all(torch.equal(weight, found.weights[key]) for key, weight in wanted.weights.items())
    assert all(torch.equal(state, found.random[name]) for name, state in wanted.random.items())
    for player in read_between.system.players.values():
        assert player.training
        assert not any(module._forward_hooks for module in player.modules())


def test_a_record_leaves_filters_out():
    setup = setup_of(DCGAN)
    setup.advance()
    found = Instruments(setup).read_at_rest(60.0)
    assert FiltersRead in {type(one) for one in found.readings}
    kept = unpack(pack(InstrumentsRead(found.step, found.readings)))
    assert FiltersRead not in {type(one) for one in kept.readings}
