"""Tokens: drawn, and labelled in halves."""

import colorsys

import numpy as np
import pytest
import torch

from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data.pixels import to_uint8
from ganstudio.data.token_drawing import COLOURS, HUES, RADII, SHAPES, Factors, draw
from ganstudio.data.tokens import GROUPS, UNKNOWN, Tokens, planted, told

every_shape = pytest.mark.parametrize("shape", range(len(SHAPES)), ids=SHAPES)


def token(**changes):
    """A red disc in the middle of a plain grey-blue ground, lit from above."""
    usual = {
        "colour": 0, "size": 1, "shape": 0, "hue": 0.0, "radius": 0.5, "turn": 0.0, "x": 0.0,
        "y": 0.0, "ground": 0, "ground_hue": 0.6, "other_hue": 0.6, "ground_level": 0.8,
        "ground_turn": 0.0, "light": -np.pi / 2,
    }  # fmt: skip
    return Factors(**{k: np.array([v]) for k, v in (usual | changes).items()})


def drawn(side=64, **changes):
    return draw(token(**changes), side)[0].astype(int)


def covered(picture):
    """Share of the picture that is the red token."""
    red, green, blue = np.moveaxis(picture, -1, 0)
    return (red > 1.3 * np.maximum(green, blue)).mean()


@every_shape
def test_every_shape_covers_as_much_as_the_disc_of_its_radius(shape):
    disc = np.pi * 0.5**2 / 4
    assert covered(drawn(256, shape=shape)) == pytest.approx(disc, rel=0.06)


@every_shape
def test_the_area_grows_with_the_square_of_the_radius(shape):
    areas = [covered(drawn(256, shape=shape, radius=r)) for r in (0.25, 0.5)]
    assert areas[1] / areas[0] == pytest.approx(4, rel=0.04)


@pytest.mark.parametrize(("shape", "corners"), [(1, 3), (2, 4), (3, 6)])
def test_a_polygon_is_the_same_after_a_turn_by_one_corner(shape, corners):
    one, same = (drawn(shape=shape, turn=t) for t in (0.3, 0.3 + 2 * np.pi / corners))
    other = drawn(shape=shape, turn=0.3 + np.pi / corners)
    assert np.abs(one - same).max() <= 1
    assert np.abs(one - other).max() > 40


@every_shape
@pytest.mark.parametrize("hue", HUES)
def test_the_middle_has_the_hue_that_was_asked_for(shape, hue):
    pixel = drawn(65, shape=shape, hue=hue)[34, 32] / 255
    found, purity, _ = colorsys.rgb_to_hsv(*pixel)
    assert abs((found - hue + 0.5) % 1 - 0.5) < 0.02
    assert purity > 0.6


def test_no_ground_is_as_pure_as_a_token():
    factors = planted(200)._replace(radius=np.full(200, 1e-3), x=np.full(200, -0.9))
    pictures = draw(factors, 32)[:, :, 8:].astype(float)
    purity = 1 - pictures.min(-1) / pictures.max(-1)
    assert purity.max() < 0.45


def test_a_token_changes_nothing_far_from_itself():
    one, other = drawn(hue=0.0, x=-0.4, radius=0.3), drawn(hue=0.5, x=-0.4, radius=0.3)
    assert (one[:, 44:] == other[:, 44:]).all()
    assert np.abs(one - other).max() > 100


def test_a_small_picture_is_the_large_one_seen_from_afar():
    factors = planted(16)
    large, small = draw(factors, 128).astype(float), draw(factors, 32)
    assert np.abs(large.reshape(16, 32, 4, 32, 4, 3).mean((2, 4)) - small).mean() < 2


def test_factors_tell_colour_and_size_apart():
    factors = planted(3000)
    middles = np.asarray(HUES)[factors.colour]
    assert np.abs((factors.hue - middles + 0.5) % 1 - 0.5).max() <= 0.031
    assert ((factors.radius > np.mean(RADII)) == (factors.size == 1)).all()
    table = told(factors)
    assert np.abs(np.corrcoef(table.T)[0, 1]) < 0.06
    counts = np.bincount(table[:, 0] * 2 + table[:, 1])
    assert counts.min() > 400


def test_each_half_tells_one_thing():
    known = Tokens(count=101).attributes()
    truth = told(Tokens(count=101).factors())
    assert (known[:50, 0] == truth[:50, 0]).all()
    assert (known[50:, 1] == truth[50:, 1]).all()
    assert (known[:50, 1] == UNKNOWN).all()
    assert (known[50:, 0] == UNKNOWN).all()
    assert (Tokens(count=101, labels="all").attributes() == truth).all()


def test_batches_carry_pictures_and_what_they_tell(opened):
    source = Tokens(count=40)
    data = opened(source)
    batch, factors = data.reference(30, 3), data.reference_factors(30, 3)
    assert (to_uint8(batch.real) == draw(factors, 32)).all()
    assert ((batch.attributes >= 0).sum(1) == 1).all()
    truth = torch.from_numpy(told(factors))
    known = batch.attributes >= 0
    assert torch.equal(batch.attributes[known], truth[known])
    assert known.any(0).all()
    assert data.spec == source.spec()
    assert data.spec.groups == GROUPS
    assert GROUPS[0].classes == COLOURS
    assert batch.label is None


def test_draws_continue_exactly(opened):
    data, other = opened(Tokens(count=40), seed=1), opened(Tokens(count=40), seed=1)
    data.draw(13)
    other.restore(data.state())
    one, two = data.draw(40), other.draw(40)
    assert torch.equal(one.real, two.real)
    assert torch.equal(one.attributes, two.attributes)


def test_a_box_of_another_size_cannot_continue(opened):
    with pytest.raises(DataError):
        opened(Tokens(count=40)).restore(opened(Tokens(count=41)).state())


def test_tokens_are_drawn_once_however_they_are_labelled():
    told_words = []
    Tokens(count=300).pictures(lambda words, _: told_words.append(words))
    assert told_words[1:] == ["Drawing 0 of 300 tokens", "Drawing 256 of 300 tokens"]
    told_words.clear()
    Tokens(count=300, labels="all").pictures(lambda words, _: told_words.append(words))
    assert told_words == ["Preparing tokens"]


def test_a_cancelled_drawing_leaves_nothing_behind():
    def report(words, share):
        if share > 0.4:
            raise Cancelled(words)

    with pytest.raises(Cancelled, match="Drawing 256 of 300"):
        Tokens(count=300).pictures(report)
    assert len(Tokens(count=20).pictures(lambda *_: None).images) == 20
