"""A run is one training of a preset, in one folder; read and written here without torch."""

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Literal, Self

from ganstudio.core.errors import RunError
from ganstudio.core.paths import runs_dir, settings_path, trash_dir, write_atomically
from ganstudio.core.record import FieldError, read_record

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FORMAT = 1
Status = Literal["new", "running", "paused", "stopped", "finished", "failed"]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """`run.json`: what a library of runs shows without opening anything else."""

    name: str
    title: str  # of the preset
    preset: str  # the preset's short name, where it was one of the shelf's
    created: float  # seconds since 1970
    used: float  # last change
    status: Status = "new"
    step: int = 0
    total_steps: int = 0
    device: str = ""
    parent: str = ""  # the run this one was forked from, or took its weights from
    parent_step: int = 0
    origin: Literal["", "fork", "fine-tune"] = ""
    best_name: str = ""  # the metric the library shows, with its features named
    best_value: float | None = None
    message: str = ""  # why it failed
    versions: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def has_weights_alone(self) -> bool:
        """It came with a bundle: to sample and fine-tune, not to resume."""
        return self.message.startswith("Weights only")

    @property
    def is_done(self) -> bool:
        """Whether every planned step was trained here."""
        ended = self.status == "finished" and self.step >= self.total_steps
        return ended and not self.has_weights_alone


