"""Numbers of objects: one convention comes out, whichever went in."""

import numpy as np
import pytest

from ganstudio.core.errors import DataError
from ganstudio.data.batches import Region
from ganstudio.data.label_images import NumberImage
from ganstudio.data.meaning import object_ids, region_ids
from ganstudio.data.reading import MisfitError
from ganstudio.data.region_tables import numbered

SKY, CAR = Region("sky", (0, 0, 255)), Region("car", (255, 0, 0), is_thing=True)


def image(rows, form="16-bit"):
    return NumberImage(np.array(rows), form)


def objects(numbers, labels, form="16-bit"):
    return object_ids(
        image(numbers, form), image(labels), np.array(labels), (SKY, CAR), "a.png"
    ).tolist()


def test_numbers_of_cityscapes_are_kept():
    numbers = [[0, 1001, 1002], [0, 1, 1001]]
    assert objects(numbers, [[0, 1, 1], [0, 1, 1]]) == numbers


def test_counters_are_objects_of_their_region():
    assert objects([[7, 7, 8, 0]], [[1, 1, 1, 0]]) == [[1999, 1999, 1998, 0]]


def test_a_counter_that_equals_the_label_of_a_thing_is_still_a_counter_in_eight_bits():
    assert objects([[1, 2]], [[1, 1]], "8-bit") == [[1999, 1998]]
    assert objects([[1, 2]], [[1, 1]], "16-bit") == [[1, 1999]]


def test_one_counter_in_two_regions_is_two_objects():
    assert objects([[5, 5]], [[0, 1]]) == [[999, 1999]]


def test_objects_of_any_colour_are_told_apart():
    assert objects([[70_000, 90_000, 5, 6]], [[1, 1, 0, 0]], "colours") == [[1999, 1998, 0, 0]]


def test_more_objects_than_the_convention_holds_are_refused():
    with pytest.raises(MisfitError, match=r"a\.png holds 1,200 objects of one region"):
        objects([list(range(2, 1202))], [[1] * 1200], "colours")


def test_given_values_stand_for_regions_in_their_order():
    table = numbered(3, with_unknown=True)
    found = region_ids(image([[50, 200, 0, 255]]), table, (200, 0, 50), "a.png")
    assert found.tolist() == [[2, 0, 1, 3]]
    with pytest.raises(DataError, match=r"a\.png holds numbers that no region is given \(7\)"):
        region_ids(image([[7]]), table, (200, 0, 50), "a.png")
