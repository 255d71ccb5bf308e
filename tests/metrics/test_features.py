"""The extractors that need no file, and how one is named."""

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.data.digits import Digits
from ganstudio.data.pixels import to_float
from ganstudio.metrics.features import (
    JudgedClasses,
    SmallPixels,
    digits_classifier,
    extractor_from_file,
    own_classifier,
)
from ganstudio.metrics.figures import Battery
from ganstudio.metrics.image_measures import FEATURE_MEASURES, Vectors


@pytest.fixture(scope="module")
def judge() -> JudgedClasses:
    return digits_classifier()


def digits(size: int) -> tuple[Tensor, np.ndarray]:
    pictures = Digits(size=size).pictures()
    assert pictures.labels is not None
    return to_float(torch.from_numpy(pictures.images)), pictures.labels


@pytest.mark.parametrize("size", [8, 16, 32])
def test_digits_of_every_size_are_recognised_in_grey_and_in_colour(judge, size) -> None:
    images, labels = digits(size)
    assert (judge.name, judge.classes, judge.is_inception) == ("digits classifier", 10, False)
    colour = images[:300].expand(-1, 3, -1, -1)
    for shown in (images[:300], colour):
        found = judge.probabilities(shown)
        assert found.shape == (300, 10)
        assert (found.argmax(axis=1) == labels[:300]).mean() > 0.93
    assert np.allclose(judge.features(colour), judge.features(images[:300]), atol=0.01)
    assert judge.features(colour).shape == (300, judge.size)


def test_halves_of_the_digits_are_close_and_blurred_ones_far(judge) -> None:
    images, _ = digits(8)
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    one, other = images[order[:700]], images[order[700:1400]]
    blurred = torch.nn.functional.avg_pool2d(other, 3, 1, 1)

    def measured(fakes: Tensor) -> dict[str, float]:
        sides = Vectors(judge.features(one), judge.features(fakes))
        rows = Battery(FEATURE_MEASURES, lambda: sides, 700).read(lambda name, quick: True)
        return {row.name: row.value for row in rows if row.value is not None}

    near, far, copies = measured(other), measured(blurred), measured(one[:500])
    assert near["fid"] < far["fid"] / 5
    assert abs(near["kid"]) < far["kid"] / 20
    assert near["recall"] > far["recall"]
    assert near["coverage"] > 0.85 > far["coverage"]
    assert near["neighbour_distance"] == pytest.approx(1, abs=0.15)
    assert copies["neighbour_distance"] == pytest.approx(0, abs=1e-6)


def test_own_classes_are_told_apart_in_colour() -> None:
    random = torch.Generator().manual_seed(0)
    labels = torch.arange(300) % 3
    images = torch.randn(300, 3, 24, 20, generator=random) * 0.2
    images[torch.arange(300), labels] += 0.8
    found = own_classifier(images, labels, 3)
    assert found.name == "classifier of these 3 classes"
    assert (found.probabilities(images).argmax(axis=1) == labels.numpy()).all()
    assert found.features(images).shape == (300, found.size)


def test_pixels_are_averaged_and_name_no_classes() -> None:
    pixels = SmallPixels(3)
    assert (pixels.name, pixels.size, pixels.classes) == ("pixels at 8 px", 192, None)
    halves = torch.tensor([-1.0, 1.0]).repeat(8).expand(2, 3, 16, 16)
    assert pixels.features(halves) == pytest.approx(np.zeros((2, 192)), abs=1e-6)
    with pytest.raises(InputError, match="name no classes"):
        pixels.probabilities(halves)


def test_a_mistyped_name_is_no_file() -> None:
    with pytest.raises(InputError, match=r"no features 'digit' \(perhaps 'digits'\)"):
        extractor_from_file("digit")
    with pytest.raises(InputError, match=r"missing\.onnx"):
        extractor_from_file("/nowhere/missing.onnx")
