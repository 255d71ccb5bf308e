import shutil

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data import cache
from ganstudio.data.folder import Folder


def paint(folder, name, shade=100):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (12, 12), (shade, shade, shade)).save(path)


def gallery(folder, count=6):
    for number in range(count):
        paint(folder, f"{number:04}.png", 10 * number % 256)
    return Folder(path=str(folder), size=8)


def test_pictures_become_batches(tmp_path, opened):
    data = opened(gallery(tmp_path))
    batch = data.draw(6)
    assert data.spec == Folder(path=str(tmp_path), size=8).spec()
    assert batch.label is None
    shades = batch.real[:, 0, 0, 0].add(1).mul(127.5).round().tolist()
    assert sorted(shades) == [0, 10, 20, 30, 40, 50]
    assert data.notices == ()


def test_subfolders_are_classes(tmp_path, opened):
    for number in range(4):
        paint(tmp_path, f"cats/{number}.png", 200)
        paint(tmp_path, f"dogs/small/{number}.png", 50)
    source = Folder(path=str(tmp_path), size=8, channels=1)
    assert source.spec().classes == ("cats", "dogs")
    batch = opened(source).draw(8)
    assert torch.equal(batch.real[:, 0, 0, 0] < 0, batch.label == 1)
    assert batch.label.sum() == 4


def test_labels_are_left_out_where_pictures_lie_loose(tmp_path, opened):
    paint(tmp_path, "loose.png")
    paint(tmp_path, "cats/a.png")
    paint(tmp_path, "dogs/a.png")
    assert Folder(path=str(tmp_path)).spec().classes == ()
    assert Folder(path=str(tmp_path), labels="none").spec().classes == ()
    with pytest.raises(DataError, match=r"loose\.png in .* lies in no subfolder"):
        Folder(path=str(tmp_path), labels="subfolders").spec()


def test_one_subfolder_is_a_class_only_when_asked(tmp_path):
    paint(tmp_path, "cats/a.png")
    paint(tmp_path, "cats/b.png")
    assert Folder(path=str(tmp_path)).spec().classes == ()
    assert Folder(path=str(tmp_path), labels="subfolders").spec().classes == ("cats",)


def test_unreadable_files_are_counted_named_and_left_out(tmp_path, opened):
    source = gallery(tmp_path, 280)
    for number in range(20):
        (tmp_path / f"0{number * 10 + 5:03}x.jpg").write_bytes(b"\xff\xd8 torn")
    data = opened(source)
    assert source.spec().size == 300
    assert data.spec.size == 280
    (notice,) = data.notices
    assert notice.startswith("20 of 300 files were unreadable and left out: 0005x.jpg, 0015x.jpg")
    assert notice.endswith("and 15 more.")
    shades = data.reference(280, 0).real[:, 0, 0, 0].add(1).mul(127.5).round().long()
    expected = np.bincount([10 * number % 256 for number in range(280)], minlength=256)
    np.testing.assert_array_equal(torch.bincount(shades, minlength=256).numpy(), expected)
    assert opened(source).notices == data.notices


def test_labels_stay_with_their_pictures_where_some_are_unreadable(tmp_path, opened):
    for number in range(6):
        paint(tmp_path, f"bright/{number}.png", 250)
        paint(tmp_path, f"dark/{number}.png", 5)
    for name in ("bright/0.png", "bright/3.png", "dark/5.png"):
        (tmp_path / name).write_bytes(b"")
    batch = opened(Folder(path=str(tmp_path), size=8)).draw(9)
    assert torch.equal(batch.real[:, 0, 0, 0] < 0, batch.label == 1)
    assert torch.bincount(batch.label).tolist() == [4, 5]


def test_the_second_opening_reads_the_cache(tmp_path, opened):
    source = gallery(tmp_path)
    first, told = opened(source).draw(6), []
    again = opened(source, report=lambda text, share: told.append(text)).draw(6)
    assert torch.equal(first.real, again.real)
    assert not [text for text in told if text.startswith("Reading")]


def test_mirroring_shares_the_cache_and_other_settings_do_not(tmp_path, opened):
    source = gallery(tmp_path)
    opened(source)
    opened(source.model_copy(update={"flip": True}))
    assert len(list(cache.datasets_dir().iterdir())) == 1
    opened(source.model_copy(update={"fit": "pad"}))
    assert len(list(cache.datasets_dir().iterdir())) == 2


def test_added_files_are_noticed(tmp_path, opened):
    source = gallery(tmp_path)
    opened(source)
    paint(tmp_path, "new.png", 222)
    assert opened(source).spec.size == 7
    assert len(list(cache.datasets_dir().iterdir())) == 1


def test_progress_is_told_and_cancelling_leaves_no_half_cache(tmp_path, opened):
    source, told = gallery(tmp_path, 300), []

    def cancel(text, share):
        told.append((text, share))
        if share > 0.5:
            raise Cancelled("The user cancelled.")

    with pytest.raises(Cancelled):
        opened(source, report=cancel)
    assert told[-1][0] == "Reading 256 of 300 images"
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert list(cache.datasets_dir().iterdir()) == []
    assert opened(source).spec.size == 300


@pytest.mark.parametrize(("count", "held"), [(0, "no images"), (1, "one image")])
def test_a_folder_with_too_few_pictures_is_refused(tmp_path, count, held):
    gallery(tmp_path, count)
    with pytest.raises(DataError, match=f"holds {held}.*at least 2"):
        Folder(path=str(tmp_path)).spec()


def test_a_folder_without_readable_pictures_is_refused(tmp_path, opened):
    for name in "abc":
        (tmp_path / f"{name}.png").write_bytes(b"torn")
    with pytest.raises(DataError, match=r"Of 3 images .* 0 could be read \(a\.png, b\.png, c\.png"):
        opened(Folder(path=str(tmp_path)))
    assert list(cache.datasets_dir().iterdir()) == []


def test_no_folder_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match="No folder of images is chosen"):
        Folder().spec()
    with pytest.raises(DataError, match="does not exist; choose another folder"):
        Folder(path=str(tmp_path / "gone")).spec()


def test_a_folder_that_vanishes_while_it_is_read_is_one_clear_sentence(tmp_path, opened):
    source = gallery(tmp_path / "gallery", 200)

    def unplug(text, share):
        if share > 0.5:
            shutil.rmtree(tmp_path / "gallery")

    with pytest.raises(DataError, match="vanished while it was read; bring it back"):
        opened(source, report=unplug)
    assert list(cache.datasets_dir().iterdir()) == []
