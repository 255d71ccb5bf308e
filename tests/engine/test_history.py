"""The record of a run: blocks in one file, read while it is written."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from ganstudio.core.errors import RunError
from ganstudio.core.events import (
    Curve,
    NoticeGiven,
    ProgressMade,
    RunStarted,
    ScalarsRecorded,
    SettingChanged,
)
from ganstudio.engine.history import History, copy_until


def block(first: int, last: int, name: str = "critic/loss") -> ScalarsRecorded:
    steps = np.arange(first, last + 1)
    return ScalarsRecorded(last, last / 10, (Curve(name, steps, np.sqrt(steps.astype(float))),))


def filled(path: Path, *blocks: ScalarsRecorded) -> History:
    history = History(path)
    for one in blocks:
        history.receive(one)
        history.flush()
    return history


def test_what_is_written_is_read_back_exactly(tmp_path: Path) -> None:
    history = filled(tmp_path / "h", block(1, 10), block(11, 13), block(1, 5, "metric/exact_w1"))
    history.close()
    read = History(tmp_path / "h", writable=False)
    assert read.names() == ["critic/loss", "metric/exact_w1"]
    curve = read.curve("critic/loss")
    assert curve.steps.tolist() == list(range(1, 14))
    assert np.array_equal(curve.values, np.sqrt(np.arange(1, 14.0)))
    assert read.curve("nothing").steps.size == 0
    assert read.seconds() == 1.3
    read.close()


def test_values_that_are_not_numbers_survive(tmp_path: Path) -> None:
    values = np.array([np.nan, np.inf, -np.inf, 1e-300])
    event = ScalarsRecorded(4, 0.0, (Curve("x", np.arange(4), values),))
    history = filled(tmp_path / "h", event)
    assert np.array_equal(history.curve("x").values, values, equal_nan=True)
    history.close()


@pytest.mark.parametrize("step", [0, 5, 10, 12, 99])
def test_truncating_keeps_every_point_up_to_the_step(tmp_path: Path, step: int) -> None:
    history = filled(tmp_path / "h", block(1, 10), block(11, 20))
    history.truncate(step)
    assert history.curve("critic/loss").steps.tolist() == list(range(1, min(step, 20) + 1))
    history.receive(block(step + 1, step + 3))
    history.flush()
    assert history.curve("critic/loss").steps.tolist()[-3:] == [step + 1, step + 2, step + 3]
    history.close()


def test_truncating_forgets_later_events_and_time(tmp_path: Path) -> None:
    history = filled(tmp_path / "h", block(1, 10), block(11, 20))
    for step in (3, 10, 15):
        history.receive(SettingChanged(step, "system.critic_steps", 1, 2))
    history.flush()
    history.truncate(10)
    assert [event.step for event in history.events()] == [3, 10]
    assert history.seconds() == 1.0
    history.close()


def test_forgetting_one_step_leaves_the_others(tmp_path: Path) -> None:
    history = filled(tmp_path / "h", block(1, 3, "metric/a"), block(3, 3, "metric/b"), block(1, 3))
    history.forget("metric/", 3)
    assert history.curve("metric/a").steps.tolist() == [1, 2]
    assert history.names() == ["critic/loss", "metric/a"]
    assert history.curve("critic/loss").steps.tolist() == [1, 2, 3]
    history.close()


def test_it_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    writer = filled(tmp_path / "h", block(1, 10))
    reader = History(tmp_path / "h", writable=False)
    assert reader.curve("critic/loss").steps[-1] == 10
    writer.receive(block(11, 12))
    assert reader.curve("critic/loss").steps[-1] == 10
    writer.flush()
    assert reader.curve("critic/loss").steps[-1] == 12
    reader.close()
    writer.close()


def test_a_reader_changes_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "h", block(1, 10)).close()
    reader = History(tmp_path / "h", writable=False)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.truncate(3)
    reader.close()


def blocks_of(path: Path) -> list[tuple[int, int]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT first, last FROM scalars ORDER BY name, first")
        rows = found.fetchall()
    connection.close()
    return rows


def test_the_few_points_of_a_slow_run_grow_into_blocks_and_none_is_lost(tmp_path: Path) -> None:
    history = filled(tmp_path / "h", *(block(n, n + 3) for n in range(1, 2_000, 4)))
    values = history.curve("critic/loss").values
    assert np.array_equal(values, np.sqrt(np.arange(1, 2_001.0)))
    assert blocks_of(tmp_path / "h") == [(1, 512), (513, 1_024), (1_025, 1_536), (1_537, 2_000)]
    history.close()


def test_a_block_that_cannot_be_written_is_written_with_the_next_ones(tmp_path: Path) -> None:
    history = filled(tmp_path / "h", block(1, 3))
    history.receive(block(4, 6))
    history._connection.execute("PRAGMA query_only=1")
    with pytest.raises(sqlite3.OperationalError):
        history.flush()
    history._connection.execute("PRAGMA query_only=0")
    history.receive(block(7, 8))
    history.flush()
    assert history.curve("critic/loss").steps.tolist() == list(range(1, 9))
    history.close()


@pytest.mark.parametrize("first", [4, 6, 7, 9])
def test_steps_that_are_recorded_again_count_once(tmp_path: Path, first: int) -> None:
    history = filled(tmp_path / "h", block(4, 6))
    again = Curve("critic/loss", np.arange(first, 10), np.full(10 - first, -1.0))
    history.receive(ScalarsRecorded(9, 1.0, (again,)))
    history.flush()
    curve = history.curve("critic/loss")
    assert curve.steps.tolist() == [*range(4, min(first, 7)), *range(first, 10)]
    assert set(curve.values[curve.steps >= first]) == {-1.0}
    history.close()


def test_a_history_of_the_first_format_is_read_and_continued(tmp_path: Path) -> None:
    filled(tmp_path / "h", block(1, 4)).close()
    steps = np.arange(1, 5, dtype="<i8").tobytes()
    with sqlite3.connect(tmp_path / "h") as connection:
        connection.execute("UPDATE about SET value='1' WHERE key='format'")
        connection.execute("UPDATE scalars SET steps=?", (steps,))
    connection.close()
    history = filled(tmp_path / "h", block(5, 6))
    history.truncate(3)
    assert history.curve("critic/loss").steps.tolist() == [1, 2, 3]
    history.close()
    with sqlite3.connect(tmp_path / "h") as connection:
        assert connection.execute("SELECT value FROM about").fetchall() == [("2",)]
    connection.close()


def test_time_is_written_down_once_a_block(tmp_path: Path) -> None:
    history = History(tmp_path / "h")
    for step in range(1, 9):
        history.receive(block(step, step))
    history.flush()
    steps, seconds = history.clock()
    assert (steps.tolist(), seconds.tolist()) == ([8], [0.8])
    history.close()


def test_only_what_a_user_may_ask_about_later_is_kept(tmp_path: Path) -> None:
    history = History(tmp_path / "h")
    history.receive(RunStarted("run", "CPU", 3, 10, {"critic": 1}))
    history.receive(ProgressMade(4, 4, 10, 1.0, 0))
    history.receive(NoticeGiven(5, "a file was skipped"))
    history.flush()
    assert [(e.step, e.kind) for e in history.events()] == [(3, "RunStarted"), (5, "NoticeGiven")]
    (notice,) = history.events(("NoticeGiven",))
    assert notice.body["text"] == "a file was skipped"
    history.close()


def test_a_child_takes_the_history_up_to_its_fork(tmp_path: Path) -> None:
    filled(tmp_path / "parent", block(1, 10), block(11, 20)).close()
    copy_until(tmp_path / "parent", tmp_path / "child", 12)
    child = History(tmp_path / "child", writable=False)
    assert child.curve("critic/loss").steps.tolist() == list(range(1, 13))
    child.close()
    parent = History(tmp_path / "parent", writable=False)
    assert parent.curve("critic/loss").steps[-1] == 20
    parent.close()


def test_a_file_of_a_newer_studio_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "h").close()
    with sqlite3.connect(tmp_path / "h") as connection:
        connection.execute("UPDATE about SET value='99' WHERE key='format'")
    connection.close()
    with pytest.raises(RunError, match=r"format 99.*update GAN Studio"):
        History(tmp_path / "h", writable=False)


@pytest.mark.parametrize("writable", [True, False])
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, writable: bool) -> None:
    (tmp_path / "h").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(RunError, match="is damaged"):
        History(tmp_path / "h", writable=writable)


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be opened"):
        History(tmp_path / "h", writable=False)


def test_a_file_that_was_cut_short_is_refused_in_words(tmp_path: Path) -> None:
    filled(
        tmp_path / "h", *(block(first, first + 999) for first in range(1, 20_000, 1_000))
    ).close()
    content = (tmp_path / "h").read_bytes()
    (tmp_path / "h").write_bytes(content[: len(content) // 3])
    with pytest.raises(RunError, match=r"is damaged \(.*\): the run's curves cannot be read"):
        History(tmp_path / "h", writable=False).curves()


@pytest.mark.parametrize("scalars", [b"\0" * 13, b"\0" * 24])
def test_a_block_that_is_not_whole_is_refused_in_words(tmp_path: Path, scalars: bytes) -> None:
    filled(tmp_path / "h", block(1, 10)).close()
    with sqlite3.connect(tmp_path / "h") as connection:
        connection.execute("UPDATE scalars SET scalars=?", (scalars,))
    connection.close()
    read = History(tmp_path / "h", writable=False)
    with pytest.raises(RunError, match=r"^The curve critic/loss is damaged: .*\.$"):
        read.curves()
    read.close()


def test_steps_between_which_some_are_missing_are_read_as_they_are(tmp_path: Path) -> None:
    sparse = np.array([1, 5, 6, 100])
    event = ScalarsRecorded(100, 1.0, (Curve("metric/fid", sparse, np.arange(4.0)),))
    history = filled(tmp_path / "h", block(1, 10), event)
    found = {curve.name: curve for curve in history.curves()}
    assert found["metric/fid"].steps.tolist() == sparse.tolist()
    assert found["critic/loss"].steps.tolist() == list(range(1, 11))
    history.close()
