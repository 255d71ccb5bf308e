from copy import deepcopy

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.packed import Packed
from ganstudio.edit.timeline import Course, Frames, Interpolate, Key, Norms, Place

ONE, TWO, THREE = (Latent(seed=seed) for seed in (1, 2, 3))
SPACES = ("z-lerp", "z-slerp", "w-lerp", "w+")


def film(*times: float, **changed: object) -> Interpolate:
    latents = (ONE, TWO, THREE)
    keys = tuple(
        Key(time=time, latent=latent, easing="linear")
        for time, latent in zip(times or (0.0, 1.0), latents, strict=False)
    )
    fields = {"keys": keys, "frames_per_second": 4, "seconds": 2.0} | changed
    return Interpolate.model_validate(fields)


@pytest.mark.parametrize("space", SPACES)
def test_a_frame_at_a_key_is_its_picture_bit_for_bit(styled: System, space: str) -> None:
    drawn = film(0, 1, space=space).run(styled)
    assert np.array_equal(drawn.pictures[0], Artist(styled).draw(ONE))
    assert np.array_equal(drawn.pictures[4], Artist(styled).draw(TWO))
    assert not np.array_equal(drawn.pictures[2], drawn.pictures[4])


def test_frames_are_the_same_in_whatever_order_they_are_drawn(styled: System) -> None:
    told: dict[int, np.ndarray] = {}
    Frames(film=film(0, 1), frames=(5, 1, 3)).run(styled, told.__setitem__)
    whole = film(0, 1).run(styled)
    assert list(told) == [5, 1, 3]
    assert all(np.array_equal(picture, whole.pictures[at]) for at, picture in told.items())


def test_before_the_first_and_behind_the_last_key_nothing_moves() -> None:
    moments = [film(0.5, 1.0).moment_at(time) for time in (0.0, 0.5, 1.0, 1.9)]
    assert [moment.start for moment in moments] == [ONE, ONE, TWO, TWO]
    assert all(moment.amount == 0 for moment in moments)


def test_a_loop_ends_where_it_begins() -> None:
    loop = film(0.25, 1.0, is_loop=True)
    assert loop.moment_at(2.0) == loop.moment_at(0.0)
    wrapped = loop.moment_at(1.625)
    assert (wrapped.start, wrapped.end) == (TWO, ONE)
    assert wrapped.amount == pytest.approx(0.5)
    before = loop.moment_at(0.125)
    assert (before.start, before.end) == (TWO, ONE)
    assert before.amount == pytest.approx(0.9)


def test_keys_beyond_the_end_are_left_out_of_a_loop() -> None:
    loop = film(0, 1, 3, is_loop=True)
    assert {loop.moment_at(time).end for time in (0.5, 1.5)} == {TWO, ONE}


def test_two_keys_at_one_time_make_a_cut() -> None:
    cut = film(0, 1, 1)
    assert cut.moment_at(0.99).end == TWO
    assert cut.moment_at(1.0).start == THREE


def test_truncation_is_straight_between_keys_and_flat_behind_one_that_holds() -> None:
    keys = (
        Key(time=0, latent=ONE, truncation=1.0, easing="smooth"),
        Key(time=1, latent=TWO, truncation=0.5, easing="hold"),
        Key(time=2, latent=ONE, truncation=0.0),
    )
    made = film(keys=keys)
    assert made.moment_at(0.25).truncation == pytest.approx(0.875)
    assert made.moment_at(1.75).truncation == 0.5
    assert made.moment_at(1.75).end == TWO


def test_the_norm_dips_on_the_line_and_keeps_its_course_on_the_arc(styled: System) -> None:
    norms = {
        space: Norms(film=film(0, 2, space=space)).run(styled).readings["norms"]
        for space in ("z-lerp", "z-slerp")
    }
    ends = norms["z-lerp"][0], float(Artist(styled).z(TWO).norm())
    assert min(norms["z-lerp"]) < min(ends)
    straight = np.linspace(ends[0], ends[1], 9)[:8]
    assert norms["z-slerp"] == pytest.approx(straight, rel=1e-4)


