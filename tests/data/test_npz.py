import numpy as np
import pytest
import torch

from ganstudio.core.errors import DataError
from ganstudio.data.npz import Npz, as_bytes

GREY = np.random.default_rng(0).integers(0, 256, (6, 8, 8), np.uint8)
COLOUR = np.random.default_rng(1).integers(0, 256, (6, 8, 8, 3), np.uint8)


def saved(tmp_path, *arrays, **named):
    path = tmp_path / "data.npz"
    np.savez_compressed(path, *arrays, **named)
    return Npz(path=str(path), size=8)


def bytes_of(data, count=6):
    """All pictures as bytes, sorted, (n, c * h * w)."""
    pixels = data.reference(count, 0).real.add(1).mul(127.5).round().to(torch.uint8)
    return sorted(pixels.flatten(1).tolist())


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        (GREY, GREY[:, None]),
        (GREY[..., None], GREY[:, None]),
        (GREY[:, None], GREY[:, None]),
        (COLOUR, COLOUR.transpose(0, 3, 1, 2)),
        (COLOUR.transpose(0, 3, 1, 2), COLOUR.transpose(0, 3, 1, 2)),
    ],
)
def test_every_layout_is_understood(tmp_path, opened, images, expected):
    source = saved(tmp_path, images=images)
    data = opened(source)
    assert data.spec == source.spec()
    assert data.spec.shape == expected.shape[1:]
    assert bytes_of(data) == sorted(expected.reshape(6, -1).tolist())


@pytest.mark.parametrize("name", ["images", "x", "arr_0"])
def test_images_are_found_under_their_usual_names(tmp_path, name):
    assert saved(tmp_path, **{name: GREY}).spec().size == 6


@pytest.mark.parametrize("labels", [np.arange(6) % 2, (np.arange(6) % 2)[:, None]])
def test_labels_belong_to_their_images(tmp_path, opened, labels):
    images = np.where(np.arange(6)[:, None, None] % 2, 255, 0) * np.ones((6, 8, 8))
    source = saved(tmp_path, x=images.astype(np.uint8), y=labels)
    batch = opened(source).draw(6)
    assert source.spec().classes == ("0", "1")
    assert torch.equal(batch.real[:, 0, 0, 0] > 0, batch.label == 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([0.0, 0.5, 1.0]), [0, 128, 255]),
        (np.array([-1.0, 0.0, 1.0], np.float32), [0, 128, 255]),
        (np.array([0.0, 127.2, 254.6], np.float16), [0, 127, 255]),
        (np.array([0, 7, 255], np.int64), [0, 7, 255]),
        (np.array([False, True]), [0, 255]),
    ],
)
def test_numbers_of_every_range_become_bytes(values, expected):
    assert as_bytes(values, "here").tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([-5, 5]), "run from -5 to 5"),
        (np.array([0.0, np.nan]), "run from nan to nan"),
        (np.array([0.0, np.inf]), "run from 0 to inf"),
        (np.array(["a"]), "type <U1"),
        (np.array([1j]), "type complex128"),
        (np.array([]), "type float64"),
    ],
)
def test_other_numbers_are_refused(values, expected):
    with pytest.raises(DataError, match=expected):
        as_bytes(values, "here")


def test_objects_are_refused_unread(tmp_path, opened):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("the archive was unpickled",))

    source = saved(tmp_path, images=np.array([Trap(), Trap()], dtype=object))
    with pytest.raises(DataError, match="Python objects, which could run code"):
        source.spec()
    source = saved(tmp_path, images=GREY, labels=np.array([Trap()] * 6, dtype=object))
    with pytest.raises(DataError, match="Python objects, which could run code"):
        opened(source)


@pytest.mark.parametrize(
    ("arrays", "expected"),
    [
        ({"faces": GREY}, "has no images: it holds faces"),
        ({"images": GREY[0]}, r"shape \(8, 8\)"),
        ({"images": np.zeros((6, 8, 8, 4), np.uint8)}, "1 or 3 channels"),
        ({"images": GREY, "labels": np.arange(5)}, "5 labels for 6 images"),
        ({"images": GREY[:1]}, "holds 1 images; at least 2"),
    ],
)
def test_archives_that_do_not_fit_are_refused(tmp_path, opened, arrays, expected):
    with pytest.raises(DataError, match=expected):
        opened(saved(tmp_path, **arrays))


def test_damaged_files_are_refused(tmp_path, opened):
    source = saved(tmp_path, images=GREY)
    path = tmp_path / "data.npz"
    whole = path.read_bytes()
    torn = bytearray(whole)
    torn[100:140] = bytes(40)
    for content in (b"", b"no archive", whole[:-30], whole[:200], bytes(torn)):
        path.write_bytes(content)
        with pytest.raises(DataError):
            opened(source)
    with path.open("wb") as file:
        np.save(file, GREY)
    with pytest.raises(DataError, match="no NumPy archive"):
        opened(source)


def test_unchosen_and_missing_archives_are_refused(tmp_path):
    with pytest.raises(DataError, match="No NumPy archive is chosen"):
        Npz().spec()
    with pytest.raises(DataError, match="does not exist"):
        Npz(path=str(tmp_path / "gone.npz")).spec()


def test_larger_images_are_fitted(tmp_path, opened):
    source = saved(tmp_path, images=np.full((4, 20, 10, 3), 255, np.uint8))
    pixels = opened(source).draw(4).real
    assert pixels.shape == (4, 3, 8, 8)
    assert pixels[..., 4].min() > 0.9
    assert pixels[..., 0].max() < -0.9
