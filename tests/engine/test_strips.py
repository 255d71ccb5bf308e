import numpy as np
import pytest
import torch

from ganstudio.data.pixels import to_uint8
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup
from ganstudio.engine.strips import Asked, chain, details, levels, redrawn
from ganstudio.nn.pyramid import analyse
from ganstudio.nn.random import Random

CPU = torch.device("cpu")


@pytest.fixture
def asked() -> Asked:
    document = {
        "data": {"kind": "digits", "size": 16},
        "system": {"system": "lapgan", "levels": 3},
        "schedule": {"batch": 8},
    }
    setup = Setup(from_document(document, "levels"), CPU)
    real = setup.dataset.reference(8, 0).real
    return Asked(setup.system, Random(0, CPU), real, None, ())


def test_details_are_what_blurring_took_from_real_images(asked):
    strip = details(asked)
    assert strip.columns == (
        "8 px blurred", "its details", "made details", "with them",
        "16 px blurred", "its details", "made details", "with them",
    )  # fmt: skip
    pyramid = analyse(asked.real[:4], 3)
    assert np.array_equal(strip.pictures[:, 4], to_uint8(pyramid.lows[1]))
    own = pyramid.lows[1] + pyramid.details[1]
    assert torch.allclose(own, asked.real[:4], atol=1e-6)
    assert np.array_equal(strip.pictures[:, 5], to_uint8(2 * pyramid.details[1]))
    made = strip.pictures[:, 6].astype(float) / 255 - 0.5  # drawn twice as strong
    whole = to_uint8(pyramid.lows[1]) / 127.5 - 1 + made
    assert np.abs(np.clip(whole, -1, 1) - (strip.pictures[:, 7] / 127.5 - 1)).max() < 0.02


def test_each_level_has_noise_of_its_own(asked):
    strip = redrawn(asked)
    assert strip.columns == ("as drawn", "other 4 px", "other 8 px", "other 16 px")
    apart = [np.abs(strip.pictures[:, at].astype(int) - strip.pictures[:, 0]) for at in (1, 2, 3)]
    assert min(one.mean() for one in apart) > 0


def test_an_image_grows_pixel_by_pixel(asked):
    strip = chain(asked)
    assert strip.columns == ("4 px", "8 px", "16 px")
    coarse = strip.pictures[:, 0]
    assert np.array_equal(coarse, coarse[:, ::4, ::4].repeat(4, 1).repeat(4, 2))


@pytest.fixture
def growing() -> Asked:
    document = {
        "data": {"kind": "digits", "size": 16},
        "system": {
            "system": "latent",
            "generator": {"kind": "progressive", "channels": 4, "hold": 100, "fade": 100},
            "critic": {"kind": "progressive", "channels": 4},
        },
        "schedule": {"batch": 8},
    }
    setup = Setup(from_document(document, "growing"), CPU)
    real = setup.dataset.reference(8, 0).real
    return Asked(setup.system, Random(0, CPU), real, None, ())


@pytest.mark.parametrize(
    ("seen", "words"),
    [(0, ("4 px",)), (150, ("4 px", "8 px")), (400, ("4 px", "8 px", "16 px"))],
)
def test_samples_are_shown_at_every_size_they_have_grown_through(growing, seen, words):
    growing.system.grow(seen)
    strip = levels(growing)
    assert strip.columns == (*words, "as drawn")
    assert strip.pictures.shape[2:4] == (16, 16)
    coarse = strip.pictures[:, 0]
    assert np.array_equal(coarse, coarse[:, ::4, ::4].repeat(4, 1).repeat(4, 2))
    is_last_drawn = np.array_equal(strip.pictures[:, -2], strip.pictures[:, -1])
    assert is_last_drawn == (seen != 150)  # else the old size is mixed in


def test_half_faded_in_a_sample_is_the_mean_of_its_two_finest_sizes(growing):
    growing.system.grow(150)
    latents = growing.latents(2)
    small, large = growing.system.generator.level_images(latents)
    mean = (small.repeat_interleave(2, 2).repeat_interleave(2, 3) + large) / 2
    drawn = growing.system.generator(latents)
    assert torch.allclose(drawn[..., ::2, ::2], mean, atol=1e-6)


def test_other_generators_have_no_sizes_of_their_own(asked):
    assert levels(asked) is None
