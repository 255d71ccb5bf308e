"""The record of a run: scalars and events in one SQLite file, readable while it is written.

Scalars are kept as blocks of little-endian arrays, one row a block, so that a long run opens fast.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ganstudio.core.errors import RunError
from ganstudio.core.events import (
    CheckpointWritten,
    Curve,
    DiagnosisMade,
    Event,
    HealthChecked,
    InstrumentsRead,
    ModesCounted,
    NoticeGiven,
    PhaseChanged,
    RunFailed,
    RunFinished,
    RunStarted,
    ScalarsRecorded,
    ScoresMeasured,
    SettingChanged,
)
from ganstudio.engine.readings import Kept, Spacing, pack, unpack

FORMAT = 1
FLUSH_SECONDS = 2.0
KEPT_EVENTS = (
    RunStarted, RunFinished, RunFailed, SettingChanged, CheckpointWritten, DiagnosisMade,
    HealthChecked, NoticeGiven, PhaseChanged, ModesCounted,
)  # fmt: skip

SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS scalars (
    name TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    steps BLOB NOT NULL, scalars BLOB NOT NULL, PRIMARY KEY (name, first)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS clock (step INTEGER PRIMARY KEY, seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS readings (
    step INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (step, kind)
);
"""


_BLOCKS = """
SELECT name, first, last, scalars,
    CASE WHEN length(scalars) = 8 * (last - first + 1) THEN NULL ELSE steps END
FROM scalars"""
_Block = tuple[str, int, int, bytes, bytes | None]
_MAPPED = 1 << 30  # bytes of the file that a reader sees without copying them


class RecordedEvent(NamedTuple):
    step: int
    kind: str
    body: dict[str, Any]


