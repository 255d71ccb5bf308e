"""Readings: named by their features, and with a sentence where a number cannot be had."""

from collections.abc import Callable

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Battery, Figure, Measure, Reading
from ganstudio.metrics.image_measures import CLASS_MEASURES, FEATURE_MEASURES, Vectors
from ganstudio.metrics.modes import ModeCoverage
from ganstudio.metrics.point_measures import MODE_MEASURES, POINT_MEASURES, Points


def everything(name: str, is_quick: bool) -> bool:
    return bool(name) or is_quick


def only(*names: str) -> Callable[[str, bool], bool]:
    return lambda name, is_quick: name in names


def of_features(real: np.ndarray, fake: np.ndarray, **named: object) -> dict[str, Reading]:
    battery = Battery(FEATURE_MEASURES, lambda: Vectors(real, fake), len(fake), **named)
    return {row.name: row for row in battery.read(everything)}


@pytest.fixture
def vectors() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    return random.normal(size=(60, 4)), random.normal(size=(60, 4)) + np.array([3.0, 0, 0, 0])


def test_numbers_on_features_are_named_after_them(vectors) -> None:
    rows = of_features(*vectors, features="digits classifier")
    assert rows["fid"].title == "FID on digits classifier"
    assert {row.features for row in rows.values()} == {"digits classifier"}
    assert rows["fid"].value == pytest.approx(9, rel=0.35)
    assert rows["kid"].spread > 0


def test_only_inception_gives_the_bare_name(vectors) -> None:
    rows = of_features(*vectors, features="inception.pt", is_inception=True)
    assert rows["fid"].title == "FID"
    assert rows["fid"].features == "inception.pt"


def test_no_more_samples_than_features_is_a_sentence_for_fid_alone() -> None:
    random = np.random.default_rng(1)
    rows = of_features(random.normal(size=(8, 8)), random.normal(size=(9, 8)), features="pixels")
    assert rows["fid"].value is None
    assert "more than 8 real and as many fake samples, not 8 and 9" in rows["fid"].note
    assert all(row.value is not None for name, row in rows.items() if name != "fid")


def test_few_samples_for_fid_are_a_caution() -> None:
    random = np.random.default_rng(1)
    few, enough = (of_features(*random.normal(size=(2, n, 8))) for n in (15, 16))
    assert "biased" in few["fid"].note
    assert few["fid"].value > 0
    assert enough["fid"].note == ""


def test_too_few_samples_for_neighbours_are_a_sentence() -> None:
    rows = of_features(np.eye(3), np.eye(3)[::-1])
    for name in ("precision", "recall", "density", "coverage"):
        assert rows[name].value is None
        assert "at least 4 real and 4 fake samples, not 3" in rows[name].note


def test_every_value_is_finite_or_missing() -> None:
    for fake in (np.zeros((40, 2)), np.full((40, 2), np.nan), np.full((40, 2), 1e30)):
        real = np.random.default_rng(2).normal(size=(40, 2))
        for row in of_features(real, fake).values():
            assert row.value is None or np.isfinite(row.value), row
            assert (row.value is None) <= bool(row.note)


def test_what_is_not_wanted_is_not_prepared() -> None:
    def fail() -> Vectors:
        raise AssertionError("nothing was asked of these sides")

    assert Battery(FEATURE_MEASURES, fail, 10).read(only("mmd")) == []


def test_one_calculation_gives_its_readings_together_and_only_those_wanted(vectors) -> None:
    calls = []

    def both(sides: str) -> tuple[Figure, Figure]:
        calls.append(sides)
        return Figure(1.0, samples=3), Figure(2.0, caution="Mind.")

    measure = Measure({"one": "One", "two": "Two"}, both)
    first, second = Battery((measure,), lambda: "sides", 10).read(everything)
    assert calls == ["sides"]
    assert (first.value, first.samples, second.samples, second.note) == (1.0, 3, 10, "Mind.")
    (alone,) = Battery((measure,), lambda: "sides", 10).read(only("two"))
    assert (alone.name, alone.value) == ("two", 2.0)


def test_sides_that_cannot_be_prepared_are_an_error() -> None:
    def fail() -> Vectors:
        raise InputError("The file gives nothing.")

    with pytest.raises(InputError, match="gives nothing"):
        Battery(FEATURE_MEASURES, fail, 10).read(everything)


def test_inception_score_of_perfect_answers_is_the_number_of_classes() -> None:
    sure = np.tile(np.eye(7), (20, 1))
    (row,) = Battery(CLASS_MEASURES, lambda: sure, len(sure), "a file").read(everything)
    assert row.value == pytest.approx(7)
    assert row.spread == pytest.approx(0)
    assert row.title == "Inception score on a file"


def test_a_point_world_is_measured_in_its_own_units() -> None:
    real = np.random.default_rng(3).normal(size=(400, 2))
    points = Points(real, real[:300] + np.array([3.0, 4.0]))
    rows = {r.name: r for r in Battery(POINT_MEASURES, lambda: points, 300).read(everything)}
    assert rows["exact_w1"].value == pytest.approx(5, rel=0.02)
    assert rows["exact_w1"].samples == 300
    assert rows["mmd"].value > 0.5


def test_coverage_without_a_good_sample_says_so() -> None:
    nothing = ModeCoverage((0, 0, 0), 50)
    rows = {r.name: r for r in Battery(MODE_MEASURES, lambda: nothing, 50).read(everything)}
    assert (rows["modes"].value, rows["high_quality"].value) == (0, 0)
    for name in ("reverse_kl", "jensen_shannon"):
        assert rows[name].value is None
        assert "None of 50 samples is near a mode" in rows[name].note


def test_a_mode_needs_its_share_of_however_many_samples() -> None:
    def modes(counts: tuple[int, ...], samples: int) -> float:
        battery = Battery(MODE_MEASURES, lambda: ModeCoverage(counts, samples), samples)
        (row,) = battery.read(only("modes"))
        assert row.value is not None
        return row.value

    assert modes((19, 20, 2000), 2500) == 2
    assert modes((1, 2, 100), 250) == 2
    assert modes((0, 1, 9), 10) == 2
