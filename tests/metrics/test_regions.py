"""Reading label maps from pictures."""

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.data.street_drawing import draw
from ganstudio.data.street_plan import planted
from ganstudio.data.street_view import CARS, REGIONS, ROAD, SKY
from ganstudio.metrics.regions import overlap, region_reader


def test_equal_maps_overlap_fully():
    maps = np.random.default_rng(0).integers(0, 4, (3, 5, 5))
    found = overlap(maps, maps, 4)
    assert found.regions.tolist() == [1, 1, 1, 1]
    assert found.mean == found.places == 1


def test_overlap_is_intersection_over_union():
    wanted = np.array([[0, 0, 0, 1, 1, 1, 1, 1]])
    found = np.array([[0, 0, 1, 1, 1, 1, 0, 0]])
    result = overlap(found, wanted, 2)
    assert result.regions.tolist() == pytest.approx([2 / 5, 3 / 6])
    assert result.mean == pytest.approx((2 / 5 + 3 / 6) / 2)
    assert result.places == 5 / 8


def test_regions_in_no_map_are_left_out_of_the_mean():
    maps = np.array([[0, 0, 2, 2]])
    result = overlap(maps, maps, 4)
    assert np.isnan(result.regions[[1, 3]]).all()
    assert result.mean == 1


def test_places_without_a_region_are_not_counted():
    result = overlap(np.array([[0, 1, 1, 0]]), np.array([[0, 1, 255, -1]]), 2)
    assert result.mean == 1


@pytest.fixture(scope="module")
def streets():
    drawn = draw(planted(130), 32)
    return drawn.pictures, drawn.regions


def test_streets_can_be_read(streets):
    pictures, maps = streets
    reader = region_reader(pictures[:110], maps[:110], len(REGIONS))
    assert reader.held_out.mean > 0.8
    result = reader.overlap(pictures[110:], maps[110:])
    assert result.mean > 0.8
    assert result.places > 0.94
    assert result.regions[[SKY, ROAD]].min() > 0.95
    assert region_reader(pictures[:110], maps[:110], len(REGIONS)) is reader


def test_pictures_of_other_maps_are_read_as_such(streets):
    pictures, maps = streets
    reader = region_reader(pictures[:110], maps[:110], len(REGIONS))
    shifted = reader.overlap(pictures[110:], np.roll(maps[110:], 1, 0))
    grey = reader.overlap(np.full_like(pictures[110:], 128), maps[110:])
    assert grey.mean < 0.2
    assert shifted.mean < 0.6
    assert shifted.regions[CARS] < 0.4


def test_too_few_pictures_are_refused(streets):
    pictures, maps = streets
    with pytest.raises(InputError, match="at least three pictures"):
        region_reader(pictures[:2], maps[:2], 10)
    with pytest.raises(InputError, match="two regions"):
        region_reader(pictures[:9], np.zeros_like(maps[:9]), 10)
