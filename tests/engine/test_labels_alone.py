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


def learned(alone, setup):
    found = alone.learned(setup, 60.0)
    assert found.step == setup.step
    return found.system


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
        learned(alone, asked)
    assert_same(weights(asked.system), weights(advanced(other, 15).system))


def test_it_is_the_same_asked_on_the_way_or_once_and_after_a_resume():
    setup, often = advanced(setup_of(), 10), LabelsAlone()
    learned(often, setup)
    state = advanced(setup, 10).capture()
    found = weights(learned(often, setup))
    assert_same(found, weights(learned(LabelsAlone(), setup)))
    resumed = setup_of()
    resumed.restore(state)
    assert_same(found, weights(learned(LabelsAlone(), resumed)))


def test_a_run_that_went_back_is_compared_with_a_twin_of_that_step():
    setup, alone = setup_of(), LabelsAlone()
    state = advanced(setup, 10).capture()
    before = weights(learned(alone, setup))
    learned(alone, advanced(setup, 10))
    setup.restore(state)
    assert_same(before, weights(learned(alone, setup)))


def test_it_begins_as_the_run_did_and_learns_the_labels_and_nothing_else():
    setup, alone = setup_of(), LabelsAlone()
    first = weights(setup.system)
    assert torch.equal(
        weights(learned(alone, setup))["critic network.head.1.bias"],
        first["critic network.head.1.bias"],
    )
    advanced(setup, 80)
    twin = learned(alone, setup)
    memory = setup.system.memory
    assert (twin.classify(memory.samples).argmax(1) == memory.labels).all()
    assert_same(
        {key: value for key, value in first.items() if key.startswith("generator")},
        {key: value for key, value in weights(twin).items() if key.startswith("generator")},
    )


def test_after_its_last_update_it_rests(monkeypatch):
    monkeypatch.setattr("ganstudio.engine.labels_alone.MOST", 10)
    setup, alone = advanced(setup_of(), 10), LabelsAlone()
    found = weights(learned(alone, setup))
    assert_same(found, weights(learned(alone, advanced(setup, 10))))


@pytest.mark.parametrize("system", [{"system": "latent"}])
def test_systems_without_a_memory_of_labels_have_none(system):
    assert LabelsAlone().learned(setup_of(system)) is None


def test_what_takes_too_long_is_behind_and_says_of_which_step_it_is():
    setup, alone = advanced(setup_of(), 10), LabelsAlone()
    assert alone.learned(setup, 0.0).step == 0
    behind = alone.learned(setup, 1e-9)
    assert behind.step < 10
    assert_same(weights(learned(alone, setup)), weights(learned(LabelsAlone(), setup)))
