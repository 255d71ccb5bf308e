"""A tiny run on eight Gaussians, driven by a real trainer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio.core.control import RunControl
from ganstudio.core.events import Event
from ganstudio.engine.history import History
from ganstudio.engine.journal import Journal
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.engine.setup import Setup
from ganstudio.engine.trainer import Trainer

SYSTEM = {
    "system": "latent",
    "generator": {"kind": "mlp", "depth": 1, "width": 8},
    "critic": {"kind": "mlp", "depth": 1, "width": 8},
    "prior": {"size": 2},
}
SCHEDULE = {
    "steps": 12,
    "batch": 8,
    "snapshot_every": 0,
    "checkpoint_every": 0,
    "evaluate_every": 0,
}


def make(system: dict[str, Any] | None = None, **schedule: Any) -> Preset:
    document = {"system": SYSTEM | (system or {}), "schedule": SCHEDULE | schedule}
    return from_document(document, "test")


class Lab:
    """One trainer with everything it needs, and the events it emitted."""

    def __init__(self, path: Path, preset: Preset, control: RunControl | None = None) -> None:
        self.run = RunFolder.create(path, new_info(path, "test", "", preset.schedule.steps))
        self.control = control or RunControl()
        self.setup = Setup(preset, torch.device("cpu"))
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda _: None
        self.history = History(self.run.history_path)
        self.journal = Journal(self.run, self.history, self._take)
        self.trainer = Trainer(self.setup, self.run, self.journal, self.control)

    def _take(self, event: Event) -> None:
        self.events.append(event)
        self.on_event(event)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def preset() -> Callable[..., Preset]:
    return make


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    """Makes labs in folders of their own; their files are closed in the end."""
    made: list[Lab] = []

    def build(
        system: dict[str, Any] | None = None, control: RunControl | None = None, **schedule: Any
    ) -> Lab:
        made.append(Lab(tmp_path / f"run {len(made):02}", make(system, **schedule), control))
        return made[-1]

    yield build
    for one in made:
        one.journal.close()
