"""Images and maps on one square: the same part of both, and no new ids."""

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.fitting import fitted, fitted_ids, have_one_shape, window


def test_windows_of_the_three_fits():
    assert window((40, 20), 10, "crop") == ((10, 0, 30, 20), (0, 0, 10, 10))
    assert window((40, 20), 10, "pad") == ((0, 0, 40, 20), (0, 2, 10, 5))
    assert window((40, 20), 10, "stretch") == ((0, 0, 40, 20), (0, 0, 10, 10))
    assert window((1000, 1), 10, "pad").place == (0, 4, 10, 1)


def test_maps_of_the_same_size_stay_as_they_are():
    ids = np.random.default_rng(0).integers(0, 30000, (9, 9))
    for fit in ("crop", "pad", "stretch"):
        np.testing.assert_array_equal(fitted_ids(ids, window((9, 9), 9, fit), 9, -1), ids)


def test_maps_are_thinned_and_repeated_from_the_middle_of_places():
    ids = np.arange(8)[None].repeat(8, 0)
    assert fitted_ids(ids, window((8, 8), 4, "stretch"), 4, 0)[0].tolist() == [1, 3, 5, 7]
    assert fitted_ids(ids, window((8, 8), 16, "stretch"), 16, 0)[0].tolist() == sorted(
        [*range(8)] * 2
    )


@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
@pytest.mark.parametrize("extent", [(50, 30), (30, 50), (33, 64)])
def test_an_edge_lies_at_one_place_in_image_and_map(fit, extent):
    width, height = extent
    ids = np.zeros((height, width), np.int64)
    ids[: height // 2, width // 2 :] = 1
    image = Image.fromarray((255 * ids).astype(np.uint8))
    shown = window(extent, 20, fit)
    pixels = np.asarray(fitted(image, shown, 20, "black"))
    found = fitted_ids(ids, shown, 20, 0)
    assert ((pixels > 127) != (found == 1)).mean() < 0.06
    assert set(np.unique(found)) == {0, 1}


def test_beside_a_padded_map_is_what_is_asked_for():
    found = fitted_ids(np.ones((2, 4), np.int64), window((4, 2), 4, "pad"), 4, 7)
    assert found.tolist() == [[7] * 4, [1] * 4, [1] * 4, [7] * 4]


def test_scales_of_one_scene_are_told_from_other_parts():
    assert have_one_shape((640, 480), (320, 240))
    assert have_one_shape((501, 333), (251, 167))
    assert not have_one_shape((640, 480), (480, 640))
    assert not have_one_shape((640, 480), (640, 470))
