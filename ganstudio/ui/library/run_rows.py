"""The library of runs as rows: read, found, sorted and laid out as a tree of forks. Free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from ganstudio.core.errors import RunError
from ganstudio.engine.run import RunFolder, RunInfo, current

Order = Literal["newest", "name", "best", "step"]
ORDERS: tuple[tuple[Order, str], ...] = (
    ("newest", "Newest, forks below"),
    ("name", "Name"),
    ("best", "Best metric"),
    ("step", "Most steps"),
)
Filter = Literal["all", "running", "paused", "failed"]
DEEPEST = 5  # levels of forks that are still moved to the right


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the table shows it. `problem` says why a folder cannot be read.

    `depth` and `rails` lay out the tree: `rails[d]` tells whether the line of level `d` goes on
    below this row.
    """

    path: Path
    info: RunInfo
    problem: str = ""
    depth: int = 0
    rails: tuple[bool, ...] = ()
    has_forks: bool = False

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def origin(self) -> str:
        """The second line: the preset, or where the run comes from."""
        if self.problem:
            return self.problem
        if self.info.parent and self.info.origin:
            words = "fork of" if self.info.origin == "fork" else "weights of"
            at = f" at {self.info.parent_step:,}" if self.info.origin == "fork" else ""
            return f"{words} {Path(self.info.parent).name}{at}"
        return self.info.title

    @property
    def has_weights_alone(self) -> bool:
        """A run that came with a bundle: to sample and fine-tune, not to resume."""
        return self.info.has_weights_alone

    @property
    def state(self) -> str:
        if self.problem:
            return "Unreadable"
        if self.has_weights_alone:
            return "Ready"
        return {"new": "Not started"}.get(self.info.status, self.info.status.capitalize())

    @property
    def steps(self) -> str:
        info = self.info
        if self.problem:
            return ""
        if info.status == "finished" or not info.total_steps:
            return f"{info.step:,}"
        return f"{info.step:,} / {info.total_steps:,}"

    @property
    def best(self) -> str:
        value = self.info.best_value
        return "" if value is None else f"{self.info.best_name} {short(value)}"

    def used(self, now: float) -> str:
        if self.problem:
            return ""
        return "now" if self.info.status == "running" else ago(self.info.used, now)


def short(value: float) -> str:
    """Two or three digits of a reading."""
    if value != value:
        return "not a number"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}".replace("-", "−")


def ago(then: float, now: float) -> str:
    """How long ago, in the words of a list: "2 min", "yesterday", "3 May"."""
    seconds = max(0.0, now - then)
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min"
    days = (date.fromtimestamp(now) - date.fromtimestamp(then)).days
    if days <= 0 or seconds < 6 * 3600:
        return f"{seconds // 3600:.0f} h"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days"
    moment = datetime.fromtimestamp(then).astimezone()
    return f"{moment.day} {moment:%b}" if days < 300 else f"{moment:%b %Y}"


def read_library(folder: Path) -> list[RunRow]:
    """Every run of a folder, readable or not."""
    return [read_row(path) for path in runs_in(folder)]


def runs_in(folder: Path) -> list[Path]:
    """The folders with a run.json in them."""
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        paths = []
    return [path for path in paths if (path / "run.json").is_file()]


def read_row(path: Path) -> RunRow:
    """One run; what is wrong with it becomes its problem."""
    run = RunFolder(path)
    try:
        info = current(run, run.info())
        if info.status == "running":
            info = replace(info, step=max([info.step, *run.snapshot_steps()]))
    except (RunError, OSError) as error:
        said = str(error).replace(f"{path}/", "").replace(str(path), path.name)
        return RunRow(path, RunInfo(path.name, "", "", 0.0, 0.0), said)
    return RunRow(path, info)


def newest_snapshot(path: Path) -> Path | None:
    """The picture of a run's folder."""
    return RunFolder(path).thumbnail()


def arranged(
    rows: Sequence[RunRow], order: Order = "newest", words: str = "", wanted: Filter = "all"
) -> list[RunRow]:
    """Rows that match, in order; forks stand under their parents in the order of age."""
    sought = words.lower().split()
    kept = [row for row in rows if _is_wanted(row, wanted) and _matches(row, sought)]
    match order:
        case "newest":
            return _tree(kept)
        case "name":
            return sorted(kept, key=lambda row: row.name.lower())
        case "best":
            return sorted(kept, key=_best_first)
        case "step":
            return sorted(kept, key=lambda row: -row.info.step)


def counts(rows: Iterable[RunRow]) -> dict[Filter, int]:
    known = list(rows)
    states: tuple[Filter, ...] = ("all", "running", "paused", "failed")
    return {state: sum(_is_wanted(row, state) for row in known) for state in states}


def _tree(rows: Sequence[RunRow]) -> list[RunRow]:
    by_name = {row.name: row for row in rows}
    children: dict[str, list[RunRow]] = {}
    roots: list[RunRow] = []
    for row in sorted(rows, key=lambda row: row.info.used, reverse=True):
        parent = Path(row.info.parent).name if row.info.parent else ""
        is_child = parent in by_name and parent != row.name and not _is_circle(row, by_name)
        (children.setdefault(parent, []) if is_child else roots).append(row)
    newest = {row.name: _newest(row, children) for row in rows}
    roots.sort(key=lambda row: newest[row.name], reverse=True)
    laid: list[RunRow] = []
    pending = [(row, 0, ()) for row in reversed(roots)]
    stack: list[tuple[RunRow, int, tuple[bool, ...]]] = list(pending)
    while stack:
        row, depth, rails = stack.pop()
        below = children.get(row.name, [])
        laid.append(replace(row, depth=depth, rails=rails, has_forks=bool(below)))
        deeper = min(depth + 1, DEEPEST)
        for number, child in enumerate(reversed(below)):
            goes_on = number > 0  # a later sibling follows below
            stack.append((child, deeper, (*rails[: deeper - 1], goes_on)))
    return laid


def _is_circle(row: RunRow, by_name: dict[str, RunRow]) -> bool:
    """Parents that lead back to the run itself: such a run stands alone."""
    seen = {row.name}
    at = Path(row.info.parent).name
    while at in by_name and at not in seen:
        seen.add(at)
        at = Path(by_name[at].info.parent).name if by_name[at].info.parent else ""
    return at in seen


def _newest(row: RunRow, children: dict[str, list[RunRow]]) -> float:
    """When the run or anything that came from it was last used."""
    newest, waiting = row.info.used, list(children.get(row.name, []))
    while waiting:
        child = waiting.pop()
        newest = max(newest, child.info.used)
        waiting += children.get(child.name, [])
    return newest


def _best_first(row: RunRow) -> tuple[str, float]:
    value = row.info.best_value
    return (row.info.best_name, value) if value is not None else ("\uffff", 0.0)


def _is_wanted(row: RunRow, wanted: Filter) -> bool:
    if wanted == "all":
        return True
    if wanted == "failed":
        return bool(row.problem) or row.info.status == "failed"
    return not row.problem and row.info.status == wanted


def _matches(row: RunRow, words: list[str]) -> bool:
    text = f"{row.name} {row.info.title} {row.info.preset} {row.origin} {row.state}".lower()
    return all(word in text for word in words)
