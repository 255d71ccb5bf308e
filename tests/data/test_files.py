import os

import pytest

from ganstudio.core.errors import DataError
from ganstudio.data.files import find_pictures, fingerprint


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def test_pictures_are_found_below_and_sorted(tmp_path):
    touch(tmp_path, "b.PNG", "a.jpg", "deep/er/c.webp", "text.txt", ".hidden.png", ".git/d.png")
    touch(tmp_path, "__MACOSX/e.png")
    found = find_pictures(tmp_path)
    assert [file.name for file in found] == ["a.jpg", "b.PNG", "deep/er/c.webp"]
    assert [file.top for file in found] == ["", "", "deep"]
    assert found[0].size == 5


def test_links_are_followed_but_not_in_circles(tmp_path):
    touch(tmp_path / "real", "a.png")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "real")
    (tmp_path / "folder" / "up").symlink_to(tmp_path / "folder")
    (tmp_path / "folder" / "broken.png").symlink_to(tmp_path / "nowhere")
    assert [file.name for file in find_pictures(tmp_path / "folder")] == [
        "broken.png",
        "link/a.png",
    ]


def test_a_missing_folder_is_one_clear_sentence(tmp_path):
    touch(tmp_path, "file.png")
    for path in (tmp_path / "gone", tmp_path / "file.png"):
        with pytest.raises(DataError, match="does not exist; choose another folder"):
            find_pictures(path)


def test_the_fingerprint_changes_with_the_files(tmp_path):
    touch(tmp_path, "a.png", "b.png")

    def current():
        return fingerprint(tmp_path, find_pictures(tmp_path))

    prints = [current()]
    assert current() == prints[0]
    stamp = (tmp_path / "a.png").stat()
    (tmp_path / "a.png").write_bytes(b"A.png")
    os.utime(tmp_path / "a.png", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    prints.append(current())
    os.utime(tmp_path / "a.png", ns=(1, 1))
    prints.append(current())
    (tmp_path / "b.png").rename(tmp_path / "c.png")
    prints.append(current())
    assert len(set(prints)) == 4
