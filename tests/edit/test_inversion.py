import numpy as np
import pytest
import torch

from ganstudio.core.capabilities import Encodes, capability
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Artist
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.inversion import Invert, kept_steps, psnr
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed
from ganstudio.edit.photos import own_photo
from tests.edit.worlds import discs, linear

QUICK = {"steps": 40, "restarts": 2}


def noise(shape) -> Packed:
    return Packed.of(np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8))


def test_own_pictures_of_a_trained_model_are_found() -> None:
    system = discs()
    request = Invert(target=own_photo(Artist(system), 5), steps=100, restarts=2, near=0)
    found = request.run(system).readings["found"]
    assert found.best[-1] < 0.1
    assert max(found.own) < 0.1
    assert found.best[-1] <= found.best[0]


def test_what_the_model_cannot_make_keeps_an_error_far_above_its_own() -> None:
    system = discs()
    found = Invert(target=noise((16, 16, 3)), **QUICK).run(system).readings["found"]
    assert found.best[-1] > 0.5
    assert found.best[-1] > 10 * max(found.own)


def test_the_latent_of_a_linear_generator_is_found() -> None:
    system, _ = linear()
    rendering = Invert(target=own_photo(Artist(system), 1), steps=150, near=0).run(system)
    target, made = rendering.pictures
    assert np.abs(target.astype(int) - made).max() <= 2


@pytest.mark.parametrize("space", ["z", "w", "w+"])
def test_spaces_of_styles_are_searched_and_their_latents_drawn_again(styled, space) -> None:
    request = Invert(target=own_photo(Artist(styled), 9), space=space, **QUICK)
    rendering = request.run(styled)
    found = rendering.readings["found"]
    again = Draw(items=(Drawn(latent=found.latents[-1]),)).run(styled).pictures[0]
    assert np.abs(again.astype(int) - found.pictures[-1]).max() <= 1
    assert np.array_equal(rendering.pictures[1], found.pictures[-1])
    assert found.steps == kept_steps(40)
    assert found.tracks.shape == (41, 2)
    assert all(0 < value <= 1 for value in found.editability)


def test_the_best_error_never_rises(styled) -> None:
    found = Invert(target=noise((16, 16, 1)), **QUICK).run(styled).readings["found"]
    assert (np.diff(found.best) <= 0).all()


def test_wider_spaces_come_nearer_and_edit_worse(styled) -> None:
    found = {
        space: Invert(target=noise((16, 16, 1)), space=space, steps=40, restarts=1).run(styled)
        .readings["found"] for space in ("w", "w+")
    }  # fmt: skip
    assert found["w+"].best[-1] < found["w"].best[-1]
    assert found["w+"].editability[-1] < found["w"].editability[0]


def test_tuning_comes_nearer_and_leaves_the_model_as_it_is(styled) -> None:
    before = {k: v.clone() for k, v in styled.players["generator"].state_dict().items()}
    request = Invert(target=noise((16, 16, 1)), tuning=30, **QUICK)
    found = request.run(styled).readings["found"]
    after = styled.players["generator"].state_dict()
    assert all(torch.equal(before[key], after[key]) for key in before)
    assert found.tuned_from == 40
    assert found.steps[-1] == 70
    assert found.best[-1] < found.best[40]
    assert found.latents[-1] == found.latents[-2]


def test_the_same_request_gives_the_same_bytes(styled) -> None:
    request = Invert(target=noise((16, 16, 1)), tuning=5, steps=10)
    one, other = request.run(styled), request.run(styled)
    assert np.array_equal(one.pictures, other.pictures)
    assert np.array_equal(one.readings["found"].best, other.readings["found"].best)


def test_a_search_can_be_cancelled(styled) -> None:
    steps = []

    def stop(step, _picture):
        steps.append(step)
        if step >= 5:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        Invert(target=noise((16, 16, 1)), steps=500).run(styled, stop)
    assert max(steps) < 20


def test_an_encoder_gives_the_start_and_the_hybrid_goes_on_from_there(two_way) -> None:
    target = own_photo(Artist(two_way), 3)
    encodes = capability(two_way, Encodes)
    assert encodes is not None
    images = to_float(target.tensor().permute(2, 0, 1)[None])
    with torch.no_grad():
        z = encodes.encode(images)
    alone = Invert(target=target, start="encoder").run(two_way).readings["found"]
    assert alone.steps == (0,)
    assert alone.latents[-1] == Latent(z=Packed.of(z[0]))
    hybrid = Invert(target=target, start="hybrid", **QUICK).run(two_way).readings["found"]
    assert hybrid.tracks.shape == (41, 2)
    assert hybrid.tracks[0, 0] == pytest.approx(alone.best[0], rel=1e-5)
    assert hybrid.best[-1] < alone.best[0]


def test_what_a_model_has_not_is_told(labelled, styled) -> None:
    target = noise((8, 8, 1))
    with pytest.raises(InputError, match="no styles"):
        Invert(target=target, space="w", **QUICK).run(labelled)
    with pytest.raises(InputError, match="no encoder"):
        Invert(target=target, start="encoder", **QUICK).run(labelled)
    with pytest.raises(InputError, match="1 x 8 x 8 and the model makes 1 x 16 x 16"):
        Invert(target=target, **QUICK).run(styled)
    with pytest.raises(InputError, match="no photo yet"):
        Invert().run(styled)


def test_classes_are_searched_in_the_class_that_was_asked(labelled) -> None:
    found = Invert(target=noise((8, 8, 1)), label=3, **QUICK).run(labelled).readings["found"]
    assert found.latents[-1].label == 3


def test_decibels_of_a_hundredth_of_the_range() -> None:
    assert psnr(4 * 0.01**2) == pytest.approx(40)


@pytest.mark.parametrize("space", ["w", "w+"])
def test_the_mean_style_is_the_first_start_where_it_is_asked_for(styled, space) -> None:
    target = own_photo(Artist(styled), 3)
    request = Invert(target=target, space=space, start="average", steps=5, restarts=2)
    path = request.run(styled).readings["found"].path
    np.testing.assert_allclose(path.places[0, 0], path.middle, atol=1e-5)
    assert path.places.shape[1] == 2
    assert np.abs(path.places[0, 1] - path.middle).max() > 1e-3


def test_z_has_no_mean_style_to_start_from(styled) -> None:
    request = Invert(target=own_photo(Artist(styled), 3), start="average")
    with pytest.raises(InputError, match="no mean style to start from in z"):
        request.run(styled)
    inside = request.in_space("w").in_space("z")
    assert (inside.space, inside.start) == ("z", "search")
    assert request.in_space("w").start == "average"


def test_starts_are_told_the_best_one_first(styled) -> None:
    target = own_photo(Artist(styled), 6)
    found = Invert(target=target, **QUICK).run(styled).readings["found"]
    told = found.starts()
    assert sorted(one.start for one in told) == list(range(found.tracks.shape[1]))
    assert [one.least for one in told] == sorted(one.least for one in told)
    for one in told:
        assert one.first == found.tracks[0, one.start]
        assert one.least == found.tracks[one.step, one.start] == found.tracks[:, one.start].min()
