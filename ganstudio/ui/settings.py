"""The user's settings: one validated JSON file, kept as it changes.

A field that cannot be read falls back to its default alone; a file of a newer studio is left as
it is and not used. Window geometry lives in QSettings, not here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.errors import InputError
from ganstudio.core.paths import settings_path, write_atomically
from ganstudio.core.record import FieldError, bounded, read_record

VERSION = 2
SAVE_DELAY = 400  # ms: a dragged slider writes once

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of settings."""


@dataclass(frozen=True, slots=True)
class DeviceSettings(Page):
    """For new runs and for editing."""

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    threads: int = bounded(0, 0, 256)  # 0 lets the size of the networks decide


@dataclass(frozen=True, slots=True)
class AppearanceSettings(Page):
    theme: Literal["system", "dark", "light"] = "system"
    scale: int = bounded(100, 90, 150)  # per cent, of text and rows


@dataclass(frozen=True, slots=True)
class PlotSettings(Page):
    rate: int = bounded(10, 1, 30)  # redraws a second
    smoothing: float = bounded(0.95, 0, 0.99)  # weight of the past in a run's plots
    axis: Literal["steps", "images", "time"] = "steps"  # along which a run's curves are drawn


@dataclass(frozen=True, slots=True)
class StorageSettings(Page):
    runs_folder: str = ""  # empty: the studio's own folder
    autosave: int = bounded(60, 10, 600)  # seconds between copies of open edits
    restore: bool = True  # start in the workspace and run of last time


@dataclass(frozen=True, slots=True)
class AccessSettings(Page):
    stronger_edges: bool = False  # control borders over 3:1
    reduced_motion: Literal["system", "on", "off"] = "system"


@dataclass(frozen=True, slots=True)
class ShortcutSettings(Page):
    keys: dict[str, str] = field(default_factory=dict)  # by action, where changed


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, page by page."""

    version: int = VERSION
    device: DeviceSettings = DeviceSettings()
    appearance: AppearanceSettings = AppearanceSettings()
    plots: PlotSettings = PlotSettings()
    storage: StorageSettings = StorageSettings()
    shortcuts: ShortcutSettings = field(default_factory=ShortcutSettings)
    access: AccessSettings = AccessSettings()


PAGES = ("device", "appearance", "plots", "storage", "shortcuts", "access")


def _edges_to_access(document: Document) -> Document:
    """Version 1 kept edges and motion under appearance, and the scale as a factor."""
    appearance = dict(document.get("appearance", {}))
    names = [one.name for one in fields(AccessSettings)]
    moved = {key: appearance.pop(key) for key in names if key in appearance}
    if isinstance(appearance.get("scale"), float):
        appearance["scale"] = round(appearance["scale"] * 100)
    access = {**moved, **document.get("access", {})}
    return {**document, "appearance": appearance, "access": access, "version": 2}


MIGRATIONS: dict[int, Callable[[Document], Document]] = {1: _edges_to_access}


def parse(text: str, where: str = "settings.json") -> tuple[Settings, list[str]]:
    """Settings from a file's text, and a sentence for everything that fell back to its default.

    Raises InputError: not JSON, or of a newer studio.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where} is not JSON (line {error.lineno}): correct it, or delete it to start afresh."
        ) from error
    if not isinstance(document, dict):
        raise InputError(f"{where} holds no settings: delete it to start afresh.")
    version = document.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise InputError(
            f"{where} is of a newer studio (format {version}): it is neither used nor changed."
        )
    while version < VERSION:
        document = MIGRATIONS[version](document)
        version = document["version"]
    return _forgiving(document)


def _forgiving(document: Document) -> tuple[Settings, list[str]]:
    """Drop what is invalid, field by field, and say so."""
    dropped: list[str] = []
    while True:
        try:
            return read_record(Settings, {**document, "version": VERSION}), dropped
        except FieldError as error:
            page, *rest = error.place
            name = ".".join([page, *rest[:1]])
            dropped.append(f"The setting {name} could not be read, its default is used.")
            if rest and isinstance(document.get(page), Mapping):
                kept = {key: value for key, value in document[page].items() if key != rest[0]}
                document = {**document, page: kept}
            else:
                document = {key: value for key, value in document.items() if key != page}


class SettingsStore(QObject):
    """The current settings. `changed` carries the new Settings, `saved` the file's path."""

    changed = Signal(object)
    saved = Signal(object)
    failed = Signal(object)  # a sentence

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or settings_path()
        self.value = Settings()
        self._may_save = True
        self._timer = QTimer(self, singleShot=True, interval=SAVE_DELAY)
        self._timer.timeout.connect(self.save)

    def load(self) -> list[str]:
        """Read the file. Gives sentences for the user about what could not be used."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            self._may_save = False
            return [f"{self.path} cannot be read ({error}): the default settings are used."]
        try:
            self.value, sentences = parse(text, str(self.path))
        except InputError as error:
            self._may_save = False
            return [str(error)]
        return sentences

    def change(self, page: str, **values: Any) -> None:
        """Set fields of a page. Raises InputError for a value out of its range."""
        current: Page = getattr(self.value, page)
        try:
            changed = read_record(type(current), {**asdict(current), **values})
        except FieldError as error:
            raise InputError(f"{'.'.join((page, *error.place))}: {error.message}.") from error
        self._with_page(page, changed)

    def reset(self, page: str, name: str = "") -> None:
        """Back to the default: one field, or the whole page."""
        default: Page = getattr(Settings(), page)
        if name:
            current: Page = getattr(self.value, page)
            default = replace(current, **{name: getattr(default, name)})
        self._with_page(page, default)

    def reset_all(self) -> None:
        self._take(Settings())

    def differing(self, page: str) -> tuple[str, ...]:
        """Fields of a page that are not at their default; for shortcuts, the changed actions."""
        if page == "shortcuts":
            return tuple(self.value.shortcuts.keys)
        current, default = getattr(self.value, page), getattr(Settings(), page)
        return tuple(
            one.name
            for one in fields(current)
            if getattr(current, one.name) != getattr(default, one.name)
        )

    def save(self) -> None:
        """Write the file now, atomically. A file that could not be read is not overwritten."""
        self._timer.stop()
        if not self._may_save:
            return
        text = json.dumps(asdict(self.value), indent=2) + "\n"
        try:
            write_atomically(self.path, text.encode())
        except OSError as error:
            self.failed.emit(f"The settings cannot be saved in {self.path}: {error.strerror}.")
        else:
            self.saved.emit(self.path)

    def flush(self) -> None:
        """Write what is still waiting to be written."""
        if self._timer.isActive():
            self.save()

    def _with_page(self, name: str, page: Page) -> None:
        changes: dict[str, Any] = {name: page}
        self._take(replace(self.value, **changes))

    def _take(self, value: Settings) -> None:
        if value != self.value:
            self.value = value
            self.changed.emit(value)
            self._timer.start()
