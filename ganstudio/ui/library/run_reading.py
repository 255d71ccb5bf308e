"""What the right pane of Runs shows of one run or two: curves, pictures, settings. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import RunError
from ganstudio.core.events import Floats, Pixels
from ganstudio.engine import snapshots
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.library.run_rows import RunRow, short
from ganstudio.ui.library.run_settings import differences, own_settings, read_settings
from ganstudio.ui.scalar_words import MEASURED, METRICS, scalar_words

PICTURE = (576, 352)
BUCKETS = 1000
_WHOLE = 2**62  # every step of a run


@dataclass(frozen=True, slots=True)
class Trace:
    """One run's curve of the metric, thinned to what a plot can show."""

    steps: Floats
    values: Floats


@dataclass(frozen=True, slots=True)
class Side:
    """One run of the pane."""

    row: RunRow
    trace: Trace
    picture: Pixels | None = None
    picture_step: int = 0
    seconds: float = 0.0
    last: tuple[tuple[str, float], ...] = ()  # newest value of every metric
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What was read for the pane. `stamp` tells a stale answer from the wanted one."""

    stamp: int
    metric: str
    metrics: tuple[str, ...]
    sides: tuple[Side, ...]
    fork_step: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()  # title, then a value for each side
    differing: int = 0  # how many of `rows` are settings
    settings: int = 0  # how many were compared


def read_record(stamp: int, rows: Sequence[RunRow], metric: str) -> Record:
    """Read one run or two; what is missing or damaged leaves a gap and a sentence."""
    names = _metrics(rows)
    chosen = metric if metric in names else (names[0] if names else "")
    sides = tuple(_side(row, chosen) for row in rows)
    settings = [read_settings(row.path) for row in rows]
    table = differences(*settings) if len(settings) == 2 else own_settings(rows[0].path)
    results = _results(sides)
    return Record(
        stamp,
        chosen,
        names,
        sides,
        fork_step(rows),
        (*table, *results),
        len(table),
        len(settings[0]),
    )


def fork_step(rows: Sequence[RunRow]) -> int | None:
    """Up to which step two runs are one and the same; None where they share nothing."""
    if len(rows) != 2:
        return None
    one, other = (_ancestors(row) for row in rows)
    shared = [min(one[name], other[name]) for name in one.keys() & other.keys()]
    step = max(shared, default=None)
    return None if step is None or step == _WHOLE else step


def _ancestors(row: RunRow) -> dict[str, int]:
    """The run and those it was forked from, each with the step up to which it is the same."""
    found = {row.name: _WHOLE}
    info, step = row.info, _WHOLE
    while info.origin == "fork" and info.parent:
        name = Path(info.parent).name
        if name in found:
            break
        step = min(step, info.parent_step)
        found[name] = step
        try:
            info = RunFolder(row.path.parent / name).info()
        except (RunError, OSError):
            break
    return found


def _metrics(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """Scalars that every run of the pane has, metrics first."""
    common: set[str] | None = None
    for row in rows:
        names = set(_with_history(row.path, History.names) or ())
        common = names if common is None else (common & names or common | names)
    order = [MEASURED + part for part in METRICS]
    known = [name for name in order if name in (common or ())]
    others = sorted((common or set()) - set(known), key=lambda name: ("/loss" not in name, name))
    return (*known, *others)


def _with_history(path: Path, ask: Any) -> Any:
    """Ask a run's record, or None where there is none to read."""
    file = RunFolder(path).history_path
    if not file.is_file():
        return None
    try:
        history = History(file, writable=False)
    except (RunError, OSError):
        return None
    try:
        return ask(history)
    except RunError:
        return None
    finally:
        history.close()


def _side(row: RunRow, metric: str) -> Side:
    trace = Trace(np.empty(0), np.empty(0))
    if row.problem:
        return Side(row, trace, problem=row.problem)
    read = _with_history(row.path, lambda history: _read(history, metric))
    trace, seconds, last = read if read is not None else (trace, 0.0, ())
    picture, step = _picture(RunFolder(row.path))
    return Side(row, trace, picture, step, seconds, last)


def _read(history: History, metric: str) -> tuple[Trace, float, tuple[tuple[str, float], ...]]:
    store = CurveStore()
    last = []
    for name in history.names():
        if name == metric or name.startswith("metric/"):
            curve = history.curve(name)
            if name == metric:
                store.add([curve])
            if name.startswith("metric/") and len(curve.values):
                last.append((name, float(curve.values[-1])))
    view = store.view(metric, buckets=BUCKETS)
    return Trace(view.x, view.raw), history.seconds(), tuple(last)


def _picture(run: RunFolder) -> tuple[NDArray[np.uint8] | None, int]:
    """The newest snapshot drawn large enough; an older one where the newest is damaged."""
    for step in reversed(run.snapshot_steps()[-3:]):
        try:
            snapshot = snapshots.load(run.snapshots, step)
            return snapshots.draw(snapshot, PICTURE), step
        except (RunError, OSError, KeyError, StopIteration, ValueError):
            continue
    return None, 0


def _results(sides: Sequence[Side]) -> list[tuple[str, ...]]:
    """The newest metrics of each run and how long it took."""
    by_side = [dict(side.last) for side in sides]
    known = (MEASURED + part for part in METRICS)
    names = [name for name in known if any(name in values for values in by_side)]
    rows = [
        (
            scalar_words(name),
            *(short(values[name]) if name in values else "–" for values in by_side),
        )
        for name in names
    ]
    if any(side.seconds for side in sides):
        rows.append(("Time", *(duration(side.seconds) if side.seconds else "–" for side in sides)))
    return rows


def duration(seconds: float) -> str:
    """A measured time: "41 s", "2 min 4 s", "1 h 3 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
