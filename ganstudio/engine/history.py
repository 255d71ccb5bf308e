"""The record of a run: scalars and events in one SQLite file, readable while it is written.

Scalars are kept as blocks of little-endian arrays, one row a block, so that a long run opens fast.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    Steps,
)
from ganstudio.engine.blocks import (
    COLUMNS,
    Block,
    Points,
    Spans,
    joined,
    lengthened,
    points_of,
    row_of,
)
from ganstudio.engine.readings import Kept, Spacing, pack, unpack

FORMAT = 2  # 1 wrote down the steps of every block
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
        self._blocks: dict[str, list[Points]] = {}
        self._tails: dict[str, Points] = {}  # of each scalar's last block, while it is short
        self._events: list[tuple[int, str, str]] = []
        self._clock: tuple[int, float] | None = None
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
        if writable:
            self._connection.execute("UPDATE about SET value=? WHERE key='format'", (str(FORMAT),))
            self._connection.commit()

    def receive(self, event: Event) -> None:
        """Take an event in; what is written, is written in blocks every two seconds."""
        if isinstance(event, ScalarsRecorded):
            for curve in event.curves:
                self._blocks.setdefault(curve.name, []).append((curve.steps, curve.values))
            self._clock = (event.step, event.seconds)
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
        tails = {
            name: lengthened(self._tails.get(name), parts) for name, parts in self._blocks.items()
        }
        rows = [row_of(name, points) for name, points in tails.items()]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO scalars VALUES (?,?,?,?,?)", rows)
            self._connection.executemany(
                "INSERT INTO events (step, kind, body) VALUES (?,?,?)", self._events
            )
            if self._clock is not None:
                self._connection.execute("INSERT OR REPLACE INTO clock VALUES (?,?)", self._clock)
            self._connection.executemany(
                "INSERT OR REPLACE INTO readings VALUES (?,?,?)", self._readings
            )
        self._tails.update(tails)
        self._blocks.clear()
        self._events.clear()
        self._clock = None
        self._readings.clear()
        self._flushed = time.monotonic()

    def truncate(self, step: int) -> None:
        """Forget everything after `step`: a run that continues from there records it anew."""
        self._tails.clear()
        overlapping = self._blocks_where("first <= ? AND last > ?", (step, step))
        with self._connection:
            for table, column in (
                ("scalars", "first"), ("events", "step"), ("clock", "step"), ("readings", "step")
            ):  # fmt: skip
                self._connection.execute(f"DELETE FROM {table} WHERE {column} > ?", (step,))
            for block in overlapping:
                self._keep_where(block, lambda steps: steps <= step)

    def forget(self, prefix: str, step: int) -> None:
        """Remove the points at `step` of all scalars whose name starts with `prefix`."""
        self._tails.clear()
        holding = self._blocks_where(
            "first <= ? AND last >= ? AND name GLOB ?", (step, step, f"{prefix}*")
        )
        with self._connection:
            for block in holding:
                self._keep_where(block, lambda steps: steps != step)

    def names(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT DISTINCT name FROM scalars ORDER BY name")]

    def curve(self, name: str) -> Curve:
        """All recorded points of one scalar, in the order of steps."""
        found = self._curves("WHERE name=?", (name,))
        return found[0] if found else Curve(name, np.empty(0, np.int64), np.empty(0))

    def curves(self) -> list[Curve]:
        """All of them, in one pass over the file."""
        return self._curves("", ())

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

    def close(self) -> None:
        self._connection.close()

    def _curves(self, condition: str, values: tuple[Any, ...]) -> list[Curve]:
        """Of the blocks that meet a condition.

        How long they are is asked first, so that points are copied straight to where they stay.
        """
        lengths = f"SELECT name, SUM(length(scalars)) FROM scalars {condition} GROUP BY name"
        blocks = f"SELECT {COLUMNS} FROM scalars {condition} ORDER BY name, first"
        shared: dict[Spans, Steps] = {}
        try:
            self._connection.execute("BEGIN")  # a writer adds nothing between the two questions
            sizes = dict(self._connection.execute(lengths, values).fetchall())
            rows = self._connection.execute(blocks, values)
            return [
                joined(name, map(Block._make, group), sizes[name], shared)
                for name, group in groupby(rows, itemgetter(0))
            ]
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error
        finally:
            self._connection.rollback()

    def _blocks_where(self, condition: str, values: tuple[Any, ...]) -> list[Block]:
        query = f"SELECT {COLUMNS} FROM scalars WHERE {condition} ORDER BY name, first"
        return list(map(Block._make, self._rows(query, values)))

    def _keep_where(self, block: Block, is_kept: Callable[[Steps], NDArray[np.bool_]]) -> None:
        """Write a block anew with some of its points, or none."""
        steps, values = points_of(block)
        kept = is_kept(steps)
        place = (block.name, block.first)
        self._connection.execute("DELETE FROM scalars WHERE name=? AND first=?", place)
        if kept.any():
            row = row_of(block.name, (steps[kept], values[kept]))
            self._connection.execute("INSERT INTO scalars VALUES (?,?,?,?,?)", row)

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
