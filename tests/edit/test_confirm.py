import numpy as np
import pytest
import torch

from ganstudio.core.capabilities import Classifies, capability
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Artist
from ganstudio.edit.confirm import Confirm, NameClasses
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.given import Given
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed

DRAWS = 40


@pytest.fixture(scope="module")
def named(partly_labelled):
    """Probabilities of the first draws, found without the request."""
    artist, critic = Artist(partly_labelled), capability(partly_labelled, Classifies)
    rows = []
    for seed in range(DRAWS):
        picture = artist.draw(Latent(seed=seed))
        with torch.no_grad():
            image = to_float(torch.from_numpy(picture).permute(2, 0, 1)[None])
            rows.append(critic.classify(image)[0].numpy())
    return np.stack(rows)


def test_it_finds_exactly_the_draws_that_the_critic_names(partly_labelled, named):
    wanted = 3
    least = float(np.sort(named[:, wanted])[-8])
    right = np.flatnonzero(named[:, wanted] >= least)
    request = Confirm(wanted=wanted, least=least, count=4, most=DRAWS)
    result = request.run(partly_labelled)
    assert [one.seed for one in result.readings["latents"]] == list(right[:4])
    assert result.readings["draws"] == right[3] + 1
    np.testing.assert_allclose(result.readings["chances"], named[right[:4]], atol=1e-6)
    artist = Artist(partly_labelled)
    for latent, picture in zip(result.readings["latents"], result.pictures, strict=True):
        assert (artist.draw(latent) == picture).all()


def test_it_ends_at_the_limit_with_what_it_has(partly_labelled, named):
    least = float(np.sort(named[:20, 0])[-3])
    result = Confirm(wanted=0, least=least, count=12, most=20).run(partly_labelled)
    assert (len(result.pictures), result.readings["draws"]) == (3, 20)
    assert result.readings["highest"] == pytest.approx(float(named[:20, 0].max()))


def test_nothing_found_says_how_near_it_came(partly_labelled, named):
    highest = f"{named[:10, 2].max():.2f}"
    with pytest.raises(InputError, match=f"None of 10 draws.*the highest was {highest}"):
        Confirm(wanted=2, least=1.0, most=10).run(partly_labelled)


def test_every_draw_is_heard_and_may_end_it(partly_labelled):
    heard = []

    def listen(tried):
        heard.append(tried)
        if tried.draws == 5:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        Confirm(least=0.0, most=10).search(partly_labelled, listen)
    assert [(one.draws, one.is_found, one.found) for one in heard] == [
        (at, True, at) for at in range(1, 6)
    ]


def test_a_given_picture_is_named_as_a_drawn_one(partly_labelled, named):
    picture = Artist(partly_labelled).draw(Latent(seed=7))
    given = Given(name="seven", picture=Packed.of(picture))
    found = NameClasses(given=given).run(partly_labelled).readings["chances"]
    np.testing.assert_allclose(found, named[7], atol=1e-6)
    assert found.sum() == pytest.approx(1, abs=1e-5)


def test_a_script_replays_the_same_bytes(partly_labelled):
    request = Confirm(wanted=1, least=0.01, count=3, seed=50)
    again = loads(dumps(Script(edit=request)), Script, "edit.yaml").edit
    assert (again.run(partly_labelled).sheet() == request.run(partly_labelled).sheet()).all()


def test_an_unknown_class_and_a_critic_without_classes_say_so(partly_labelled, labelled):
    with pytest.raises(InputError, match="Classes go from 0 to 9; 10 is not one"):
        Confirm(wanted=10).run(partly_labelled)
    with pytest.raises(InputError, match="names no classes"):
        Confirm().run(labelled)


def test_a_generator_with_classes_is_asked_for_the_wanted_one(auxiliary):
    result = Confirm(wanted=4, least=0.0, count=2).run(auxiliary)
    assert [one.label for one in result.readings["latents"]] == [4, 4]
    assert (result.pictures[0] == Artist(auxiliary).draw(Latent(seed=0, label=4))).all()
