import colorsys

import numpy as np
import pytest
import torch
from pydantic import TypeAdapter, ValidationError

from ganstudio.core.config import explain
from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data.catalog import Source
from ganstudio.data.flower_drawing import SHAPES, Factors, draw, pure_hue
from ganstudio.data.flowers import COLOURS, Flowers, captions, colour_of, planted
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import unreported

every_shape = pytest.mark.parametrize("shape", range(len(SHAPES)), ids=SHAPES)


def flower(**changes):
    """One upright flower in the middle: red, with an orange centre on blue, lit from above."""
    usual = {
        "petals": 6, "shape": 0, "hue": 0.0, "size": 0.8, "turn": 0.0, "centre_hue": 0.03,
        "ground_hue": 2 / 3, "light": -np.pi / 2, "x": 0.0, "y": 0.0, "tilt": 0.0,
    }  # fmt: skip
    return Factors(**{k: np.float32([v]) for k, v in (usual | changes).items()})


def drawn(side=64, **changes):
    return draw(flower(**changes), side)[0].astype(int)


def is_flower(picture):
    """Petals and centre are redder than green or blue; ground and stem are not."""
    red, green, blue = np.moveaxis(picture, -1, 0)
    return (red > green) & (red > blue)


def around(picture, radius):
    """Values of (h, w) on a circle in half widths, one a degree."""
    angles = np.radians(np.arange(360))
    side = len(picture)
    x, y = (((f(angles) * radius + 1) / 2 * side).astype(int) for f in (np.cos, np.sin))
    return picture[y, x]


@every_shape
@pytest.mark.parametrize("hue", [0.0, 0.1, 0.3, 0.5, 0.66, 0.83])
def test_the_middle_of_a_petal_has_the_hue_that_was_asked_for(shape, hue):
    picture = drawn(128, shape=shape, hue=hue)
    pixel = picture[64, 64 + round(0.75 * 0.8 * 64)] / 255
    found, saturation, value = colorsys.rgb_to_hsv(*pixel)
    assert abs((found - hue + 0.5) % 1 - 0.5) < 0.012
    assert saturation > 0.4
    assert value > 0.6


def test_pure_hues_are_those_of_the_colour_circle():
    hues = np.linspace(0, 0.99, 23, dtype=np.float32)
    expected = [colorsys.hsv_to_rgb(hue, 1, 1) for hue in hues.tolist()]
    np.testing.assert_allclose(pure_hue(hues).T, expected, atol=1e-5)


@every_shape
@pytest.mark.parametrize("petals", range(4, 13))
def test_petals_repeat_as_often_as_they_are_many(shape, petals):
    picture = drawn(128, shape=shape, petals=petals)
    circle = around(is_flower(picture), 0.8 * 0.93).astype(float)
    harmonics = np.abs(np.fft.rfft(circle - circle.mean()))
    strong = np.flatnonzero(harmonics > 0.2 * harmonics.max())
    # A notched petal has two lobes, nearly as far apart as those of neighbours.
    lobes = (1, 2) if SHAPES[shape] == "notched" else (1,)
    assert strong[0] in [petals * number for number in lobes]
    assert not (strong % petals).any()


@every_shape
def test_a_turn_by_one_petal_gives_the_same_picture(shape):
    one = drawn(shape=shape, petals=7, turn=0.3, tilt=0.2)
    same = drawn(shape=shape, petals=7, turn=0.3 + 2 * np.pi / 7, tilt=0.2)
    half = drawn(shape=shape, petals=7, turn=0.3 + np.pi / 7, tilt=0.2)
    assert np.abs(one - same).max() <= 2
    assert np.abs(one - half).max() > 40


@every_shape
def test_the_area_grows_with_the_square_of_the_size(shape):
    areas = [is_flower(drawn(128, shape=shape, size=r)).sum() for r in (0.45, 0.9)]
    assert areas[1] / areas[0] == pytest.approx(4, rel=0.04)


def test_the_flower_lies_where_it_should():
    rows, columns = np.nonzero(is_flower(drawn(128, size=0.5, x=0.2, y=-0.3)))
    assert (columns.mean() + 0.5) / 64 - 1 == pytest.approx(0.2, abs=0.02)
    assert (rows.mean() + 0.5) / 64 - 1 == pytest.approx(-0.3, abs=0.02)


def test_a_tilted_flower_is_less_high():
    def extent(tilt):
        rows, columns = np.nonzero(is_flower(drawn(128, petals=12, tilt=tilt)))
        return np.ptp(rows), np.ptp(columns)

    (height, width), (lower, as_wide) = extent(0.0), extent(0.3)
    assert lower / height == pytest.approx(0.7, abs=0.02)
    assert as_wide == width


@pytest.mark.parametrize("light", [-np.pi, -np.pi / 2, 0.0])
def test_petals_towards_the_light_are_brighter(light):
    level = drawn(128, petals=12, light=light).sum(-1)
    x, y = np.cos(light), np.sin(light)

    def patch(sign):
        row, column = round(64 + sign * 36 * y), round(64 + sign * 36 * x)
        return level[row - 8 : row + 8, column - 8 : column + 8].mean()

    assert patch(1) > 1.08 * patch(-1)


@every_shape
def test_a_small_picture_is_the_large_one_seen_from_afar(shape):
    settings = {"shape": shape, "turn": 0.2, "tilt": 0.1, "light": -1.0}
    large, small = drawn(128, **settings), drawn(32, **settings)
    shrunk = large.reshape(32, 4, 32, 4, 3).mean((1, 3))
    assert np.abs(shrunk - small).mean() < 5


