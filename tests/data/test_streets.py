"""Streets: drawn, mapped, numbered, opened."""

import numpy as np
import pytest
import torch
from pydantic import TypeAdapter, ValidationError

from ganstudio.core.config import explain
from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data.catalog import Source
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import unreported
from ganstudio.data.street_drawing import draw
from ganstudio.data.street_plan import CAR, LAMP, PERSON, TREE, planted
from ganstudio.data.street_view import (
    BUILDING,
    CARS,
    FOCAL,
    GRASS,
    LAMPS,
    MARKING,
    PAVEMENT,
    PERSONS,
    REGIONS,
    ROAD,
    SKY,
    TREES,
)
from ganstudio.data.streets import Streets


@pytest.fixture(scope="module")
def some():
    factors = planted(24)
    return factors, draw(factors, 64)


def alone(kind=None, **changes):
    """One street of which only the nearest thing of a kind is left, at a known place."""
    street = planted(60).rows(np.array([3]))
    things = street.things
    chosen = np.zeros(things.kind.shape, bool)
    if kind is not None:
        every = planted(60)
        row, slot = np.argwhere(every.things.kind == kind)[0]
        street = every.rows(np.array([row]))
        things = street.things
        chosen = np.zeros(things.kind.shape, bool)
        chosen[0, slot] = True
        cast = {k: np.where(chosen, v, getattr(things, k)) for k, v in changes.items()}
        things = things._replace(**cast)
    return street._replace(things=things._replace(kind=np.where(chosen, things.kind, -1)))


def test_every_region_is_seen(some):
    seen = np.bincount(some[1].regions.ravel(), minlength=len(REGIONS))
    assert (seen > 0).all()
    assert seen[[SKY, BUILDING, ROAD]].sum() > 0.6 * seen.sum()


