"""How alike samples of a class are, beside real ones."""

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Battery
from ganstudio.metrics.similarity import ms_ssim
from ganstudio.metrics.variety import Classed, likeness, variety_measures


def noise(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (count, 1, 22, 22))


def read(sides: Classed, classes: tuple[str, ...] = (), side: int = 22) -> dict:
    battery = Battery(variety_measures(side, side, classes), lambda: sides, len(sides.fake))
    return {row.name: row for row in battery.read(lambda name, is_quick: True)}


def test_copies_are_wholly_alike_and_few_images_are_compared_in_every_pair() -> None:
    assert likeness(np.repeat(noise(1), 30, axis=0)) == pytest.approx(1)
    three = noise(3)
    pairs = [ms_ssim(three[[i]], three[[j]])[0] for i, j in ((0, 1), (0, 2), (1, 2))]
    assert likeness(three) == pytest.approx(np.mean(pairs))


def test_no_image_is_compared_with_itself() -> None:
    halves = np.concatenate([noise(20), -noise(20)])  # alike to nothing, their negatives to 0
    assert likeness(halves, pairs=200) < 0.2


def test_a_collapsed_class_is_seen_in_its_own_line_beside_the_data() -> None:
    real, labels = noise(40), np.arange(40) % 2
    fake = real.copy()
    fake[labels == 1] = real[1]
    rows = read(Classed(real, fake, labels, labels), ("cats", "dogs"))
    assert rows["ms_ssim_1"].title == "MS-SSIM (2 scales) within class dogs"
    assert rows["ms_ssim_1"].value == pytest.approx(1)
    assert rows["ms_ssim_1"].real < 0.3
    assert rows["ms_ssim_0"].value == rows["ms_ssim_0"].real
    assert rows["ms_ssim"].value == pytest.approx((rows["ms_ssim_0"].value + 1) / 2)
    assert rows["ms_ssim"].real == pytest.approx(
        (rows["ms_ssim_0"].real + rows["ms_ssim_1"].real) / 2
    )
    assert rows["ms_ssim_0"].samples == 20


def test_a_class_without_samples_is_a_sentence_and_not_in_the_mean() -> None:
    images, labels = noise(6), np.array([0, 0, 0, 0, 0, 1])
    rows = read(Classed(images, images, labels, labels), ("a", "b"))
    assert rows["ms_ssim_1"].value is None
    assert "two real and two fake" in rows["ms_ssim_1"].note
    assert rows["ms_ssim"].value == rows["ms_ssim_0"].value
    assert "two real and two fake" in rows["ms_ssim"].note


def test_a_generator_without_classes_is_compared_over_all_its_samples() -> None:
    rows = read(Classed(noise(8), noise(8, 1)))
    assert list(rows) == ["ms_ssim"]
    assert rows["ms_ssim"].title == "MS-SSIM (2 scales) between samples"
    assert rows["ms_ssim"].value == pytest.approx(likeness(noise(8, 1)))


def test_many_classes_have_their_mean_alone() -> None:
    images, labels = noise(82), np.arange(82) // 2
    rows = read(Classed(images, images, labels, labels), tuple(map(str, range(41))))
    assert list(rows) == ["ms_ssim"]
    assert rows["ms_ssim"].value == rows["ms_ssim"].real


def test_images_below_the_window_are_one_sentence() -> None:
    small = noise(4)[..., :8, :8]
    labels = np.array([0, 0, 1, 1])
    rows = read(Classed(small, small, labels, labels), ("a", "b"), side=8)
    assert list(rows) == ["ms_ssim"]
    assert "measure larger images" in rows["ms_ssim"].note
    with pytest.raises(InputError, match="two images at least"):
        likeness(noise(1))
