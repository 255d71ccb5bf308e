import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.sweep import RESAMPLED, Sweep
from ganstudio.edit.vary import Vary

TWO = (Latent(seed=1), Latent(seed=2))


def test_at_zero_all_are_the_mean_and_at_one_nothing_is_changed(styled):
    result = Sweep(latents=TWO, strengths=(0.0, 1.0)).run(styled)
    assert (result.pictures[0] == result.pictures[2]).all()
    artist = Artist(styled)
    assert (result.pictures[1] == artist.draw(TWO[0])).all()
    assert (result.pictures[3] == artist.draw(TWO[1])).all()
    assert result.columns == 2


def test_a_cut_off_before_the_first_layer_changes_nothing(styled):
    result = Sweep(latents=TWO[:1], strengths=(0.0, 1.0), manner=Manner(layers=0)).run(styled)
    assert (result.pictures[0] == result.pictures[1]).all()


def test_resampling_truncation_keeps_everything_at_one(resampling):
    latents = tuple(Latent(seed=seed, label=seed) for seed in (1, 2))
    result = Sweep(latents=latents, strengths=RESAMPLED).run(resampling)
    artist = Artist(resampling)
    assert (result.pictures[len(RESAMPLED) - 1] == artist.draw(latents[0])).all()
    assert (result.pictures[0] != result.pictures[len(RESAMPLED) - 1]).any()


def test_a_model_without_truncation_says_so(labelled):
    with pytest.raises(InputError, match="offers no truncation"):
        Sweep(latents=TWO).run(labelled)


def test_the_deviation_is_that_of_the_draws(styled):
    manner = Manner(noise="random")
    result = Vary(latent=TWO[0], draws=8, manner=manner).run(styled)
    artist = Artist(styled)
    drawn = [
        artist.draw(TWO[0], Manner(noise="random", noise_seed=seed)).astype(np.float64)
        for seed in range(8)
    ]
    wanted = np.stack(drawn).std(0).mean(-1)
    np.testing.assert_allclose(result.readings["deviation"], wanted, atol=1e-4)
    assert result.pictures[1].max() == (255 if wanted.max() > 0 else 0)


def test_noise_that_is_off_varies_nothing(styled):
    result = Vary(latent=TWO[0], draws=4, manner=Manner(noise="off")).run(styled)
    assert result.readings["largest"] == 0


def test_a_model_without_noise_says_so(labelled):
    with pytest.raises(InputError, match="takes no noise"):
        Vary(latent=TWO[0], draws=2).run(labelled)
