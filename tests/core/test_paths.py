"""Where files lie, and how they are written."""

import os
import stat
from pathlib import Path

import pytest

from ganstudio.core import paths
from ganstudio.core.paths import write_atomically


def test_what_is_written_is_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.json"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in target.parent.iterdir()] == ["a.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "a", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_a_failed_write_names_the_file_and_keeps_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its attributes are looked at
        write_atomically(tmp_path / "file" / "a.png", b"x")
    assert caught.value.filename == str(tmp_path / "file" / "a.png")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError) as caught:  # noqa: PT011
        write_atomically(tmp_path / "folder", b"x")
    assert caught.value.filename == str(tmp_path / "folder")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_one_variable_moves_everything_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path))
    for place in (paths.runs_dir(), paths.own_presets_dir(), paths.trash_dir(), paths.cache_dir()):
        assert place.parent == tmp_path
    assert paths.settings_path().parent == tmp_path
    monkeypatch.delenv("GANSTUDIO_HOME")
    assert tmp_path not in paths.runs_dir().parents


def test_shipped_files_are_found() -> None:
    assert list(paths.presets_dir().glob("*/*.yaml"))
    assert paths.assets_dir().is_dir()
