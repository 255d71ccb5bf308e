import numpy as np
import pytest

from ganstudio.edit.latents import Latent
from ganstudio.edit.pacing import evened, seam, wanted_order
from ganstudio.edit.timeline import Interpolate, Key


def film(*times: float, **changed: object) -> Interpolate:
    keys = tuple(Key(time=time, latent=Latent(seed=at)) for at, time in enumerate(times))
    return Interpolate.model_validate(
        {"keys": keys, "frames_per_second": 10, "seconds": 3.0} | changed
    )


def test_the_playhead_comes_first_and_every_frame_once() -> None:
    order = wanted_order(100, 40, range(100))
    assert order[0] == 40
    assert sorted(order) == list(range(100))


def test_early_frames_lie_far_apart_and_later_ones_between() -> None:
    order = wanted_order(129, 64, range(129))
    assert order[:5] == (64, 32, 96, 0, 128)
    assert {abs(at - 64) % 16 for at in order[:9]} == {0}
    assert {48, 80} <= set(order[5:9])


def test_frames_of_a_round_go_from_near_to_far() -> None:
    odd = [at for at in wanted_order(20, 10, range(20)) if (at - 10) % 2]
    assert [abs(at - 10) for at in odd] == sorted(abs(at - 10) for at in odd)


def test_only_missing_frames_are_wanted() -> None:
    assert wanted_order(10, 2, {7, 3}) == (3, 7)
    assert wanted_order(10, 2, ()) == ()


def test_stretches_last_as_long_as_their_path() -> None:
    lengths = np.array([3.0] * 10 + [1.0] * 19)
    even = evened(film(0, 1, 2.9), lengths)
    assert [key.time for key in even.keys] == pytest.approx([0, 2.9 * 30 / 49, 2.9], abs=2e-3)


def test_a_film_that_stands_still_is_left_alone() -> None:
    still = film(0, 1, 2)
    assert evened(still, np.zeros(29)) == still


def test_a_loop_closes_unless_its_last_key_holds() -> None:
    assert seam(film(0, 1, 2, is_loop=True)) == ""
    keys = (Key(time=0, latent=Latent(seed=1)), Key(time=1, latent=Latent(seed=2), easing="hold"))
    assert "jumps" in seam(film(is_loop=True, keys=keys))


def test_a_key_at_the_end_of_a_loop_is_told() -> None:
    assert "leaves out" in seam(film(0, 3, is_loop=True))


def test_an_open_film_closes_where_its_ends_are_alike() -> None:
    assert seam(film(0, 1)) == "The ends differ"
    keys = tuple(Key(time=time, latent=Latent(seed=1)) for time in (0, 3))
    assert seam(film(keys=keys)) == ""