class RunFolder:
    """Paths of one run, its description, and the lock that one trainer holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[bytes] | None = None

    @classmethod
    def create(cls, path: Path, info: RunInfo) -> Self:
        """A new empty run. Raises RunError where one stands already or nothing can be written."""
        folder = cls(path)
        try:
            if (path / "run.json").exists():
                raise RunError(f"{path} holds a run already: choose another name, or resume it.")
            for part in ("snapshots", "checkpoints", "exports"):
                (path / part).mkdir(parents=True, exist_ok=True)
            folder.write_info(info)
        except OSError as error:
            raise RunError(f"{path} cannot be written: {error.strerror}.") from error
        return folder

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises RunError: no run there, damaged, or of a newer version."""
        folder = cls(path)
        folder.info()
        return folder

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def preset_path(self) -> Path:
        return self.path / "preset.yaml"

    @property
    def history_path(self) -> Path:
        return self.path / "history.sqlite"

    @property
    def snapshots(self) -> Path:
        return self.path / "snapshots"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    def info(self) -> RunInfo:
        try:
            document = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise RunError(f"{self.path} holds no run: there is no run.json in it.") from error
        except (OSError, ValueError) as error:
            raise RunError(f"{self.path}/run.json cannot be read: {error}.") from error
        version = document.get("format") if isinstance(document, dict) else None
        if isinstance(version, int) and version > FORMAT:
            raise RunError(
                f"{self.path} was made by a newer studio (format {version}; this one reads up to"
                f" {FORMAT}): update GAN Studio to open it."
            )
        try:
            return read_record(RunInfo, document)
        except FieldError as error:
            place = ".".join(error.place) or "the file"
            raise RunError(f"{self.path}/run.json is damaged: {place}: {error.message}.") from error

    def write_info(self, info: RunInfo) -> None:
        text = json.dumps(asdict(info), indent=1, ensure_ascii=False)
        write_atomically(self.path / "run.json", text.encode())

    def update(self, **changes: Any) -> RunInfo:
        info = replace(self.info(), used=time.time(), **changes)
        self.write_info(info)
        return info

    def acquire(self) -> None:
        """Become this run's only trainer. Raises RunError while another process or window is."""
        if self._lock:
            return
        try:
            handle = (self.path / "run.lock").open("a+b")
        except OSError as error:
            raise RunError(f"{self.path} cannot be written: {error.strerror}.") from error
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.close()
            raise RunError(
                f"{self.name} is being trained by another window or process: stop it there first,"
                " or fork the run."
            ) from error
        self._lock = handle

    def release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def is_locked(self) -> bool:
        """Whether somebody trains this run right now."""
        if self._lock:
            return True
        if not (self.path / "run.lock").exists():
            return False
        try:
            self.acquire()
        except RunError:
            return True
        self.release()
        return False

    def checkpoint_steps(self) -> list[int]:
        """Steps with a complete checkpoint, rising."""
        found = self.checkpoints.iterdir() if self.checkpoints.is_dir() else ()
        return sorted(
            int(p.name) for p in found if p.name.isdigit() and (p / "state.json").exists()
        )

    def snapshot_steps(self) -> list[int]:
        found = self.snapshots.glob("*.png") if self.snapshots.is_dir() else ()
        return sorted(int(p.stem) for p in found if p.stem.isdigit())

    def thumbnail(self) -> Path | None:
        """The newest snapshot's picture."""
        steps = self.snapshot_steps()
        return self.snapshots / f"{steps[-1]}.png" if steps else None

    def bookmarks(self) -> dict[int, str]:
        """Names of the steps that the user marked, in their order; empty where one has none.

        None where the file is missing or damaged. Older files list the steps alone.
        """
        try:
            marked = json.loads((self.path / "bookmarks.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if isinstance(marked, list):
            return dict.fromkeys(sorted({s for s in marked if type(s) is int and s >= 0}), "")
        named = marked.items() if isinstance(marked, dict) else ()
        known = {int(s): name for s, name in named if s.isdecimal() and isinstance(name, str)}
        return dict(sorted(known.items()))

    def write_bookmarks(self, names: Mapping[int, str]) -> None:
        """Raises RunError where nothing can be written."""
        try:
            text = json.dumps({str(step): names[step] for step in sorted(names)})
            write_atomically(self.path / "bookmarks.json", text.encode())
        except OSError as error:
            raise RunError(
                f"The bookmarks of {self.name} cannot be written: {error.strerror or error}."
            ) from error

    def size(self) -> int:
        """Bytes on disk."""
        return sum(p.stat().st_size for p in self.path.rglob("*") if p.is_file())

    def move_to_trash(self) -> Path:
        """Take the run out of the library; it can be moved back by hand. Raises RunError."""
        if self.is_locked():
            raise RunError(f"{self.name} is training: stop it before moving it to the trash.")
        target = free_path(trash_dir() / self.name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(self.path, target)
        except OSError as error:
            raise RunError(
                f"{self.name} cannot be moved to the trash: {error.strerror or error}."
            ) from error
        return target


def free_path(path: Path) -> Path:
    """`path`, or the first of `path 02`, `path 03` ... that does not exist."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name} {number:02}")
    return candidate


def library() -> Path:
    """Where new runs go and names are looked up: the folder chosen in the settings, or our own.

    Settings that cannot be read are the window's to complain about.
    """
    try:
        chosen = json.loads(settings_path().read_text(encoding="utf-8"))["storage"]["runs_folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return runs_dir()
    return Path(chosen).expanduser() if chosen and isinstance(chosen, str) else runs_dir()


def next_run_path(base: str, folder: Path | None = None) -> Path:
    """`<runs>/<base> 01`, or the next number that is free."""
    root = folder or library()
    number = 1
    while (root / f"{base} {number:02}").exists():
        number += 1
    return root / f"{base} {number:02}"


def find_run(name: str) -> RunFolder:
    """A run by folder or by name in the library. Raises RunError."""
    root = library()
    for candidate in (Path(name).expanduser(), root / name, runs_dir() / name):
        if (candidate / "run.json").exists():
            return RunFolder.open(candidate)
    raise RunError(f"No run named {name!r} here or in {root}: `ganstudio runs list` shows all.")


def all_runs(folder: Path | None = None) -> list[tuple[RunFolder, RunInfo]]:
    """Every readable run of the library, newest first; what cannot be read is left out."""
    root = folder or library()
    found = []
    for path in root.iterdir() if root.is_dir() else ():
        with suppress(RunError):
            run = RunFolder.open(path)
            found.append((run, current(run, run.info())))
    return sorted(found, key=lambda pair: pair[1].used, reverse=True)


def current(run: RunFolder, info: RunInfo) -> RunInfo:
    """`info`, corrected where a trainer died: nobody trains it, so it is stopped."""
    if info.status in ("running", "paused") and not run.is_locked():
        return replace(info, status="stopped", step=max([info.step, *run.checkpoint_steps()]))
    return info


def new_info(path: Path, title: str, preset: str, total_steps: int, **more: Any) -> RunInfo:
    now = time.time()
    return RunInfo(path.name, title, preset, now, now, total_steps=total_steps, **more)


def process_id() -> int:
    return os.getpid()