class History:
    """Written by the one trainer of a run; any number of readers may open the same file."""

    def __init__(self, path: Path, writable: bool = True) -> None:
        """Raises RunError for a damaged file or one of a newer version."""
        self.path = path
        self._blocks: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
        self._events: list[tuple[int, str, str]] = []
        self._clock: list[tuple[int, float]] = []
        self._readings: list[tuple[int, str, bytes]] = []
        self._spacing = Spacing()
        self._flushed = time.monotonic()
        mode = "rwc" if writable else "ro"
        address = f"{path.resolve().as_uri()}?mode={mode}"
        try:
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise RunError(f"{path} cannot be opened: {error}.") from error
        try:
            self._prepare(writable)
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise RunError(f"{path} cannot be used: {error}.") from error
        except (sqlite3.DatabaseError, ValueError) as error:
            self._connection.close()
            raise RunError(
                f"{path} is damaged ({error}): the run's curves cannot be read."
            ) from error
        except RunError:
            self._connection.close()
            raise

    def _prepare(self, writable: bool) -> None:
        if writable:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.executescript(SCHEMA)
            self._connection.execute(
                "INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),)
            )
            self._connection.commit()
        else:
            self._connection.execute(f"PRAGMA mmap_size={_MAPPED}")
        found = self._connection.execute("SELECT value FROM about WHERE key='format'").fetchone()
        if found and int(found[0]) > FORMAT:
            raise RunError(
                f"{self.path} has format {found[0]}, and this studio reads up to {FORMAT}:"
                " update GAN Studio."
            )

    def receive(self, event: Event) -> None:
        """Take an event in; what is written, is written in blocks every two seconds."""
        if isinstance(event, ScalarsRecorded):
            for curve in event.curves:
                self._blocks.setdefault(curve.name, []).append((curve.steps, curve.values))
            self._clock.append((event.step, event.seconds))
        elif isinstance(event, KEPT_EVENTS):
            body = json.dumps(asdict(event), default=str)
            step = event.first_step if isinstance(event, RunStarted) else event.step
            self._events.append((step, type(event).__name__, body))
        elif isinstance(event, InstrumentsRead | ScoresMeasured) and self._spacing.takes(event):
            self._readings.append((event.step, type(event).__name__, pack(event)))
        if time.monotonic() - self._flushed > FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting. Raises OSError-like sqlite3.OperationalError on a full disk."""
        rows = [_row(name, blocks) for name, blocks in self._blocks.items()]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO scalars VALUES (?,?,?,?,?)", rows)
            self._connection.executemany(
                "INSERT INTO events (step, kind, body) VALUES (?,?,?)", self._events
            )
            self._connection.executemany("INSERT OR REPLACE INTO clock VALUES (?,?)", self._clock)
            self._connection.executemany(
                "INSERT OR REPLACE INTO readings VALUES (?,?,?)", self._readings
            )
        self._blocks.clear()
        self._events.clear()
        self._clock.clear()
        self._readings.clear()
        self._flushed = time.monotonic()

    def truncate(self, step: int) -> None:
        """Forget everything after `step`: a run that continues from there records it anew."""
        overlapping = self._connection.execute(
            "SELECT name, steps, scalars FROM scalars WHERE first <= ? AND last > ?", (step, step)
        ).fetchall()
        with self._connection:
            for table, column in (
                ("scalars", "first"), ("events", "step"), ("clock", "step"), ("readings", "step")
            ):  # fmt: skip
                self._connection.execute(f"DELETE FROM {table} WHERE {column} > ?", (step,))
            for name, steps, values in overlapping:
                block = _decode(steps, values)
                kept = block[0] <= step
                row = _row(name, [(block[0][kept], block[1][kept])])
                self._connection.execute("INSERT OR REPLACE INTO scalars VALUES (?,?,?,?,?)", row)

    def forget(self, prefix: str, step: int) -> None:
        """Remove the points at `step` of all scalars whose name starts with `prefix`."""
        found = self._connection.execute(
            "SELECT name, first, steps, scalars FROM scalars"
            " WHERE first <= ? AND last >= ? AND name GLOB ?",
            (step, step, f"{prefix}*"),
        ).fetchall()
        with self._connection:
            for name, first, *blobs in found:
                steps, values = _decode(*blobs)
                kept = steps != step
                self._connection.execute(
                    "DELETE FROM scalars WHERE name=? AND first=?", (name, first)
                )
                if kept.any():
                    row = _row(name, [(steps[kept], values[kept])])
                    self._connection.execute("INSERT INTO scalars VALUES (?,?,?,?,?)", row)

    def names(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT DISTINCT name FROM scalars ORDER BY name")]

    def curve(self, name: str) -> Curve:
        """All recorded points of one scalar, in the order of steps."""
        return _joined(name, self._rows(f"{_BLOCKS} WHERE name=? ORDER BY first", (name,)), {})

    def curves(self) -> list[Curve]:
        """All of them, in one pass over the file."""
        blocks: dict[str, list[_Block]] = {}
        for row in self._rows(f"{_BLOCKS} ORDER BY name, first"):
            blocks.setdefault(row[0], []).append(row)
        shared: dict[tuple[tuple[int, int], ...], np.ndarray] = {}
        return [_joined(name, blocks.pop(name), shared) for name in list(blocks)]

    def events(self, kinds: Sequence[str] = ()) -> Iterator[RecordedEvent]:
        for step, kind, body in self._rows("SELECT step, kind, body FROM events ORDER BY id"):
            if not kinds or kind in kinds:
                yield RecordedEvent(step, kind, json.loads(body))

    def readings(self) -> Iterator[Kept]:
        """What instruments read and critics said along the run; what is torn is left out."""
        known = "SELECT 1 FROM sqlite_master WHERE type='table' AND name='readings'"
        if not self._rows(known):  # recorded before readings were kept
            return
        for (body,) in self._rows("SELECT body FROM readings ORDER BY step"):
            with suppress(RunError):
                yield unpack(body)

    def seconds(self) -> float:
        """Training time recorded so far."""
        return float(self._rows("SELECT MAX(seconds) FROM clock")[0][0] or 0.0)

    def clock(self) -> tuple[np.ndarray, np.ndarray]:
        """Steps at which time was recorded, rising, and the seconds of training until then."""
        found = self._rows("SELECT step, seconds FROM clock ORDER BY step")
        steps = np.array([row[0] for row in found], np.int64)
        return steps, np.array([row[1] for row in found], np.float64)

    def compact(self) -> None:
        """Join the small blocks of a finished stretch."""
        rows = []
        for name in self.names():
            curve = self.curve(name)
            rows.append(_row(name, [(curve.steps, curve.values)]))
        with self._connection:
            self._connection.execute("DELETE FROM scalars")
            self._connection.executemany("INSERT INTO scalars VALUES (?,?,?,?,?)", rows)

    def close(self) -> None:
        self._connection.close()

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Raises RunError where the file is damaged, or still without its tables."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.DatabaseError) -> RunError:
        return RunError(f"{self.path} is damaged ({error}): the run's curves cannot be read.")


def copy_until(source: Path, target: Path, step: int) -> None:
    """A child run's history starts as its parent's, up to the step of the fork."""
    with closing(sqlite3.connect(source)) as parent, closing(sqlite3.connect(target)) as child:
        parent.backup(child)
    history = History(target)
    history.truncate(step)
    history.close()


def _row(name: str, blocks: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[Any, ...]:
    pairs = list(blocks)
    steps = np.concatenate([pair[0] for pair in pairs]).astype("<i8")
    values = np.concatenate([pair[1] for pair in pairs]).astype("<f8")
    return name, int(steps[0]), int(steps[-1]), steps.tobytes(), values.tobytes()


def _joined(
    name: str,
    blocks: Sequence[_Block],
    shared: dict[tuple[tuple[int, int], ...], np.ndarray],
) -> Curve:
    """One curve of its blocks; most scalars have the same steps, so that these are shared.

    Raises:
        RunError: a block is not whole.
    """
    try:
        values = np.frombuffer(b"".join(block[3] for block in blocks), "<f8")
        if any(block[4] is not None for block in blocks):
            steps = np.concatenate([_steps(block) for block in blocks])
        else:
            key = tuple((block[1], block[2]) for block in blocks)
            if key not in shared:
                parts = [_steps(block) for block in blocks]
                shared[key] = np.concatenate(parts) if parts else np.empty(0, np.int64)
            steps = shared[key]
    except (ValueError, TypeError) as error:
        raise RunError(f"The curve {name} is damaged: {error}.") from error
    if len(steps) != len(values):
        raise RunError(f"The curve {name} is damaged: {len(steps)} steps, {len(values)} values.")
    return Curve(name, steps, values)


def _steps(block: _Block) -> np.ndarray:
    """As many values as steps between the first and the last: then every step has one."""
    _, first, last, _, steps = block
    return np.arange(first, last + 1) if steps is None else np.frombuffer(steps, "<i8")


def _decode(steps: bytes, values: bytes) -> tuple[np.ndarray, np.ndarray]:
    return np.frombuffer(steps, "<i8"), np.frombuffer(values, "<f8")
