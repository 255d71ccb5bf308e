"""The features of a critic, and what they tell of classes in an evaluation."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from ganstudio.core.errors import InputError
from ganstudio.engine.critic_features import critic_features
from ganstudio.engine.evaluate import Evaluator, Request
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup
from ganstudio.engine.untrained import untrained

CPU = torch.device("cpu")
NETWORK = {"kind": "dcgan", "channels": 4}
DIGITS = {"kind": "digits", "size": 16}


def chosen(data: dict = DIGITS, **system: object) -> Preset:
    game = {"system": "latent", "generator": NETWORK, "critic": NETWORK} | system
    return from_document({"data": data, "system": game, "schedule": {"batch": 16}}, "test")


def rows(preset: Preset, names: tuple[str, ...] = (), samples: int = 200) -> dict:
    setup = Setup(preset, CPU)
    setup.advance()
    evaluator = Evaluator(preset, setup.dataset, CPU)
    found = evaluator.answer(1, setup.system, setup.average.catch_up(), Request(names, samples))
    return {row.name: row for row in found.rows}


def test_features_are_what_stands_behind_every_layer():
    setup = Setup(chosen(), CPU)
    images = setup.dataset.reference(8, 0).real
    averaged = setup.average.catch_up()
    found = critic_features(averaged, images)
    assert found.shape == (8, 16 * (4 + 8))
    first = averaged.critic.network.body.layers[0]
    with torch.no_grad():
        wanted = F.adaptive_max_pool2d(F.leaky_relu(first(images), 0.2), 4).flatten(1)
    assert found[:, :64] == pytest.approx(wanted.numpy(), abs=1e-6)


def test_digits_are_told_by_both_critics_far_above_chance():
    found = rows(chosen(), ("linear_classes", "linear_classes_untrained"))
    assert list(found) == ["linear_classes", "linear_classes_untrained"]
    own, fresh = found.values()
    assert own.value > 0.7
    assert fresh.value > 0.7
    assert own.value != fresh.value
    assert (own.samples, own.note) == (200, "")
    assert own.spread is not None


@pytest.mark.parametrize("kind", ["concat", "projection", "auxiliary"])
def test_a_critic_that_is_shown_classes_does_not_see_those_of_the_samples(kind: str):
    preset = chosen(conditioning={"kind": kind})
    setup = Setup(preset, CPU)
    batch = setup.dataset.reference(40, 0)
    averaged = setup.average.catch_up()
    found = critic_features(averaged, batch.real)
    alike = critic_features(averaged, batch.real[:1].expand(2, -1, -1, -1))
    assert np.array_equal(alike[0], alike[1])
    assert len(found) == 40
    assert "trained with classes" in rows(preset, ("linear_classes",), 60)["linear_classes"].note


def test_points_and_pictures_without_classes_are_not_asked():
    ring = from_document({"system": {"system": "latent"}}, "test")
    setup = Setup(ring, CPU)
    evaluator = Evaluator(ring, setup.dataset, CPU)
    averaged = setup.average.catch_up()
    with pytest.raises(InputError, match="'linear_classes' is not measured"):
        evaluator.answer(0, setup.system, averaged, Request(("linear_classes",), 50))


def test_an_untrained_system_is_that_of_the_first_step_as_far_grown_as_the_trained_one():
    growing = {"kind": "progressive", "channels": 4}
    preset = chosen(generator=growing | {"hold": 16, "fade": 16}, critic=growing)
    setup = Setup(preset, CPU)
    start = {name: one.clone() for name, one in setup.system.critic.named_parameters()}
    setup.advance()
    setup.advance()
    fresh = untrained(preset, setup.system, CPU, setup.spec)
    assert all(torch.equal(one, start[name]) for name, one in fresh.critic.named_parameters())
    body, grown = fresh.critic.network.body.layers, setup.system.critic.network.body.layers
    assert body.stage == grown.stage
    assert 0 <= grown.stage.fade < 1
