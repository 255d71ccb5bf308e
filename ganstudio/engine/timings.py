"""What presets cost on this machine: one small file, written after a run or a preflight.

A file of the same form ships with the studio, for machines that have not measured yet.
"""

import json
import sqlite3
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from ganstudio.core.errors import RunError
from ganstudio.core.paths import assets_dir, home, write_atomically
from ganstudio.engine.run import RunFolder, RunInfo

FORMAT = 1
LEAST_STEPS = 50  # fewer say little: the first ones are slow


@dataclass(frozen=True, slots=True)
class Timing:
    """What one preset was measured to cost."""

    step_seconds: float  # of one step
    memory: int = 0  # bytes; 0 where it was not measured
    measured: float = 0.0  # seconds since 1970

    def run_seconds(self, steps: int) -> float:
        return self.step_seconds * steps


def timings_path() -> Path:
    return home() / "timings.json"


def usual_timings() -> dict[str, Timing]:
    """Those of the shipped presets on two cores of a server, as `presets time` measured them."""
    return read_timings(assets_dir() / "timings.json")


def read_timings(path: Path | None = None) -> dict[str, Timing]:
    """Timings by a preset's short name, from this machine's file or the one at `path`.

    A missing or damaged file knows none.
    """
    try:
        document = json.loads((path or timings_path()).read_text(encoding="utf-8"))
        if document["format"] > FORMAT:
            return {}
        return {name: _timing(values) for name, values in document["presets"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def remember(name: str, step_seconds: float, memory: int = 0, path: Path | None = None) -> None:
    """Keep a measurement of a preset, in the file at `path` or in this machine's own.

    A known memory survives a measurement without one.
    """
    if not name or step_seconds <= 0:
        return
    known = read_timings(path)
    kept = memory or (known[name].memory if name in known else 0)
    known[name] = Timing(step_seconds, kept, time.time())
    presets = {key: asdict(one) for key, one in sorted(known.items())}
    document = {"format": FORMAT, "presets": presets}
    write_atomically(path or timings_path(), json.dumps(document, indent=1).encode())


def remember_run(run: RunFolder, info: RunInfo) -> None:
    """Measure a preset by a run of it that has gone far enough. Raises RunError."""
    if info.step < LEAST_STEPS or not run.history_path.is_file():
        return
    remember(info.preset, _training_seconds(run.history_path) / info.step)


def about(seconds: float) -> str:
    """A duration for a card: "40 s", "2 min", "1 h 20 min"."""
    if seconds < 55:
        return f"{max(5, round(seconds / 5) * 5)} s"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(round(minutes / 10) * 10, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _timing(values: dict[str, float]) -> Timing:
    seconds = float(values["step_seconds"])
    return Timing(seconds, int(values.get("memory", 0)), float(values.get("measured", 0)))


def _training_seconds(path: Path) -> float:
    """As a run's history has it; read without `History`, which cards need not wait for."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as history:
            return float(history.execute("SELECT MAX(seconds) FROM clock").fetchone()[0] or 0.0)
    except sqlite3.DatabaseError as error:
        raise RunError(f"{path} is damaged ({error}): its times cannot be read.") from error
