"""Colours of regions: from files and by VOC's rule."""

import numpy as np
import pytest

from ganstudio.core.errors import DataError
from ganstudio.data.batches import Region
from ganstudio.data.palettes import bit_colour, colour_of, ids_of, packed, read_palette


def test_bits_are_dealt_as_in_voc():
    published = {0: (0, 0, 0), 1: (128, 0, 0), 2: (0, 128, 0), 8: (64, 0, 0), 15: (192, 128, 128),
                 20: (0, 64, 128), 255: (224, 224, 192)}  # fmt: skip
    assert {id_: bit_colour(id_) for id_ in published} == published
    assert len({bit_colour(id_) for id_ in range(256)}) == 256


def test_colours_are_packed_and_found_again():
    colours = np.array([[(1, 2, 3), (255, 0, 128)]])
    assert [colour_of(number) for number in packed(colours)[0].tolist()] == [
        (1, 2, 3), (255, 0, 128),
    ]  # fmt: skip
    regions = [Region("a", (255, 0, 128)), Region("b", (9, 9, 9)), Region("c", (9, 9, 9))]
    assert ids_of(packed(np.array([(9, 9, 9), (255, 0, 128), (0, 0, 1)])), regions).tolist() == [
        1, 0, -1,
    ]  # fmt: skip


def test_lines_in_every_usual_form_are_read(tmp_path):
    path = tmp_path / "palette.txt"
    path.write_text("# names\n\n128 64 128 road\n#f423e8 side walk\ncar: (0, 0, 142)\n3;70;70;70\n")
    assert read_palette(path) == (
        Region("road", (128, 64, 128)),
        Region("side walk", (244, 35, 232)),
        Region("car", (0, 0, 142)),
        Region("class 3", (70, 70, 70)),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no colours; write one colour a line"),
        ("road 1 2", "Line 1 of .* holds no colour: 'road 1 2'"),
        ("1 2 300", "holds no colour"),
        ("0 1 1 1\n5 2 2 2", "no colour for the region 1; number the lines from 0"),
    ],
)
def test_what_is_no_palette_is_refused(tmp_path, text, words):
    path = tmp_path / "palette.txt"
    path.write_text(text)
    with pytest.raises(DataError, match=words):
        read_palette(path)


def test_no_file_and_no_text_are_refused(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(DataError, match="is no text file"):
        read_palette(tmp_path / "picture.png")
    with pytest.raises(DataError, match="does not exist; choose another file"):
        read_palette(tmp_path / "gone.txt")
    with pytest.raises(DataError, match="cannot be read"):
        read_palette(tmp_path)
