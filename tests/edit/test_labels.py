"""Label files: ids and colours are read as they are, bad ones are refused in a sentence."""

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Region
from ganstudio.edit.labels import blank, colours_of, read_labels, unknown_of

REGIONS = (
    Region("sky", (70, 130, 180)),
    Region("road", (128, 64, 128)),
    Region("car", (0, 0, 142)),
)
IDS = np.array([[0, 0, 1, 1], [0, 2, 2, 1], [1, 1, 1, 1], [2, 2, 0, 0]], np.uint8)


def save(path, pixels):
    Image.fromarray(pixels).save(path)
    return path


def test_ids_of_a_grey_file_are_read(tmp_path):
    assert (read_labels(save(tmp_path / "a.png", IDS), REGIONS, (4, 4)) == IDS).all()


def test_colours_become_ids(tmp_path):
    colours = np.array([region.colour for region in REGIONS], np.uint8)[IDS]
    assert (read_labels(save(tmp_path / "a.png", colours), REGIONS, (4, 4)) == IDS).all()


def test_a_larger_map_of_the_same_shape_is_taken_at_its_nearest_pixels(tmp_path):
    large = IDS.repeat(3, 0).repeat(3, 1)
    assert (read_labels(save(tmp_path / "a.png", large), REGIONS, (4, 4)) == IDS).all()


def test_another_shape_is_refused_with_both_sizes(tmp_path):
    path = save(tmp_path / "wide.png", IDS[:2])
    with pytest.raises(InputError, match=r"wide.png is 4 x 2 px and this model paints 4 x 4 px"):
        read_labels(path, REGIONS, (4, 4))


def test_an_unknown_id_is_refused_with_its_place(tmp_path):
    strange = IDS.copy()
    strange[2, 1] = 9
    path = save(tmp_path / "odd.png", strange)
    with pytest.raises(InputError, match=r"id 9 at column 1, row 2; this model knows 0 to 2"):
        read_labels(path, REGIONS, (4, 4))


def test_an_unknown_colour_is_refused_with_its_place(tmp_path):
    colours = np.array([region.colour for region in REGIONS], np.uint8)[IDS]
    colours[1, 3] = (1, 2, 3)
    path = save(tmp_path / "odd.png", colours)
    with pytest.raises(InputError, match=r"colour 1 2 3 at column 3, row 1"):
        read_labels(path, REGIONS, (4, 4))


def test_what_is_no_picture_is_refused(tmp_path):
    path = tmp_path / "torn.png"
    path.write_bytes(b"\x89PNG torn")
    with pytest.raises(InputError, match=r"torn.png cannot be read as a label map"):
        read_labels(path, REGIONS, (4, 4))


def test_classes_have_the_colours_of_the_data_and_others_where_there_are_none():
    own = colours_of(REGIONS, ["sky", "road", "car"])
    assert own.tolist() == [list(region.colour) for region in REGIONS]
    made = colours_of((), ["a", "b", "c"])
    assert len({tuple(one) for one in made.tolist()}) == 3


def test_a_blank_canvas_is_of_one_class_and_unknown_is_found_by_name():
    assert (blank((3, 5), 2) == 2).all()
    assert unknown_of(["sky", "Unlabeled"]) == 1
    assert unknown_of(["sky", "road"]) is None
