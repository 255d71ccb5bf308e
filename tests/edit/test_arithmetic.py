import numpy as np
import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.edit.arithmetic import Combine
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent

ONE, TWO, THREE, FOUR = (Latent(seed=seed) for seed in range(1, 5))


def test_a_minus_b_plus_c_is_counted_in_z(labelled):
    artist = Artist(labelled)
    found = Combine(a=(ONE, TWO), b=(THREE,), c=(FOUR,)).run(labelled).readings["latent"]
    wanted = (artist.z(ONE) + artist.z(TWO)) / 2 - artist.z(THREE) + artist.z(FOUR)
    torch.testing.assert_close(found.z.tensor(), wanted[0])


def test_with_styles_it_is_counted_in_w(styled):
    artist = Artist(styled)
    found = Combine(a=(ONE,), b=(TWO,), c=(THREE,)).run(styled).readings["latent"]
    wanted = artist.styles(ONE) - artist.styles(TWO) + artist.styles(THREE)
    torch.testing.assert_close(found.styles.tensor(), wanted[0])


def test_a_minus_a_plus_c_is_c(styled):
    result = Combine(a=(ONE,), b=(ONE,), c=(TWO,)).run(styled)
    np.testing.assert_allclose(
        result.pictures[0].astype(int), Artist(styled).draw(TWO).astype(int), atol=1
    )


def test_the_result_is_drawn_again_as_it_was(styled):
    result = Combine(a=(ONE, TWO)).run(styled)
    assert (Artist(styled).draw(result.readings["latent"]) == result.pictures[0]).all()


def test_the_class_is_that_of_c(labelled):
    latents = [Latent(seed=seed, label=seed) for seed in (1, 2, 3)]
    a, b, c = ((latent,) for latent in latents)
    assert Combine(a=a, b=b, c=c).run(labelled).readings["latent"].label == 3
    assert Combine(a=a).run(labelled).readings["latent"].label == 1


def test_a_difference_alone_is_no_picture(styled):
    with pytest.raises(InputError, match="needs all three sets"):
        Combine(a=(ONE,), b=(TWO,)).run(styled)
