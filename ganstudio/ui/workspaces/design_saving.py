"""Keeping an edited preset: in its own file, or as a new one whose title is asked for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.core.errors import PresetError
from ganstudio.engine import shelf
from ganstudio.engine.preset import Preset
from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.preset_sheets import Words, WordsForm
from ganstudio.ui.library.sheet_form import open_form
from ganstudio.ui.sheet import Sheet


class PresetSaver(QObject):
    """`kept` carries the preset as it was written, and its file."""

    kept = Signal(object, object)

    def __init__(self, context: StudioContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self.form: WordsForm | None = None  # while the words of a new preset are asked for
        self._sheet: Sheet | None = None

    def save(self, preset: Preset, path: Path | None) -> None:
        """Write an own preset into its file; ask for the title of any other."""
        if path is not None and shelf.is_own(path):
            self._write(preset, partial(shelf.rewrite, path))
        else:
            self.save_as(preset, path)

    def save_as(self, preset: Preset, path: Path | None) -> None:
        """Ask for the words of a new own preset."""
        title = preset.title if path is None else shelf.copy_title(preset.title)
        self.form = WordsForm(Words(title, preset.notes, preset.tags), "Do not save")
        self._sheet = open_form("Save as preset", "among your own", self.form, self._view.window())
        self.form.title.selectAll()
        self.form.done.connect(partial(self._add, preset))

    def _add(self, preset: Preset) -> None:
        if self.form is None or self._sheet is None:
            return
        words = self.form.words()
        self._sheet.close_overlay()
        self.form = self._sheet = None
        for path, value in (("title", words.title), ("notes", words.notes), ("tags", words.tags)):
            preset = preset.edited(path, value)
        self._write(preset, shelf.add)

    def _write(self, preset: Preset, write: Callable[[Preset], Path]) -> None:
        try:
            path = write(preset)
        except PresetError as error:
            self._context.tell_error(error)
            return
        self._context.presets_changed.emit()
        self._context.tell_saved(f"Preset {path.stem} saved")
        self.kept.emit(preset, path)
