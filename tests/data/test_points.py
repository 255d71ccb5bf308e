import numpy as np
import pytest
import torch

from ganstudio.core.errors import DataError
from ganstudio.data.points import PointsFile, read_points


def written(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n",
        "x,y\n1,2\n3,4\n",
        "\ufeffx;y\r\n1;2\r\n\r\n3;4\r\n",
        "# made by hand\n1 2\n3\t4",
        '"x","y"\n"1","2"\n3e0 , 4.0\n',
    ],
)
def test_points_are_read_however_they_are_separated(tmp_path, text):
    np.testing.assert_array_equal(read_points(written(tmp_path, text)), [[1, 2], [3, 4]])


def test_one_scale_centres_the_wider_direction_on_the_view(tmp_path, opened):
    path = written(tmp_path, "0,0\n10,5\n0,5\n10,0\n")
    drawn = opened(PointsFile(path=str(path))).draw(200).real
    assert set(map(tuple, drawn.tolist())) == {
        (-1.5, -0.75),
        (1.5, 0.75),
        (-1.5, 0.75),
        (1.5, -0.75),
    }
    assert drawn.abs().max() < PointsFile().extent


def test_all_points_are_drawn_about_equally_often(tmp_path, opened):
    path = written(tmp_path, "".join(f"{number},0\n" for number in range(4)))
    drawn = opened(PointsFile(path=str(path))).draw(40_000).real[:, 0]
    _, counts = torch.unique(drawn, return_counts=True)
    assert counts.sub(10_000).abs().max() < 500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x,y\n1,2\n3,four\n", "line 3: 'four' is not a finite number"),
        ("1,2\n\nx,y\n", "line 3: 'x' is not a finite number"),
        ("1,2\n3,4,5\n", "line 2: 3 columns instead of 2"),
        ("1,2\n3\n", "line 2: 1 columns instead of 2"),
        ("1,2\n3,nan\n", "line 2: 'nan' is not a finite number"),
        ("1,x\n3,4\n", "line 1: 'x' is not a finite number"),
    ],
)
def test_errors_name_the_line(tmp_path, text, expected):
    with pytest.raises(DataError, match=expected):
        read_points(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", r"too few points \(0\)"),
        ("1,2\n", r"too few points \(1\)"),
        ("1,2\n1,2\n", "All 2 points .* equal"),
    ],
)
def test_too_few_differing_points_are_refused(tmp_path, opened, text, expected):
    with pytest.raises(DataError, match=expected):
        opened(PointsFile(path=str(written(tmp_path, text))))


def test_missing_binary_and_unchosen_files_are_refused(tmp_path, opened):
    with pytest.raises(DataError, match="No file of points is chosen"):
        opened(PointsFile())
    with pytest.raises(DataError, match="does not exist"):
        PointsFile(path=str(tmp_path / "gone.csv")).spec()
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(DataError, match="not a text file"):
        opened(PointsFile(path=str(path)))