def test_maps_follow_the_convention_of_cityscapes(some):
    _, drawn = some
    things = np.isin(drawn.regions, (CARS, PERSONS))
    assert (drawn.instances[~things] == drawn.regions[~things]).all()
    assert (drawn.instances[things] // 1000 == drawn.regions[things]).all()
    assert [region.name for region in REGIONS if region.is_thing] == ["car", "person"]


def test_the_nearest_car_has_the_lowest_number(some):
    factors, drawn = some
    kinds = factors.things.kind
    for number in range(len(kinds)):
        places = np.flatnonzero(kinds[number] == CAR)
        order = places[np.argsort(factors.things.depth[number, places], kind="stable")]
        seen = np.unique(drawn.instances[number])
        assert (seen[seen >= 8000] < 9000 + len(kinds[0])).all()
        assert set(seen[(seen >= 8000) & (seen < 9000)] - 8000) <= set(range(len(order)))


def test_a_street_without_things_has_none():
    drawn = draw(alone(), 64)
    assert not np.isin(drawn.regions, (CARS, PERSONS, LAMPS)).any()


@pytest.mark.parametrize(
    ("kind", "region", "height"), [(CAR, CARS, 1.46 * 1.18), (PERSON, PERSONS, 1.9 * 1.2)]
)
def test_things_stand_where_perspective_puts_them(kind, region, height):
    street = alone(kind, across=0.5, depth=12.0, scale=1.0)
    drawn = draw(street, 128)
    rows, columns = np.nonzero(drawn.regions[0] == region)
    foot = street.horizon[0] + FOCAL * street.eye[0] / 12
    assert (rows.max() + 1) / 128 == pytest.approx(foot, abs=0.012)
    assert (columns.mean() + 0.5) / 128 == pytest.approx(
        street.vanish[0] + FOCAL * 0.5 / 12, abs=0.012
    )
    tall = (rows.max() - rows.min() + 1) / 128
    assert tall == pytest.approx(FOCAL * height / 12, abs=0.02)
    assert set(np.unique(drawn.instances[0])) - set(range(10)) == {region * 1000}


def test_things_twice_as_far_look_half_as_large():
    areas = [
        (draw(alone(CAR, across=0.0, depth=z, scale=1.0), 128).regions == CARS).sum()
        for z in (10.0, 20.0)
    ]
    assert areas[0] / areas[1] == pytest.approx(4, rel=0.08)


def test_a_car_has_the_colour_that_was_asked_for():
    for paint in ((0.85, 0.15, 0.15), (0.15, 0.25, 0.85), (0.95, 0.85, 0.1)):
        street = alone(CAR, across=0.0, depth=9.0, scale=1.0, view=1)
        colour = np.broadcast_to(paint, street.things.colour.shape)
        drawn = draw(street._replace(things=street.things._replace(colour=colour)), 64)
        mean = drawn.pictures[0][drawn.regions[0] == CARS].mean(0)
        assert mean.argmax() == np.argmax(paint)
        assert mean.max() > 1.4 * mean.min()


def test_the_nearer_thing_hides_the_further_one():
    street = alone(CAR, across=0.0, depth=10.0, scale=1.0, view=1)
    things = street.things
    first = int(np.flatnonzero(things.kind[0] == CAR)[0])
    other = (first + 1) % things.kind.shape[1]
    columns = {}
    for name, column in things._asdict().items():
        changed = column.copy()
        changed[0, other] = changed[0, first]
        columns[name] = changed
    columns["depth"][0, other] = 10.6
    both = draw(street._replace(things=type(things)(**columns)), 64)
    one = draw(street, 64)
    assert ((both.instances == 8000) == (one.instances == 8000)).all()
    assert (both.instances == 8001).sum() < 0.5 * (both.instances == 8000).sum()


def test_the_road_narrows_towards_the_horizon(some):
    factors, drawn = some
    for number in range(8):
        road = np.isin(drawn.regions[number], (ROAD, MARKING))
        widths = road.sum(1)[int(factors.horizon[number] * 64) + 8 :]
        assert widths[-1] >= widths[0]
        assert not road[: int(factors.horizon[number] * 64)].any()


def test_what_lies_on_the_ground_lies_below_the_horizon(some):
    factors, drawn = some
    for number in range(24):
        sky = drawn.regions[number] == SKY
        assert not sky[int(np.ceil(factors.horizon[number] * 64)) + 1 :].any()
        ground = np.isin(drawn.regions[number], (PAVEMENT, GRASS, MARKING))
        assert not ground[: int(factors.horizon[number] * 64) - 1].any()


def test_the_map_can_be_read_from_the_picture(some):
    """By day, sky is bluest, grass and trees are greenest, the road is grey."""
    _, drawn = some
    red, green, blue = (drawn.pictures[..., k].astype(float) for k in range(3))
    assert (blue - red)[drawn.regions == SKY].mean() > 40
    for region in (GRASS, TREES):
        assert (green - blue)[drawn.regions == region].mean() > 25
    assert np.abs(green - red)[drawn.regions == ROAD].mean() < 8


def test_night_is_darker_than_dusk_and_dusk_than_day():
    street = planted(6)
    levels = [draw(street._replace(hour=np.full(6, hour)), 32).pictures.mean() for hour in range(3)]
    assert levels[0] > 1.15 * levels[1] > 1.6 * levels[2]


@pytest.mark.parametrize("change", [{"hour": 2}, {"weather": 1}, {"weather": 2}])
def test_neither_hour_nor_weather_moves_anything(change):
    street = planted(4)
    other = street._replace(**{k: np.full(4, v) for k, v in change.items()})
    one, two = draw(street, 64), draw(other, 64)
    assert (one.instances == two.instances).all()
    assert np.abs(one.pictures.astype(int) - two.pictures).mean() > 8


def test_windows_and_lamps_shine_at_night():
    street = alone(LAMP)
    night = draw(street._replace(hour=np.full(1, 2)), 64)
    level = night.pictures[0].astype(int).sum(-1)
    assert level.max() > 450
    assert np.percentile(level, 40) < 150


def test_a_picture_does_not_depend_on_its_neighbours(some):
    factors, drawn = some
    for number in (0, 11, 23):
        again = draw(factors.rows(np.array([number])), 64)
        assert (again.pictures[0] == drawn.pictures[number]).all()
        assert (again.instances[0] == drawn.instances[number]).all()


def test_a_small_picture_is_the_large_one_seen_from_afar(some):
    factors, drawn = some
    large = draw(factors.rows(slice(0, 4)), 128).pictures.astype(float)
    shrunk = large.reshape(4, 64, 2, 64, 2, 3).mean((2, 4))
    assert np.abs(shrunk - drawn.pictures[:4]).mean() < 5


def test_towns_are_reproducible_and_differ():
    one, again, other = planted(5), planted(5), planted(5, town=1)
    assert (one.things.depth == again.things.depth).all()
    assert (one.houses.facade == again.houses.facade).all()
    assert not (one.horizon == other.horizon).all()


def test_only_varied_streets_know_weather():
    assert not planted(50).hour.any()
    assert not planted(50).weather.any()
    varied = planted(200, varied=True)
    assert set(varied.hour) == set(varied.weather) == {0, 1, 2}
    assert (varied.things.depth == planted(200).things.depth).all()


def test_cars_do_not_stand_in_each_other():
    things = planted(400).things
    for kinds, depth, view in zip(things.kind, things.depth, things.view, strict=True):
        cars = kinds == CAR
        crossing = depth[cars & (view == 0)]
        others = depth[cars & (view != 0)]
        assert not len(crossing) or (np.abs(others - crossing[0]) >= 4.5).all()
    assert (things.kind == TREE).any()


def test_batches_carry_pictures_maps_and_factors(opened):
    data = opened(Streets(count=8))
    batch, factors = data.reference(8, 5), data.reference_factors(8, 5)
    drawn = draw(factors, 32)
    assert (to_uint8(batch.real) == drawn.pictures).all()
    assert (batch.regions.numpy() == drawn.regions).all()
    assert (batch.instances.numpy() == drawn.instances).all()
    palette = np.array([region.colour for region in REGIONS])
    assert (to_uint8(batch.source) == palette[drawn.regions]).all()
    assert data.spec == Streets(count=8).spec()


def test_draws_continue_exactly(opened):
    data, other = opened(Streets(count=8), seed=1), opened(Streets(count=8), seed=1)
    data.draw(5)
    other.restore(data.state())
    one, two = data.draw(6), other.draw(6)
    assert torch.equal(one.real, two.real)
    assert torch.equal(one.instances, two.instances)


def test_a_town_of_another_size_cannot_continue(opened):
    with pytest.raises(DataError):
        opened(Streets(count=8)).restore(opened(Streets(count=9)).state())


def test_streets_are_drawn_once_with_progress():
    told = []
    first = Streets(count=40).pictures(lambda words, share: told.append((words, share)))
    assert told[1:] == [("Drawing 0 of 40 streets", 0.0), ("Drawing 32 of 40 streets", 0.8)]
    told.clear()
    second = Streets(count=40).pictures(lambda words, _: told.append(words))
    assert told == ["Preparing streets"]
    assert (first.images == second.images).all()


def test_a_cancelled_drawing_leaves_nothing_behind():
    def report(words, share):
        if share > 0.5:
            raise Cancelled(words)

    with pytest.raises(Cancelled, match="Drawing 32 of 40"):
        Streets(count=40).pictures(report)
    told = []
    assert len(Streets(count=8).pictures(lambda words, _: told.append(words)).images) == 8
    assert "Drawing 0 of 8 streets" in told


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"size": 48}, "size: the value should be 32, 64 or 128, not 48."),
        ({"count": 3}, "count: the value should be greater than or equal to 8, not 3."),
        ({"weather": "fog"}, "weather: the value should be 'clear day' or 'all', not 'fog'."),
    ],
)
def test_wrong_settings_are_explained(settings, said):
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Source).validate_python({"kind": "streets"} | settings)
    assert explain(error.value, Streets) == said


@pytest.mark.parametrize("size", [32, 64, 128])
def test_every_size_opens_as_its_spec_says(opened, size):
    source = Streets(size=size, count=8)
    batch = opened(source).draw(2)
    assert tuple(batch.real.shape[1:]) == source.spec().shape == (3, size, size)
    assert source.pictures(unreported).images.shape[1:] == (9, size, size)
