"""Evaluations: quick while a run trains, complete when asked, and never a number that is none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.engine.evaluate import Evaluation, Evaluator, Request
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup

CPU = torch.device("cpu")
PICTURES = {
    "data": {"kind": "digits"},
    "system": {
        "system": "latent",
        "generator": {"kind": "dcgan", "channels": 4},
        "critic": {"kind": "dcgan", "channels": 4},
    },
}
QUICK = ["exact_w1", "modes", "high_quality", "reverse_kl", "jensen_shannon", "slope"]
ON_FEATURES = [
    "fid", "kid", "precision", "recall", "density", "coverage", "neighbour_distance",
]  # fmt: skip
LINEAR = ["linear_classes", "linear_classes_untrained"]


@dataclass
class FourMeans:
    """Means of the quarters of an image; light and dark are its classes."""

    classes: int | None = 2
    name: str = "four means"
    size: int = 4
    is_inception: bool = False
    seen: int = 0

    def features(self, images: Tensor) -> np.ndarray:
        self.seen += len(images)
        return torch.nn.functional.adaptive_avg_pool2d(images.mean(1), 2).flatten(1).numpy()

    def probabilities(self, images: Tensor) -> np.ndarray:
        light = (images.mean((1, 2, 3)).numpy() + 1) / 2
        return np.stack([light, 1 - light], axis=1)


def asked(preset: Preset, request: Request | None = None, step: int = 0) -> Evaluation:
    setup = Setup(preset, CPU)
    evaluator = Evaluator(preset, setup.dataset, CPU)
    averaged = setup.average.catch_up()
    if request is None:
        return evaluator.measure(step, setup.system, averaged)
    return evaluator.answer(step, setup.system, averaged, request)


def names(evaluation: Evaluation) -> list[str]:
    return [row.name for row in evaluation.rows]


@pytest.fixture
def pictures() -> Preset:
    return from_document(PICTURES, "test")


def test_training_measures_what_is_quick(preset: Callable[..., Preset], pictures: Preset) -> None:
    found = asked(preset())
    assert list(found.readings) == [f"metric/{name}" for name in QUICK]
    assert found.coverage is not None
    assert found.samples == 2500
    assert list(asked(pictures).readings) == ["metric/sliced_w1", "metric/slope"]


def test_all_that_applies_to_points_is_measured_when_asked(preset: Callable[..., Preset]) -> None:
    found = asked(preset(), Request(metrics=(), samples=200))
    assert set(names(found)) == {*QUICK, "mmd"}
    assert {row.features for row in found.rows} == {""}
    assert found.samples == 200


def test_all_that_applies_to_images_is_measured_on_named_features(pictures: Preset) -> None:
    found = asked(pictures, Request(metrics=(), samples=60, extractor=FourMeans()))
    own = ["sliced_w1", "swd_8", "ms_ssim"]
    further = ["inception_score", "slope", "ivom", *LINEAR]
    assert names(found) == [*own, *ON_FEATURES, *further]
    rows = {row.name: row for row in found.rows}
    assert rows["fid"].title == "FID on four means"
    for name in (*ON_FEATURES, "inception_score"):
        assert rows[name].features == "four means"
        assert rows[name].value is not None
        assert np.isfinite(rows[name].value)
    assert rows["inception_score"].value >= 1


def test_stacked_digits_have_a_thousand_modes_that_are_counted() -> None:
    stacked = from_document(PICTURES | {"data": {"kind": "stacked_digits"}}, "test")
    evaluation = asked(stacked)
    assert names(evaluation) == ["sliced_w1", "modes", "reverse_kl", "slope"]
    assert evaluation.samples == sum(evaluation.coverage.counts) == 2500
    assert len(evaluation.coverage.counts) == 1000
    assert evaluation.readings["metric/modes"] == evaluation.coverage.covered()
    assert "918 of 1,000" in next(row.note for row in evaluation.rows if row.name == "modes")


def test_what_a_system_finds_latents_for_is_led_there_and_back() -> None:
    document = {"data": {"kind": "digits"}, "system": {"system": "bigan"}}
    twin = from_document(document, "test")
    quick = asked(twin)
    assert names(quick) == ["sliced_w1", "reconstruction", "reconstruction_share"]
    share, error = (
        quick.readings[f"metric/{n}"] for n in ("reconstruction_share", "reconstruction")
    )
    assert 0 < share < 1.5 < error
    rows = {row.name: row for row in asked(twin, Request((), 200)).rows}
    assert 0.1 < rows["neighbours"].value < rows["neighbours_hidden"].value < 1
    unlabelled = from_document({"system": {"system": "veegan"}}, "test")
    rows = {row.name: row for row in asked(unlabelled, Request((), 50)).rows}
    assert rows["reconstruction"].value > 0
    assert "no classes" in rows["neighbours"].note


def test_an_extractor_without_classes_has_no_inception_score(pictures: Preset) -> None:
    request = Request(metrics=(), samples=30, extractor=FourMeans(classes=None))
    assert "inception_score" not in names(asked(pictures, request))


def test_features_are_extracted_once_and_only_for_what_is_wanted(pictures: Preset) -> None:
    extractor = FourMeans()
    asked(pictures, Request(("sliced_w1", "inception_score"), 30, extractor))
    assert extractor.seen == 0
    asked(pictures, Request(("fid", "recall"), 30, extractor))
    assert extractor.seen == 60


def test_reals_never_repeat(pictures: Preset) -> None:
    extractor = FourMeans()
    asked(pictures, Request(("fid",), 1900, extractor))
    assert extractor.seen == 1797 + 1900


def test_equal_seeds_give_equal_readings(preset: Callable[..., Preset]) -> None:
    one, same, other = (asked(preset(), Request((), 100, seed=s)).readings for s in (1, 1, 2))
    assert one == same
    assert one["metric/exact_w1"] != other["metric/exact_w1"]


def test_a_metric_by_name_that_cannot_be_had_is_an_error(
    preset: Callable[..., Preset], pictures: Preset
) -> None:
    with pytest.raises(InputError, match="'fid' is not measured for this run; there are exact_w1"):
        asked(preset(), Request(("fid",), 50))
    with pytest.raises(InputError, match="did you mean 'precision'"):
        asked(pictures, Request(("precison",), 50, FourMeans()))
    with pytest.raises(InputError, match="more than 4 real and as many fake samples"):
        asked(pictures, Request(("fid",), 4, FourMeans()))


def test_what_cannot_be_measured_is_a_row_with_a_sentence_and_a_gap(pictures: Preset) -> None:
    found = asked(pictures, Request((), 3, FourMeans()))
    for row in found.rows:
        assert (row.value is None) == np.isnan(found.readings[f"metric/{row.name}"])
        if row.value is None:
            assert row.note.endswith(".")
    assert {row.name for row in found.rows if row.value is None} >= {"fid", "kid", "recall"}


def test_points_that_are_not_numbers_are_said(preset: Callable[..., Preset]) -> None:
    chosen = preset()
    setup = Setup(chosen, CPU)
    averaged: Any = setup.average.catch_up()
    with torch.no_grad():
        for weight in averaged.players["generator"].parameters():
            weight.fill_(torch.nan)
    evaluator = Evaluator(chosen, setup.dataset, CPU)
    found = evaluator.answer(0, setup.system, averaged, Request((), 50))
    rows = {row.name: row for row in found.rows}
    for name in ("exact_w1", "mmd"):
        assert rows[name].value is None
        assert "50 of 50 fake samples" in rows[name].note
    assert rows["high_quality"].value == 0
    assert rows["reverse_kl"].value is None
    assert rows["slope"].value is None


def test_each_class_is_asked_how_alike_its_samples_are_and_each_size_how_far_off() -> None:
    system = PICTURES["system"] | {"conditioning": {"kind": "concat"}}
    labelled = from_document({"data": {"kind": "digits", "size": 32}, "system": system}, "test")
    found = asked(labelled, Request(("ms_ssim", "ms_ssim_7", "swd_16", "swd_32", "swd"), 60))
    rows = {row.name: row for row in found.rows}
    assert list(rows) == ["swd_16", "swd_32", "swd", "ms_ssim", "ms_ssim_7"]
    assert rows["ms_ssim_7"].title == "MS-SSIM (2 scales) within class 7"
    assert 0 < rows["ms_ssim"].real < 0.9
    assert rows["swd"].value == pytest.approx((rows["swd_16"].value + rows["swd_32"].value) / 2)
