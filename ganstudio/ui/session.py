"""What was open, kept while the studio runs, so that a crash loses at most a minute."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from ganstudio.core.paths import home, write_atomically

AUTOSAVE = 60  # seconds
UNSAVED = "unsaved"  # what a workspace remembers where a file has not all of it
SETTLE = 500  # ms after a change


@dataclass(frozen=True, slots=True)
class SessionState:
    """What brings a session back. `parts` holds what each workspace remembers, by its key."""

    workspace: str = ""
    run: str = ""  # folder
    preset: str = ""  # file
    geometry: str = ""  # of the window, base64
    parts: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_worth_restoring(self) -> bool:
        """Whether anything was open that the last workspace alone would not bring back."""
        return bool(self.run or self.preset or any(self.parts.values()))

    @property
    def has_unsaved(self) -> bool:
        """Whether edits were open that no file has."""
        return any(part.get(UNSAVED) for part in self.parts.values())


def read_state(path: Path) -> SessionState | None:
    """The journal of a session; None where there is none or it cannot be used."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        return None
    return _state(document) if isinstance(document, dict) else None


def _state(document: dict[str, Any]) -> SessionState:
    words = {
        name: value
        for name in ("workspace", "run", "preset", "geometry")
        if isinstance(value := document.get(name), str)
    }
    parts = document.get("parts")
    kept = {
        key: {name: text for name, text in part.items() if isinstance(text, str)}
        for key, part in (parts.items() if isinstance(parts, dict) else ())
        if isinstance(part, dict)
    }
    return SessionState(**words, parts=kept)


class Session(QObject):
    """The journal `session.json` and the lock that tells a crash from an end.

    A second studio beside the first keeps no journal: `is_journalled` says which this is.
    """

    due = Signal()  # the journal is about to be written: update what changed by itself

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        root = folder or home()
        root.mkdir(parents=True, exist_ok=True)
        self.path = root / "session.json"
        self._lock_path = root / "session.lock"
        self._lock = QLockFile(str(self._lock_path))
        self._lock.setStaleLockTime(0)
        self.state = SessionState()
        self.previous: SessionState | None = None
        self.has_crashed = False
        self.is_journalled = False
        self._written = self.state
        self._soon = QTimer(self, singleShot=True, interval=SETTLE)
        self._soon.timeout.connect(self.write)
        self._regular = QTimer(self)
        self._regular.timeout.connect(self.write)

    def begin(self, autosave: int = AUTOSAVE) -> None:
        """Take the lock and read what the last session left. `autosave` is in seconds."""
        left_over = self._lock_path.exists()
        self.is_journalled = self._lock.tryLock(0)
        if not self.is_journalled:
            return
        self.has_crashed = left_over
        self.previous = read_state(self.path)
        self._regular.start(autosave * 1000)

    def set_autosave(self, seconds: int) -> None:
        if self._regular.isActive():
            self._regular.start(seconds * 1000)

    def note(self, **changes: Any) -> None:
        """Remember a change; it is on disk half a second later."""
        self.state = replace(self.state, **changes)
        if self.is_journalled and not self._soon.isActive():
            self._soon.start()

    def remember(self, workspace: str, part: dict[str, str]) -> None:
        """What a workspace needs to come back."""
        if self.state.parts.get(workspace) != part:
            self.note(parts={**self.state.parts, workspace: part})

    def write(self) -> None:
        """Write the journal now, atomically, if it says anything new."""
        self._soon.stop()
        self.due.emit()
        self._soon.stop()
        if not self.is_journalled or self.state == self._written:
            return
        try:
            text = json.dumps(asdict(self.state), indent=1)
            write_atomically(self.path, text.encode())
        except OSError:
            return  # a full disk must not stop the work; the next minute tries again
        self._written = self.state

    def end(self) -> None:
        """A clean end: the journal stays for the next start, the lock goes."""
        self.write()
        self._regular.stop()
        if self.is_journalled:
            self._lock.unlock()
            self.is_journalled = False
