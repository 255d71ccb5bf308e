"""What can be done with runs of the library: open, go on, fork, fine-tune, put away."""

import importlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ganstudio.core.errors import StudioError
from ganstudio.engine.run import RunFolder, next_run_path
from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.files import ask_export_target, ask_run_folder, ask_weights
from ganstudio.ui.library.run_rows import RunRow
from ganstudio.ui.tasks import Report

Moved = tuple[tuple[Path, Path], ...]  # where runs stood, and where they lie now


class RunDesk(QObject):
    """Everything that touches a folder is done on a thread."""

    def __init__(self, context: StudioContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def open(self, row: RunRow) -> None:
        """Show a run in Train; one that cannot be read says why."""
        if row.problem:
            self._context.tell(f"{row.name} cannot be opened", row.problem, "error")
        else:
            self._context.open_run(row.path)

    def resume(self, row: RunRow) -> None:
        """Show it in Train, where it goes on exactly; a run that is done asks how much longer."""
        self._context.resume_run(row.path)

    def fine_tune(self, row: RunRow) -> None:
        """Show it in Train, where its weights begin a new run."""
        self._context.fine_tune_run(row.path)

    def fork(self, row: RunRow, step: float | None = None) -> None:
        """A child run from the newest checkpoint up to `step`, opened in Train."""
        at = row.info.step if step is None else round(step)
        path = next_run_path(row.info.preset or row.name, row.path.parent)
        work = partial(_fork, row.path, at, path)
        self._context.tasks.run_task(f"Fork {row.name}", work, self._on_forked)

    def trash(self, rows: Sequence[RunRow]) -> None:
        """Move runs to the trash; a toast can undo it."""
        work = partial(_trash, tuple(row.path for row in rows))
        title = f"Move {_count(len(rows))} to the trash"
        self._context.tasks.run_task(title, work, self._on_trashed)

    def show_folder(self, row: RunRow) -> None:
        """Open the folder in the desktop's file manager."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.path))):
            self._context.tell("No file manager answered", str(row.path), "warn")

    def ask_folder(self) -> None:
        """Open a run from anywhere on the disk."""
        path = ask_run_folder(self._view)
        if path is not None:
            self._context.open_path(path)

    def ask_weights(self) -> None:
        """Choose the files of another program's model, and import them."""
        paths = ask_weights(self._view)
        if paths:
            self.bring_in(paths)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Make a run of another program's checkpoint, then open it; nothing in it is run."""
        first, *others = paths
        more = f" and {len(others)} more" if others else ""
        work = partial(_bring_in, tuple(paths), self._context.runs_folder())
        title = f"Import {first.name}{more}"
        self._context.tasks.run_task(title, work, self._on_brought_in)

    def ask_export(self, row: RunRow) -> None:
        """Choose a file, whose ending says what of the run goes into it."""
        target = ask_export_target(self._view, row.name)
        if target is not None:
            work = partial(_export, row.path, target)
            self._context.tasks.run_task(f"Export {row.name}", work, self._on_exported)

    def start_from_preset(self) -> None:
        self._context.navigate("presets")

    def _on_forked(self, child: Path) -> None:
        self._context.runs_changed.emit()
        self._context.tell_saved(f"{child.name} forked")
        self._context.open_run(child)

    def _on_brought_in(self, brought: tuple[Path, str]) -> None:
        path, words = brought
        self._context.runs_changed.emit()
        self._context.tell(f"{path.name} is in your runs", words)
        self._context.open_run(path)

    def _on_exported(self, exported: tuple[Path, str]) -> None:
        target, words = exported
        self._context.tell(f"{target.name} is written", words)

    def _on_trashed(self, result: tuple[Moved, str]) -> None:
        moved, problem = result
        if problem:
            self._context.tell("Not everything was moved", problem, "error")
        if not moved:
            return
        self._context.runs_changed.emit()
        names = moved[0][0].name if len(moved) == 1 else _count(len(moved))
        verb = "is" if len(moved) == 1 else "are"
        undo = partial(self._put_back, moved)
        self._context.tell(f"{names} {verb} in the trash", link="Undo", on_link=undo)

    def _put_back(self, moved: Moved) -> None:
        title = f"Put back {_count(len(moved))}"
        self._context.tasks.run_task(title, partial(_put_back, moved), self._on_put_back)

    def _on_put_back(self, _paths: object) -> None:
        self._context.runs_changed.emit()


def _count(number: int) -> str:
    return "1 run" if number == 1 else f"{number} runs"


def _fork(parent: Path, step: int, path: Path, report: Report) -> Path:
    report(None, "copying")
    forking: Any = importlib.import_module("ganstudio.engine.fork")
    child: RunFolder = forking.fork(RunFolder.open(parent), step, path)
    return child.path


def _bring_in(paths: tuple[Path, ...], folder: Path, report: Report) -> tuple[Path, str]:
    report(None, "loading")
    found: tuple[Path, str] = _work().bring_in(paths, folder, report)
    return found


def _export(run: Path, target: Path, report: Report) -> tuple[Path, str]:
    report(None, "writing")
    return target, str(_work().export(run, target))


def _work() -> Any:
    """Loaded with the first task that needs it: it brings torch."""
    return importlib.import_module("ganstudio.ui.library.run_work")


def _trash(paths: tuple[Path, ...], report: Report) -> tuple[Moved, str]:
    """Move what can be moved; gives what was, and why the rest was not."""
    moved, problems = [], []
    for number, path in enumerate(paths):
        report(number / len(paths), path.name)
        try:
            moved.append((path, RunFolder(path).move_to_trash()))
        except StudioError as error:
            problems.append(str(error))
    return tuple(moved), " ".join(problems)


def _put_back(moved: Moved, report: Report) -> list[Path]:
    report(None, "moving")
    shelf: Any = importlib.import_module("ganstudio.engine.shelf")
    return [shelf.put_back(trashed, place) for place, trashed in moved]
