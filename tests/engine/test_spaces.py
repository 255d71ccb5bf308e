"""Where codes and features are seen, and that the picture rests between readings."""

import numpy as np
import pytest
import torch

from ganstudio.core.instruments import FeaturesRead, LatentsRead
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup

SCHEDULE = {"steps": 12, "batch": 16}


def read(system, data, kind, steps=2):
    document = {"data": data, "system": system, "schedule": SCHEDULE}
    setup = Setup(from_document(document, "test"), torch.device("cpu"))
    for _ in range(steps):
        setup.advance()
    instruments = Instruments(setup)
    found = instruments.read_at_rest(60.0)
    assert instruments.take_notices() == []
    return setup, instruments, next(one for one in found.readings if isinstance(one, kind))


def veegan(**prior):
    return read({"system": "veegan", "prior": prior}, {"kind": "ring"}, LatentsRead)


def test_two_latent_numbers_are_drawn_as_they_are_over_their_prior():
    setup, instruments, found = veegan(size=2)
    with torch.no_grad():
        codes = setup.average.catch_up().encode(instruments._placed.real)
    assert found.scatter.real == pytest.approx(codes[:, :2].numpy(), abs=1e-5)
    assert (found.circles, found.square, found.scatter.shares) == ((1, 2, 3), None, None)


def test_a_uniform_prior_is_a_square_that_is_seen_whole_and_circles_of_more_numbers():
    assert veegan(size=2, distribution="uniform")[2].square == 1
    found = veegan(size=5, distribution="uniform")[2]
    assert found.square is None
    assert found.circles == pytest.approx((3**-0.5, 2 * 3**-0.5, 3**0.5))
    assert 0 < sum(found.scatter.shares) <= 1


def test_features_are_those_of_the_critic_with_the_classes_of_the_data():
    nodes = {"system": "graphsgan", "labels": 2, "critic": {"widths": [8, 8]}}
    setup, instruments, found = read(nodes, {"kind": "karate"}, FeaturesRead)
    assert found.size == 8
    assert len(found.scatter.real) == len(found.scatter.fake) == setup.dataset.spec.size
    assert found.scatter.real_classes.tolist() == instruments._placed.label.tolist()
    assert found.scatter.fake_classes is None
    labels = setup.dataset.graph.labels
    assert labels[found.scatter.nodes].tolist() == found.scatter.real_classes.tolist()
    assert sorted(found.scatter.nodes) == list(range(34))
    assert found.scatter.real.mean(0) == pytest.approx(np.zeros(2), abs=1e-4)


def test_weights_that_rest_give_the_same_picture():
    _, instruments, found = veegan(size=5)
    again = next(
        one for one in instruments.read_at_rest(60.0).readings if isinstance(one, LatentsRead)
    )
    assert again.scatter.real == pytest.approx(found.scatter.real, abs=1e-5)
    assert again.scatter.fake == pytest.approx(found.scatter.fake, abs=1e-5)
