"""Control of a training run from another thread: pause, step, stop, edit."""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Edit:
    """A live edit: the path of a preset's field, such as `system.critic_steps`, and a new value."""

    path: str
    value: Any


class RunControl:
    """Written by the interface, read by the trainer at every step boundary. Thread-safe."""

    def __init__(self, paused: bool = False) -> None:
        self._changed = threading.Condition()
        self._paused = paused
        self._stopped = False
        self._allowed = 0
        self._edits: deque[Edit] = deque()
        self._snapshot = False
        self._checkpoint = False

    def pause(self) -> None:
        with self._changed:
            self._paused = True
            self._allowed = 0
            self._changed.notify_all()

    def resume(self) -> None:
        with self._changed:
            self._paused = False
            self._allowed = 0
            self._changed.notify_all()

    def step(self, count: int = 1) -> None:
        """Let a paused run do `count` steps and pause again."""
        with self._changed:
            self._paused = True
            self._allowed += count
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def edit(self, path: str, value: Any) -> None:
        with self._changed:
            self._edits.append(Edit(path, value))
            self._changed.notify_all()

    def ask_snapshot(self) -> None:
        with self._changed:
            self._snapshot = True
            self._changed.notify_all()

    def ask_checkpoint(self) -> None:
        with self._changed:
            self._checkpoint = True
            self._changed.notify_all()

    @property
    def is_paused(self) -> bool:
        return self._paused and not self._allowed

    @property
    def is_stopped(self) -> bool:
        return self._stopped

    def take_edits(self) -> list[Edit]:
        with self._changed:
            taken = list(self._edits)
            self._edits.clear()
        return taken

    def take_snapshot_request(self) -> bool:
        with self._changed:
            asked, self._snapshot = self._snapshot, False
        return asked

    def take_checkpoint_request(self) -> bool:
        with self._changed:
            asked, self._checkpoint = self._checkpoint, False
        return asked

    def may_step(self) -> bool:
        """Whether the next step may be done now; a paused run uses up one allowed step."""
        if not self._paused:
            return not self._stopped
        with self._changed:
            if self._stopped or not self._allowed:
                return False
            self._allowed -= 1
            return True

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until anything is asked of a paused run, or for `seconds`."""
        with self._changed:
            self._changed.wait_for(self._is_due, seconds)

    def _is_due(self) -> bool:
        asked = self._edits or self._snapshot or self._checkpoint or self._allowed
        return bool(self._stopped or not self._paused or asked)
