"""The user's settings: one validated JSON file, kept as it changes.

A field that cannot be read falls back to its default alone; a file of a newer studio is left as
it is and not used. Window geometry lives in QSettings, not here.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.errors import InputError
from ganstudio.core.paths import settings_path, write_atomically

VERSION = 2
SAVE_DELAY = 400  # ms: a dragged slider writes once

Document = dict[str, Any]


class Page(BaseModel):
    """One page of settings, frozen."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class DeviceSettings(Page):
    """For new runs and for editing."""

    device: Literal["auto", "cpu", "cuda", "mps"] = Field("auto", title="Train on")
    threads: int = Field(
        0, ge=0, le=256, title="Threads", description="0 lets the size of the networks decide"
    )


class AppearanceSettings(Page):
    theme: Literal["system", "dark", "light"] = Field("system", title="Theme")
    scale: int = Field(100, ge=90, le=150, title="Scale", description="Percent, text and rows")


class PlotSettings(Page):
    rate: int = Field(10, ge=1, le=30, title="Redraw", description="Times a second")
    smoothing: float = Field(
        0.8, ge=0, le=0.99, title="Smoothing", description="Weight of the past in new plots"
    )


class StorageSettings(Page):
    runs_folder: str = Field("", title="Runs folder", description="Empty: the studio's own folder")
    autosave: int = Field(
        60, ge=10, le=600, title="Autosave", description="Seconds between copies of open edits"
    )
    restore: bool = Field(
        True, title="Reopen", description="Start in the workspace and run of last time"
    )


class AccessSettings(Page):
    stronger_edges: bool = Field(
        False, title="Stronger edges", description="Control borders over 3:1"
    )
    reduced_motion: Literal["system", "on", "off"] = Field("system", title="Reduced motion")


class ShortcutSettings(Page):
    keys: dict[str, str] = Field(default_factory=dict, description="Keys by action, where changed")


class Settings(BaseModel):
    """Every setting, page by page, frozen."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    device: DeviceSettings = DeviceSettings()
    appearance: AppearanceSettings = AppearanceSettings()
    plots: PlotSettings = PlotSettings()
    storage: StorageSettings = StorageSettings()
    shortcuts: ShortcutSettings = ShortcutSettings()
    access: AccessSettings = AccessSettings()


PAGES = ("device", "appearance", "plots", "storage", "shortcuts", "access")


def _edges_to_access(document: Document) -> Document:
    """Version 1 kept edges and motion under appearance, and the scale as a factor."""
    appearance = dict(document.get("appearance", {}))
    moved = {key: appearance.pop(key) for key in AccessSettings.model_fields if key in appearance}
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
            return Settings.model_validate({**document, "version": VERSION}), dropped
        except ValidationError as error:
            page, *rest = (str(step) for step in error.errors()[0]["loc"])
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
            changed = type(current).model_validate({**current.model_dump(), **values})
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(step) for step in first["loc"])
            raise InputError(f"{page}.{name}: {first['msg']}.") from error
        self._take(self.value.model_copy(update={page: changed}))

    def reset(self, page: str, field: str = "") -> None:
        """Back to the default: one field, or the whole page."""
        default: Page = getattr(Settings(), page)
        if field:
            current: Page = getattr(self.value, page)
            default = current.model_copy(update={field: getattr(default, field)})
        self._take(self.value.model_copy(update={page: default}))

    def reset_all(self) -> None:
        self._take(Settings())

    def differing(self, page: str) -> tuple[str, ...]:
        """Fields of a page that are not at their default; for shortcuts, the changed actions."""
        if page == "shortcuts":
            return tuple(self.value.shortcuts.keys)
        current, default = getattr(self.value, page), getattr(Settings(), page)
        return tuple(
            name
            for name in type(current).model_fields
            if getattr(current, name) != getattr(default, name)
        )

    def save(self) -> None:
        """Write the file now, atomically. A file that could not be read is not overwritten."""
        self._timer.stop()
        if not self._may_save:
            return
        text = json.dumps(self.value.model_dump(mode="json"), indent=2) + "\n"
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

    def _take(self, value: Settings) -> None:
        if value != self.value:
            self.value = value
            self.changed.emit(value)
            self._timer.start()
