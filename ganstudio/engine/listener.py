"""Who hears what happens in a run."""

from collections.abc import Callable
from typing import Protocol

from ganstudio.core.events import Event

Emit = Callable[[Event], None]


class Listener(Protocol):
    """Takes the events in, and can be asked to make what it was told so far durable."""

    def receive(self, event: Event) -> None: ...
    def settle(self) -> None: ...


class Record(Listener, Protocol):
    """A listener that can go back to a checkpoint with the run, and is closed with it."""

    def rewind(self, step: int, is_measured: bool) -> None:
        """Forget what was told after `step`, and an unscheduled measurement at it."""
        ...

    def close(self) -> None: ...
