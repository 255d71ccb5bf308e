import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.core.errors import DataError
from ganstudio.data.idx import Idx, read_idx

FASHION = Path("/usr/share/datasets/fashion-mnist")
IMAGES = np.random.default_rng(0).integers(0, 256, (9, 28, 28), np.uint8)
LABELS = (np.arange(9) % 3).astype(np.uint8)


def idx(array):
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


@pytest.fixture
def files(tmp_path):
    images, labels = tmp_path / "train-images-idx3-ubyte", tmp_path / "train-labels-idx1-ubyte"
    images.write_bytes(idx(IMAGES))
    labels.write_bytes(idx(LABELS))
    return images, labels


def test_plain_and_gzipped_files_are_the_same(files, tmp_path):
    packed = tmp_path / "packed"
    packed.write_bytes(gzip.compress(idx(IMAGES)))
    np.testing.assert_array_equal(read_idx(files[0], 3), IMAGES)
    np.testing.assert_array_equal(read_idx(packed, 3), IMAGES)


def test_images_are_padded_and_find_their_labels(files, opened):
    source = Idx(path=str(files[0]))
    data = opened(source)
    assert data.spec == source.spec()
    assert data.spec.shape == (1, 32, 32)
    assert data.spec.classes == ("0", "1", "2")
    batch = data.draw(9)
    assert (batch.real[:, :, :2] == -1).all()
    pixels = batch.real[:, 0, 2:30, 2:30].add(1).mul(127.5).round().numpy()
    for picture, label in zip(pixels, batch.label, strict=True):
        number = next(i for i in range(9) if np.array_equal(IMAGES[i], picture))
        assert label == LABELS[number]


def test_stretching_fills_the_square(files, opened):
    assert opened(Idx(path=str(files[0]), size=14, fit="stretch")).draw(9).real.min() > -1


def test_images_alone_have_no_labels(files, opened):
    files[1].unlink()
    assert opened(Idx(path=str(files[0]))).draw(3).label is None


def test_class_names_are_given(files):
    assert Idx(path=str(files[0]), names=("a", "b", "c")).spec().classes == ("a", "b", "c")
    with pytest.raises(DataError, match="from 0 to 2, but 2 class names"):
        Idx(path=str(files[0]), names=("a", "b")).spec()


def test_labels_in_place_of_images_are_told_apart(files):
    with pytest.raises(DataError, match="no IDX file of images: it starts with 00000801 instead"):
        Idx(path=str(files[1])).spec()
    with pytest.raises(DataError, match="no IDX file of labels: it starts with 00000803 instead"):
        Idx(path=str(files[0]), labels=str(files[0])).spec()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "starts with nothing"),
        (b"\x89PNG", "starts with 89504e47"),
        (idx(IMAGES)[:10], "ends within its header"),
        (idx(IMAGES)[:-5], r"promises 7,056 values but holds 7,051"),
        (idx(IMAGES) + b"!", r"promises 7,056 values but holds 7,057"),
        (gzip.compress(idx(IMAGES))[:-300], "is damaged"),
        (b"\x1f\x8bnonsense", "is damaged"),
    ],
)
def test_damaged_files_are_refused(tmp_path, opened, content, expected):
    path = tmp_path / "images"
    path.write_bytes(content)
    with pytest.raises(DataError, match=expected):
        opened(Idx(path=str(path)))


def test_labels_of_another_file_are_refused(files, opened):
    files[1].write_bytes(idx(LABELS[:5]))
    with pytest.raises(DataError, match="holds 5 labels for 9 images"):
        opened(Idx(path=str(files[0])))


def test_a_single_image_is_refused(files, opened):
    files[0].write_bytes(idx(IMAGES[:1]))
    files[1].unlink()
    with pytest.raises(DataError, match="holds 1 images; at least 2"):
        opened(Idx(path=str(files[0])))


def test_unchosen_and_missing_files_are_refused(tmp_path):
    with pytest.raises(DataError, match="No IDX file of images is chosen"):
        Idx().spec()
    with pytest.raises(DataError, match="does not exist"):
        Idx(path=str(tmp_path / "gone")).spec()


@pytest.mark.skipif(not FASHION.is_dir(), reason="Fashion-MNIST is not installed")
def test_fashion_mnist_is_read(opened):
    data = opened(Idx(path=str(FASHION / "t10k-images-idx3-ubyte.gz")))
    assert data.spec.size == 10_000
    batch = data.draw(10_000)
    assert torch.bincount(batch.label).tolist() == [1000] * 10
    inner = batch.real[:, :, 2:30, 2:30].add(1).mul(127.5)
    assert inner.mean().item() == pytest.approx(73.15, abs=0.05)