def test_a_factor_changed_alone_changes_nothing_else():
    one, other_ground, other_hue = drawn(), drawn(ground_hue=0.3), drawn(hue=0.5)
    middle = (slice(26, 38), slice(26, 38))
    np.testing.assert_array_equal(one[middle], other_ground[middle])
    np.testing.assert_array_equal(one[:6], other_hue[:6])
    assert np.abs(one[:6] - other_ground[:6]).max() > 50


def test_a_picture_does_not_depend_on_its_neighbours():
    factors = planted(40)
    together = draw(factors, 32)
    for number in (0, 17, 39):
        np.testing.assert_array_equal(
            draw(factors.rows(np.array([number])), 32)[0], together[number]
        )


def test_gardens_are_reproducible_and_differ():
    one, again, other = planted(50), planted(50), planted(50, garden=1)
    np.testing.assert_array_equal(one.columns(), again.columns())
    assert not np.array_equal(one.hue, other.hue)


def test_factors_are_independent_of_each_other():
    factors = planted(4000)
    within = factors._replace(turn=factors.turn * factors.petals)
    beside = np.corrcoef(within.columns().T) - np.eye(len(Factors._fields))
    assert np.abs(beside).max() < 0.06
    assert factors.columns().shape == (4000, 11)


def test_captions_say_what_the_factors_are():
    factors = flower(size=0.85, ground_hue=0.08)
    assert captions(factors) == [
        (
            "a large red flower with six round petals on an orange ground",
            "on an orange ground a large red flower with six round petals",
        )
    ]
    unsaid = flower(size=0.68, hue=0.9, petals=12, shape=2)
    assert captions(unsaid)[0][0] == "a pink flower with twelve narrow petals on a blue ground"


def test_colours_have_their_names():
    hues = np.array([0.0, 0.08, 1 / 6, 1 / 3, 0.5, 2 / 3, 0.75, 5 / 6, 0.99])
    said = [COLOURS[number] for number in colour_of(hues)]
    assert said == [*COLOURS, "red"]


def test_every_word_of_every_caption_is_known():
    words = Flowers().vocabulary()
    assert not {word for pair in captions(planted(500)) for word in words.unknown(" ".join(pair))}
    assert words.words == Flowers().spec().words


def test_batches_carry_pictures_labels_captions_and_factors(opened):
    source = Flowers(count=64)
    data = opened(source)
    batch = data.reference(24, 5)
    factors = data.reference_factors(24, 5)
    np.testing.assert_array_equal(to_uint8(batch.real), draw(factors, 32))
    assert batch.label.tolist() == factors.shape.tolist()
    said = [source.vocabulary().decode(row) for row in batch.caption]
    assert all(text in pair for text, pair in zip(said, captions(factors), strict=True))
    assert {text.startswith("on") for text in said} == {True, False}
    assert data.spec == source.spec()


def test_classes_may_be_the_number_of_petals(opened):
    source = Flowers(count=32, labels="petals")
    batch, factors = opened(source).reference(32, 0), opened(source).reference_factors(32, 0)
    assert source.spec().classes[2] == "six petals"
    assert (batch.label + 4).tolist() == factors.petals.tolist()


def test_draws_continue_exactly(opened):
    data, other = opened(Flowers(count=40), seed=1), opened(Flowers(count=40), seed=1)
    data.draw(13)
    other.restore(data.state())
    for _ in range(4):
        one, two = data.draw(13), other.draw(13)
        assert torch.equal(one.real, two.real)
        assert torch.equal(one.label, two.label)
        assert torch.equal(one.caption, two.caption)


def test_a_garden_of_another_size_cannot_continue(opened):
    with pytest.raises(DataError):
        opened(Flowers(count=40)).restore(opened(Flowers(count=41)).state())


def test_flowers_are_drawn_once_with_progress():
    told = []
    first = Flowers(count=600).pictures(lambda words, share: told.append((words, share)))
    assert ("Drawing 256 of 600 flowers", 256 / 600) in told
    assert [share for _, share in told] == sorted(share for _, share in told)
    told.clear()
    second = Flowers(count=600, labels="petals").pictures(lambda words, _: told.append(words))
    assert told == ["Preparing flowers"]
    np.testing.assert_array_equal(first.images, second.images)


def test_a_cancelled_drawing_leaves_nothing_behind():
    def report(words, share):
        if share > 0.4:
            raise Cancelled(words)

    with pytest.raises(Cancelled, match="Drawing 256 of 600"):
        Flowers(count=600).pictures(report)
    told = []
    whole = Flowers(count=600).pictures(lambda words, _: told.append(words))
    assert len(whole.images) == 600
    assert "Drawing 0 of 600 flowers" in told


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"size": 48}, "size: the value should be 32, 64 or 128, not 48."),
        ({"count": 3}, "count: the value should be greater than or equal to 16, not 3."),
        ({"cuont": 99}, "cuont is not a known key; did you mean 'count'?"),
        ({"labels": "hue"}, "labels: the value should be 'shape' or 'petals', not 'hue'."),
    ],
)
def test_wrong_settings_are_explained(settings, said):
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Source).validate_python({"kind": "flowers"} | settings)
    assert explain(error.value, Flowers) == said


@pytest.mark.parametrize("size", [32, 64, 128])
def test_every_size_opens_as_its_spec_says(size):
    source = Flowers(size=size, count=16)
    assert source.pictures(unreported).spec.shape == source.spec().shape == (3, size, size)
