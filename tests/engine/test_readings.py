"""Readings that are kept with a run come back as they were, and nothing else does."""

import io
import sqlite3
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from ganstudio.core.errors import RunError
from ganstudio.core.events import InstrumentsRead, ScoresMeasured
from ganstudio.core.instruments import (
    ClassesRead,
    FeaturesRead,
    FitRead,
    GradientsRead,
    LatentsRead,
    LayerNorms,
    LayerSpectrum,
    LayerWeights,
    NodesRead,
    PairDistancesRead,
    Scatter,
    SlopesRead,
    SpectraRead,
    Strip,
    StripsRead,
    WeightsRead,
)
from ganstudio.engine.history import History
from ganstudio.engine.readings import pack, unpack


def numbers(*values):
    return np.array(values, np.float32)


EDGES, SHARES = np.linspace(-1, 1, 4), np.array([0.2, 0.3, 0.5])
SHOWN = np.zeros(2, np.int64)
READINGS = (
    WeightsRead(
        7,
        {"critic": (LayerWeights("", EDGES, SHARES, 0.25), LayerWeights("0", EDGES, SHARES))},
        {"critic": 0.01},
    ),
    SpectraRead(7, {"generator": (LayerSpectrum("0", SHARES, True, 6),)}),
    GradientsRead(7, {"critic": LayerNorms(("0", "1"), SHARES[:2])}),
    SlopesRead(7, numbers(1, 2), numbers(3), numbers(np.nan)),
    ClassesRead(7, ("none", "one"), np.eye(2, dtype=np.int64)),
    ClassesRead(7, ("one",), np.eye(1, dtype=np.int64), np.eye(1, dtype=np.int64)),
    PairDistancesRead(7, EDGES, SHARES, SHARES, (0.5, 0.25), 0.1, 0.3, True),
    FitRead(7, numbers(1), numbers(2), numbers(3)),
    LatentsRead(7, Scatter(np.eye(2, dtype=np.float32), numbers()), 2, (1.0, 2.0), None),
    FeaturesRead(7, Scatter(numbers(), numbers(), ("one",), SHOWN, SHOWN, (0.5, 0.25), SHOWN), 9),
    NodesRead(
        7,
        ("Ann", "Bo"),
        np.array([[0, 1]], np.int32),
        ("one", "two"),
        np.array([-1, 1]),
        np.array([False, True]),
        numbers(0.25, 0.75, 1, 0).reshape(2, 2),
    ),
)


def same(one, other):
    if is_dataclass(one):
        return type(one) is type(other) and all(
            same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one)
        )
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.mark.parametrize(
    "event",
    [InstrumentsRead(9, READINGS), ScoresMeasured(9, numbers(0.5, -1), numbers(2))],
)
def test_what_is_kept_comes_back_bit_for_bit(event):
    assert same(unpack(pack(event)), event)


def test_strips_of_pictures_are_left_out():
    strip = Strip("x", "X", ("a",), np.zeros((1, 1, 2, 2, 3), np.uint8))
    found = unpack(pack(InstrumentsRead(3, (StripsRead(3, (strip,)), READINGS[0]))))
    assert [type(one) for one in found.readings] == [WeightsRead]


def with_objects():
    buffer = io.BytesIO()
    np.savez(buffer, words=np.array([{"kind": "SlopesRead"}], object))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", pack(InstrumentsRead(1, READINGS))[:-60], with_objects()],
    ids=["empty", "no archive", "torn", "with objects"],
)
def test_what_is_torn_or_holds_objects_is_refused(content):
    with pytest.raises(RunError, match="damaged"):
        unpack(content)


def history_of(path, steps):
    history = History(path)
    for step in range(steps):
        history.receive(ScoresMeasured(step, numbers(step), numbers(-step)))
    history.flush()
    return history


def test_a_short_run_keeps_all_readings_and_a_long_one_fifty_and_some(tmp_path):
    history = history_of(tmp_path / "history.sqlite", 3000)
    kept = [event.step for event in history.readings()]
    assert kept[:100] == list(range(100))
    assert len(kept) == pytest.approx(50 * (1 + np.log(3000 / 50)), rel=0.2)
    assert np.diff(kept).max() <= 3000 / 50
    history.truncate(100)
    assert [event.step for event in history.readings()][-1] == 99
    history.close()


def test_a_history_of_before_has_none_and_a_torn_one_leaves_the_others(tmp_path):
    path = tmp_path / "history.sqlite"
    history_of(path, 5).close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE readings SET body=x'00' WHERE step=2")
    file.close()
    history = History(path, writable=False)
    assert [event.step for event in history.readings()] == [0, 1, 3, 4]
    history.close()
    with sqlite3.connect(path) as file:
        file.execute("DROP TABLE readings")
    file.close()
    history = History(path, writable=False)
    assert list(history.readings()) == []
    history.close()
