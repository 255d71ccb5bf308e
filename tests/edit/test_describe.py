import pytest

from ganstudio.core.capabilities import Captioned, capability
from ganstudio.core.errors import InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.describe import Describe, Said
from ganstudio.edit.latents import Latent

ONE = Latent(seed=1)


def of_class(chosen):
    return Said(weights=tuple(float(at == chosen) for at in range(10)))


def test_the_ends_are_the_classes_themselves(labelled):
    request = Describe(latents=(ONE,), start=of_class(2), end=of_class(7), columns=3)
    result = request.run(labelled)
    artist = Artist(labelled)
    assert (result.pictures[0] == artist.draw(Latent(seed=1, label=2))).all()
    assert (result.pictures[2] == artist.draw(Latent(seed=1, label=7))).all()
    halves = tuple(0.5 * (at in (2, 7)) for at in range(10))
    assert (result.pictures[1] == artist.draw(Latent(seed=1, blend=halves))).all()


def test_one_end_is_one_column(labelled):
    result = Describe(latents=(ONE, Latent(seed=2)), start=of_class(0)).run(labelled)
    assert (len(result.pictures), result.columns) == (2, 1)


def test_captions_are_joined_by_what_lies_between(captioned):
    words = capability(captioned, Captioned).words
    start, end = Said(caption=words[0]), Said(caption=words[1])
    result = Describe(latents=(ONE,), start=start, end=end, columns=3).run(captioned)
    artist = Artist(captioned)
    z = artist.z(ONE)
    assert (result.pictures[0] == artist.draw_z(z, caption=words[0])).all()
    assert (result.pictures[-1] == artist.draw_z(z, caption=words[1])).all()


def test_a_caption_without_a_known_word_says_so(captioned):
    with pytest.raises(InputError, match="no word that this model knows"):
        Describe(latents=(ONE,), start=Said(caption="qwertz")).run(captioned)


def test_a_model_without_classes_says_so(styled):
    with pytest.raises(InputError, match="neither classes nor captions"):
        Describe(latents=(ONE,), start=of_class(0)).run(styled)
