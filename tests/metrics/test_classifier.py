import numpy as np
import pytest
from sklearn.datasets import load_digits

from ganstudio.core.errors import InputError
from ganstudio.metrics.classifier import Classifier, classifier


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    pixels, labels = load_digits(return_X_y=True)
    images = np.rint(pixels.reshape(-1, 8, 8, 1) * 255 / 16).astype(np.uint8)
    return images.repeat(2, axis=1).repeat(2, axis=2), labels.astype(np.int64)


@pytest.fixture(scope="module")
def judge(digits) -> Classifier:
    return classifier(*digits, 10)


def test_held_out_digits_are_recognised(judge):
    assert 0.96 <= judge.accuracy <= 1


def test_fitting_the_same_data_again_is_remembered(judge, digits):
    images, labels = digits
    assert classifier(images.copy(), labels.copy(), 10) is judge
    assert classifier(images[:500], labels[:500], 10) is not judge


def test_shares_count_the_classes(judge, digits):
    images, labels = digits
    chosen = np.concatenate([images[labels == 3][:60], images[labels == 7][:20]])
    found = judge.class_shares(chosen)
    assert found.shares.sum() == pytest.approx(1)
    assert found.shares[3] == pytest.approx(0.75, abs=0.05)
    assert found.shares[7] == pytest.approx(0.25, abs=0.05)
    assert found.confidence > 0.85


def test_noise_leaves_it_unsure(judge):
    noise = np.random.default_rng(0).integers(0, 256, (100, 16, 16, 1), dtype=np.uint8)
    assert judge.class_shares(noise).confidence < 0.5


def test_agreement_is_with_the_labels_asked_for(judge, digits):
    images, labels = digits
    assert judge.agreement(images, labels) > 0.97
    assert judge.agreement(images, (labels + 1) % 10) < 0.02


def test_a_class_without_images_keeps_its_column(digits):
    images, labels = digits
    few = labels < 4
    judge = classifier(images[few], labels[few], 10)
    assert judge.probabilities(images[few][:5]).shape == (5, 10)
    assert judge.class_shares(images[few]).shares[4:].sum() == 0


def test_large_colour_images_are_averaged_down(digits):
    images, labels = digits
    large = images[:400].repeat(2, axis=1).repeat(2, axis=2).repeat(3, axis=3)
    judge = classifier(large, labels[:400], 10)
    assert judge.accuracy > 0.85


def test_one_class_cannot_be_told_apart(digits):
    images, labels = digits
    with pytest.raises(InputError, match="too few"):
        classifier(images[labels == 0], labels[labels == 0], 10)
