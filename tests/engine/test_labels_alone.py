"""The critic that learns of its labels alone, beside a run that it must not disturb."""

import pytest
import torch

from ganstudio.engine.labels_alone import LabelsAlone
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup

CPU = torch.device("cpu")
FEW = {
    "system": "semisupervised",
    "labels": 2,
    "generator": {"kind": "mlp", "depth": 1, "width": 16},
    "critic": {"widths": [32, 16], "input_noise": 0.1, "hidden_noise": 0.1},
    "prior": {"size": 4},
}


def setup_of(system=None, steps=80):
    schedule = {"steps": steps, "batch": 32, "average": 0.9}
    document = {"data": {"kind": "digits"}, "system": system or FEW, "schedule": schedule}
    return Setup(from_document(document, "few labels"), CPU)


def advanced(setup, steps):
    for _ in range(steps):
        setup.advance()
    return setup


def weights(system):
    return {
        f"{name} {key}": value.clone()
        for name, player in system.players.items()
        for key, value in player.state_dict().items()
    }


def assert_same(one, other):
    assert one.keys() == other.keys()
    assert all(torch.equal(one[key], other[key]) for key in one)


def test_the_run_goes_on_as_if_nobody_had_asked():
    alone, asked, other = LabelsAlone(), setup_of(), setup_of()
    for _ in range(3):
        advanced(asked, 5)
        alone.system(asked)
    assert_same(weights(asked.system), weights(advanced(other, 15).system))


def test_it_is_the_same_asked_on_the_way_or_once_and_after_a_resume():
    setup, often = advanced(setup_of(), 10), LabelsAlone()
    often.system(setup)
    state = advanced(setup, 10).capture()
    found = weights(often.system(setup))
    assert_same(found, weights(LabelsAlone().system(setup)))
    resumed = setup_of()
    resumed.restore(state)
    assert_same(found, weights(LabelsAlone().system(resumed)))


def test_a_run_that_went_back_is_compared_with_a_twin_of_that_step():
    setup, alone = setup_of(), LabelsAlone()
    state = advanced(setup, 10).capture()
    before = weights(alone.system(setup))
    alone.system(advanced(setup, 10))
    setup.restore(state)
    assert_same(before, weights(alone.system(setup)))


def test_it_begins_as_the_run_did_and_learns_the_labels_and_nothing_else():
    setup, alone = setup_of(), LabelsAlone()
    first = weights(setup.system)
    assert torch.equal(
        weights(alone.system(setup))["critic network.head.1.bias"],
        first["critic network.head.1.bias"],
    )
    advanced(setup, 80)
    twin = alone.system(setup)
    memory = setup.system.memory
    assert (twin.classify(memory.samples).argmax(1) == memory.labels).all()
    assert_same(
        {key: value for key, value in first.items() if key.startswith("generator")},
        {key: value for key, value in weights(twin).items() if key.startswith("generator")},
    )


def test_after_its_last_update_it_rests(monkeypatch):
    monkeypatch.setattr("ganstudio.engine.labels_alone.MOST", 10)
    setup, alone = advanced(setup_of(), 10), LabelsAlone()
    found = weights(alone.system(setup))
    assert_same(found, weights(alone.system(advanced(setup, 10))))


@pytest.mark.parametrize("system", [{"system": "latent"}])
def test_systems_without_a_memory_of_labels_have_none(system):
    assert LabelsAlone().system(setup_of(system)) is None
