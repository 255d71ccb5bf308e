"""Whether samples are of the class that they were asked for, whole and shrunk."""

import numpy as np
import pytest

from ganstudio.data.batches import UNKNOWN
from ganstudio.metrics.asked_classes import asked_measures, resolutions
from ganstudio.metrics.figures import Battery
from ganstudio.metrics.variety import Classed

CLASSES = ("grey", "checked", "bright")


def drawn(labels, side=8, noise=0.02):
    """Plain grey, a grey of a fine checkerboard, and white: details alone tell the first two."""
    fine = np.indices((side, side)).sum(0) % 2 * 1.6 - 0.8
    plain = np.zeros((side, side))
    pictures = np.stack([plain, fine, plain + 0.9])[labels][:, None]
    return pictures + noise * np.random.default_rng(0).standard_normal(pictures.shape)


def read(real_labels, fake_labels, asked=None, side=8):
    real, fake = np.asarray(real_labels), np.asarray(fake_labels)
    labels = fake if asked is None else np.asarray(asked)
    sides = Classed(drawn(real, side), drawn(fake, side), real, labels)
    battery = Battery(asked_measures(side, side, CLASSES), lambda: sides, len(fake))
    return {row.name: row for row in battery.read(lambda name, is_quick: True)}


MANY = np.arange(120) % 3


def test_every_sample_is_as_asked_until_the_details_that_tell_are_gone():
    rows = read(MANY, MANY)
    assert rows["asked_class"].value == rows["asked_class"].real == 1
    assert [rows[f"asked_class_{i}"].value for i in range(3)] == [1, 1, 1]
    for name in ("asked_class_at_4px", "asked_class_at_2px"):
        assert rows[name].value == pytest.approx(2 / 3)
        assert rows[name].real == pytest.approx(2 / 3, abs=0.15)
    assert rows["asked_class_2"].title == "Asked class bright (kernel classifier)"


def test_a_class_that_is_drawn_as_another_is_seen_in_its_line():
    made = np.where(MANY == 1, 2, MANY)
    rows = read(MANY, made, asked=MANY)
    assert rows["asked_class"].value == pytest.approx(2 / 3)
    assert [rows[f"asked_class_{i}"].value for i in range(3)] == [1, 0, 1]
    assert rows["asked_class_1"].real == 1


def test_sizes_are_halved_down_to_two_px():
    assert resolutions(16, 16) == (8, 4, 2)
    assert resolutions(32, 48) == (16, 8, 4, 2)
    assert resolutions(3, 3) == ()


def test_samples_of_unknown_class_are_neither_fitted_nor_judged():
    labels = np.concatenate([MANY, np.full(30, UNKNOWN)])
    shown = np.concatenate([MANY, np.zeros(30, int)])
    sides = Classed(drawn(shown), drawn(shown), labels, labels)
    (row, *_) = Battery(asked_measures(8, 8, CLASSES), lambda: sides, 150).read(lambda *_: True)
    assert (row.value, row.samples) == (1, 120)


def test_a_class_without_samples_is_a_sentence_and_the_others_are_told():
    rows = read(MANY, np.zeros(20, int))
    assert rows["asked_class_0"].value == 1
    assert rows["asked_class_1"].value is None
    assert "measure more" in rows["asked_class_1"].note


def test_too_few_samples_are_refused_and_an_unsure_judge_is_told():
    rows = read([0, 0, 0], [0, 1, 2])
    assert rows["asked_class"].value is None
    assert "too few to fit" in rows["asked_class"].note
    random = np.random.default_rng(1)
    noise = random.standard_normal((100, 1, 8, 8))
    sides = Classed(noise, noise, random.integers(0, 3, 100), random.integers(0, 3, 100))
    (row, *_) = Battery(asked_measures(8, 8, CLASSES), lambda: sides, 100).read(lambda *_: True)
    assert "itself names only" in row.note
