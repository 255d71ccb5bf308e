"""A run's folder: its description, its lock, its place in the library."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.core.errors import RunError
from ganstudio.engine.run import (
    RunFolder,
    all_runs,
    current,
    find_run,
    free_path,
    new_info,
    next_run_path,
)

HOLD = """
import sys
from pathlib import Path
from ganstudio.engine.run import RunFolder
run = RunFolder(Path(sys.argv[1]))
run.acquire()
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path))
    return tmp_path / "runs"


def create(path: Path, **more: object) -> RunFolder:
    return RunFolder.create(path, new_info(path, "Title", "preset", 100, **more))


def test_its_description_is_read_back(tmp_path: Path) -> None:
    run = create(tmp_path / "a run", versions={"torch": "2"})
    info = RunFolder.open(tmp_path / "a run").info()
    assert info == run.info()
    assert (info.name, info.title, info.total_steps, info.status) == ("a run", "Title", 100, "new")
    changed = run.update(status="finished", step=100, best_name="W₁", best_value=0.25)
    assert run.info() == changed
    assert changed.used >= info.used


def test_keys_of_later_versions_are_left_aside(tmp_path: Path) -> None:
    run = create(tmp_path / "run")
    path = run.path / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"colour": "blue"}))
    assert run.info().title == "Title"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "damaged"),
        ("null", "damaged"),
        ("{}", "damaged: name"),
        ('{"format": 99}', "newer studio.*update GAN Studio"),
    ],
)
def test_a_damaged_or_newer_description_is_refused(tmp_path: Path, content: str, said: str) -> None:
    create(tmp_path / "run")
    (tmp_path / "run" / "run.json").write_text(content)
    with pytest.raises(RunError, match=said):
        RunFolder.open(tmp_path / "run")


@pytest.mark.parametrize(("key", "value"), [("used", "yesterday"), ("status", "odd"), ("step", [])])
def test_a_description_of_wrong_types_names_the_key(
    tmp_path: Path, key: str, value: object
) -> None:
    run = create(tmp_path / "run")
    path = run.path / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(RunError, match=f"damaged: {key}"):
        run.info()


def test_one_damaged_run_does_not_hide_the_others(library: Path) -> None:
    create(library / "good")
    create(library / "bad")
    (library / "bad" / "run.json").write_text('{"used": {}}')
    assert [info.name for _, info in all_runs()] == ["good"]


def test_a_folder_that_holds_a_run_takes_no_second(tmp_path: Path) -> None:
    create(tmp_path / "run")
    with pytest.raises(RunError, match="holds a run already"):
        create(tmp_path / "run")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RunError, match="run cannot be written: Not a directory"):
        create(tmp_path / "file" / "run")
    with pytest.raises(RunError, match="holds no run"):
        RunFolder.open(tmp_path / "nowhere")


def test_the_lock_is_held_against_other_processes_and_freed_by_their_death(
    tmp_path: Path,
) -> None:
    run = create(tmp_path / "run")
    assert not run.is_locked()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(run.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "held\n"
    assert run.is_locked()
    with pytest.raises(RunError, match="another window or process"):
        run.acquire()
    with pytest.raises(RunError, match="is training"):
        run.move_to_trash()
    child.kill()
    child.wait()
    child.stdout.close()
    child.stdin.close()
    assert not run.is_locked()
    run.acquire()
    run.release()


def test_a_run_whose_trainer_died_is_shown_as_stopped_at_its_last_checkpoint(
    library: Path,
) -> None:
    run = create(library / "run")
    run.update(status="running", step=0)
    folder = run.checkpoints / "40"
    folder.mkdir()
    (folder / "state.json").write_text("{}")
    shown = current(run, run.info())
    assert (shown.status, shown.step) == ("stopped", 40)
    run.acquire()
    assert current(run, run.info()).status == "running"
    run.release()


def test_names_are_found_by_folder_and_in_the_library(library: Path, tmp_path: Path) -> None:
    create(library / "ring 01")
    create(tmp_path / "elsewhere")
    assert find_run("ring 01").path == library / "ring 01"
    assert find_run(str(tmp_path / "elsewhere")).name == "elsewhere"
    with pytest.raises(RunError, match="ganstudio runs list"):
        find_run("ring 09")


def test_the_next_free_name_is_numbered(library: Path) -> None:
    assert next_run_path("ring").name == "ring 01"
    create(library / "ring 01")
    create(library / "ring 02")
    assert next_run_path("ring").name == "ring 03"
    assert free_path(library / "ring 01").name == "ring 01 02"


def test_the_trash_keeps_the_run(library: Path) -> None:
    run = create(library / "run")
    target = run.move_to_trash()
    assert not run.path.exists()
    assert RunFolder.open(target).info().title == "Title"
    again = create(library / "run").move_to_trash()
    assert again != target


def choose_runs_folder(home: Path, text: str) -> None:
    (home / "settings.json").write_text(text, encoding="utf-8")


def test_the_runs_folder_of_the_settings_is_where_runs_are_found_and_made(
    library: Path, tmp_path: Path
) -> None:
    create(library / "old 01")
    chosen = tmp_path / "disk"
    create(chosen / "ring 01")
    choose_runs_folder(tmp_path, json.dumps({"storage": {"runs_folder": str(chosen)}}))
    assert find_run("ring 01").path == chosen / "ring 01"
    assert find_run("old 01").path == library / "old 01"
    assert [info.name for _, info in all_runs()] == ["ring 01"]
    assert next_run_path("ring") == chosen / "ring 02"
    with pytest.raises(RunError, match="disk"):
        find_run("ring 09")


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "{}", '{"storage": {}}', '{"storage": {"runs_folder": 3}}', '{"storage": 1}'],
)
def test_settings_that_say_nothing_of_runs_leave_the_studios_own_folder(
    library: Path, tmp_path: Path, text: str
) -> None:
    choose_runs_folder(tmp_path, text)
    assert next_run_path("ring") == library / "ring 01"


def test_bookmarks_are_kept_with_the_run(tmp_path: Path) -> None:
    run = create(tmp_path / "a")
    assert run.bookmarks() == {}
    run.write_bookmarks({300: "Two modes lost", 20: ""})
    assert list(RunFolder.open(run.path).bookmarks().items()) == [(20, ""), (300, "Two modes lost")]


def test_bookmarks_without_names_of_an_older_file_are_read(tmp_path: Path) -> None:
    run = create(tmp_path / "a")
    (run.path / "bookmarks.json").write_text("[300, 20]")
    assert run.bookmarks() == {20: "", 300: ""}


@pytest.mark.parametrize("content", ["", "[1,", '{"1": 2}', '[-1, "2", true, 1.5, null]'])
def test_damaged_bookmarks_are_none(tmp_path: Path, content: str) -> None:
    run = create(tmp_path / "a")
    (run.path / "bookmarks.json").write_text(content)
    assert run.bookmarks() == {}


def test_bookmarks_that_cannot_be_written_name_the_run(tmp_path: Path) -> None:
    run = create(tmp_path / "a")
    (run.path / "bookmarks.json").mkdir()
    with pytest.raises(RunError, match="bookmarks of a cannot be written"):
        run.write_bookmarks({1: ""})
