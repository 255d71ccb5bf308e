"""What can be done with presets: open, start, copy, edit, delete, measure, share. Draws dialogs."""

import importlib
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.files import ask_bundle, ask_bundle_target
from ganstudio.ui.library.preset_sheets import ImportForm, PackForm, Words, WordsForm
from ganstudio.ui.library.sheet_form import open_form
from ganstudio.ui.sheet import Sheet
from ganstudio.ui.tasks import Report


class PresetDesk(QObject):
    """`kept` carries the file of a preset that is new or changed."""

    kept = Signal(object)
    measured = Signal()

    def __init__(self, context: StudioContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self.sheet: Sheet | None = None

    # going on

    def open_ready(self, entry: Entry) -> None:
        """Open it in Train, ready to start; one that cannot be read says why."""
        if self._is_readable(entry):
            self._context.open_preset(entry.card.path, start=True, wait=True)

    def start(self, entry: Entry) -> None:
        if self._is_readable(entry):
            self._context.open_preset(entry.card.path, start=True)

    def open_in_design(self, entry: Entry) -> None:
        if self._is_readable(entry):
            self._context.open_preset(entry.card.path)

    def open_new(self) -> None:
        """An empty preset in Design."""
        self._context.open_preset(None)

    # keeping

    def duplicate(self, entry: Entry) -> None:
        work = partial(_call, "duplicate", entry.card.path, entry.card.picture)
        self._run(f"Duplicate {entry.card.title}", work, self._on_kept)

    def ask_words(self, entry: Entry) -> None:
        """Open the title, tags and notes of an own preset."""
        work = partial(_read_notes, entry)
        self._run(f"Read {entry.card.title}", work, self._on_notes)

    def delete(self, entry: Entry) -> None:
        work = partial(_trash, entry.card.path)
        self._run(f"Delete {entry.card.title}", work, self._on_deleted)

    def measure(self, entry: Entry) -> None:
        """Do a few steps of it to learn what it costs here."""
        device = self._context.settings.device.device
        work = partial(_measure, entry.card.path, device)
        self._run(f"Measure {entry.card.title}", work, self._on_measured)

    # sharing

    def ask_import(self) -> None:
        path = ask_bundle(self._view)
        if path is not None:
            self.inspect(path)

    def inspect(self, path: Path) -> None:
        """Say what a bundle holds, then import it if the user says so."""
        self._run(f"Look into {path.name}", partial(_call, "inspect", path), self._on_inspected)

    def ask_packing(self, entry: Entry) -> None:
        form = PackForm(entry)
        self._open("Export a bundle", entry.card.title, form)
        form.done.connect(partial(self._pack, entry, form))

    def _pack(self, entry: Entry, form: PackForm) -> None:
        target = ask_bundle_target(self._view, entry.card.name)
        if target is None:
            return
        packing = form.packing()
        self._close()
        work = partial(_call, "pack", entry.card.path, target, packing, entry.trained)
        self._run(f"Pack {entry.card.title}", work, self._on_packed)

    # answers

    def _on_inspected(self, found: tuple[Path, Any, bytes]) -> None:
        path, info, picture = found
        form = ImportForm(info, picture)
        self._open("Import a preset", path.name, form)
        form.done.connect(partial(self._import, path))

    def _import(self, path: Path) -> None:
        self._close()
        work = partial(_call, "unpack", path, self._context.runs_folder())
        self._run(f"Import {path.name}", work, self._on_imported)

    def _on_imported(self, path: Path) -> None:
        self._context.tell(f"{path.stem} is in your presets", "Nothing was executed to read it.")
        self._context.runs_changed.emit()
        self.kept.emit(path)

    def _on_packed(self, packed: tuple[Path, str]) -> None:
        target, statement = packed
        self._context.tell(f"{target.name} is written", f"It holds {statement}.")

    def _on_notes(self, read: tuple[Entry, str]) -> None:
        entry, notes = read
        form = WordsForm(Words(entry.card.title, notes, entry.card.tags))
        self._open("Edit details", entry.card.path.name, form)
        form.done.connect(partial(self._edit, entry, form))

    def _edit(self, entry: Entry, form: WordsForm) -> None:
        words = form.words()
        self._close()
        work = partial(_call, "edit_details", entry.card.path, words)
        self._run(f"Save {words.title}", work, self._on_kept)

    def _on_kept(self, path: Path) -> None:
        self._context.tell_saved(f"{path.stem} saved")
        self.kept.emit(path)

    def _on_deleted(self, moved: tuple[Path, Path]) -> None:
        place, trashed = moved
        self._context.presets_changed.emit()
        self._context.tell(
            f"{place.stem} is in the trash",
            link="Undo",
            on_link=partial(self._put_back, trashed, place),
        )

    def _put_back(self, trashed: Path, place: Path) -> None:
        work = partial(_put_back, trashed, place)
        self._run(f"Put back {place.stem}", work, self._on_kept)

    def _on_measured(self, _name: str) -> None:
        self.measured.emit()

    # inside

    def _is_readable(self, entry: Entry) -> bool:
        if entry.card.problem:
            words = f"{entry.card.path.name} {entry.card.problem}."
            self._context.tell(words, "Mend the file or delete it.", "error")
        return not entry.card.problem

    def _open(self, title: str, qualifier: str, form: Any) -> None:
        self._close()
        self.sheet = open_form(title, qualifier, form, self._view.window())
        self.sheet.closed.connect(self._on_closed)

    def _close(self) -> None:
        if self.sheet is not None:
            self.sheet.close_overlay()

    def _on_closed(self) -> None:
        self.sheet = None

    def _run(self, title: str, work: Any, on_done: Any) -> None:
        self._context.tasks.run_task(title, work, on_done)


def _work() -> Any:
    """Loaded with the first task that needs it: it brings torch."""
    return importlib.import_module("ganstudio.ui.library.preset_work")


def _call(name: str, *values: Any) -> Any:
    *given, report = values
    report(None, "")
    return getattr(_work(), name)(*given)


def _read_notes(entry: Entry, report: Report) -> tuple[Entry, str]:
    return entry, _call("notes_of", entry.card.path, report)


def _measure(path: Path, device: str, report: Report) -> str:
    return str(_work().measure(path, device, report))


def _trash(path: Path, report: Report) -> tuple[Path, Path]:
    return path, _shelf(report).move_to_trash(path)


def _put_back(trashed: Path, place: Path, report: Report) -> Path:
    return Path(_shelf(report).put_back(trashed, place))


def _shelf(report: Report) -> Any:
    report(None, "")
    return importlib.import_module("ganstudio.engine.shelf")