def test_w_lerp_is_the_line_between_styles(styled: System) -> None:
    artist = Artist(styled)
    point = Course(film(0, 1, space="w-lerp"), artist).point(film(0, 1).moment_at(0.5))
    assert torch.allclose(point, (artist.styles(ONE) + artist.styles(TWO)) / 2, atol=1e-6)


def test_classes_are_blended_on_the_way(labelled: System) -> None:
    keys = (
        Key(time=0, latent=Latent(seed=1, label=3), easing="linear"),
        Key(time=1, latent=Latent(seed=1, label=8), easing="linear"),
    )
    made = film(keys=keys, space="z-lerp")
    artist = Artist(labelled)
    label = Course(made, artist)._label(made.moment_at(0.25))
    assert label is not None
    assert label[0, [3, 8]].tolist() == [0.75, 0.25]
    drawn = made.run(labelled)
    assert np.array_equal(drawn.pictures[0], artist.draw(Latent(seed=1, label=3)))
    assert np.array_equal(drawn.pictures[4], artist.draw(Latent(seed=1, label=8)))


def test_captions_are_blended_on_the_way(captioned: System) -> None:
    artist = Artist(captioned)
    assert artist.captioned is not None
    first, second = artist.captioned.words[:2]
    keys = (
        Key(time=0, latent=Latent(seed=1, caption=first), easing="linear"),
        Key(time=1, latent=Latent(seed=1, caption=second), easing="linear"),
    )
    made = film(keys=keys, space="z-lerp")
    halfway = Course(made, artist)._condition(made.moment_at(0.5))
    expected = (artist.condition(first) + artist.condition(second)) / 2
    assert halfway is not None
    assert torch.allclose(halfway, expected)
    assert len(made.run(captioned).pictures) == 8


def test_noise_of_a_key_lasts_until_the_next(styled: System) -> None:
    noisy = deepcopy(styled)
    for name, strength in noisy.players["generator"].named_parameters():
        if name.endswith("strength"):
            strength.data.fill_(1.0)
    keys = (
        Key(time=0, latent=ONE, easing="hold", noise_seed=4),
        Key(time=1, latent=ONE, easing="hold", noise_seed=5),
    )
    drawn = film(keys=keys, noise="random").run(noisy)
    assert np.array_equal(drawn.pictures[0], drawn.pictures[3])
    assert not np.array_equal(drawn.pictures[3], drawn.pictures[4])
    fourth = Artist(noisy).draw(ONE, Manner(noise="random", noise_seed=4))
    assert np.array_equal(drawn.pictures[0], fourth)


@pytest.mark.parametrize("space", SPACES)
def test_a_place_becomes_a_key_that_draws_the_same(styled: System, space: str) -> None:
    made = film(0, 1, space=space)
    found = Place(film=made, time=0.5).run(styled)
    again = Artist(styled).draw(found.readings["latent"])
    whole = made.run(styled)
    assert np.array_equal(found.pictures[0], whole.pictures[2])
    assert np.abs(again.astype(int) - found.pictures[0].astype(int)).max() <= 1


def test_a_film_survives_its_script() -> None:
    script = Script(edit=film(0, 1, 2, is_loop=True, space="w+"))
    assert loads(dumps(script), Script, "film") == script


def test_keys_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="order of their times"):
        film(1, 0)


def test_w_needs_styles(labelled: System) -> None:
    with pytest.raises(InputError, match="choose z-slerp or z-lerp"):
        film(0, 1, space="w-lerp").run(labelled)


def test_many_styles_need_w_plus(styled: System) -> None:
    count, size = Artist(styled).styles(ONE).shape[1:]
    many = Latent(styles=Packed.of(np.arange(count * size, dtype=np.float32).reshape(count, size)))
    keys = (Key(time=0, latent=many), Key(time=1, latent=ONE))
    with pytest.raises(InputError, match=r"choose w\+"):
        film(keys=keys, space="w-lerp").run(styled)
    with pytest.raises(InputError, match="has no z"):
        film(keys=keys, space="z-lerp").run(styled)
    assert len(film(keys=keys, space="w+").run(styled).pictures) == 8


def test_truncation_of_a_model_without_it_is_told(labelled: System) -> None:
    keys = (Key(time=0, latent=ONE, truncation=0.5),)
    with pytest.raises(InputError, match="no truncation"):
        film(keys=keys, space="z-lerp").run(labelled)
