"""Is a preset fit to ship: valid, minimal, stable on disk, and does it train."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.control import RunControl
from ganstudio.core.errors import StudioError
from ganstudio.core.events import Event, ProgressMade, RunFailed
from ganstudio.engine import preset
from ganstudio.engine.cards import find_preset
from ganstudio.engine.worker import Job, train

PATIENCE = 20.0  # seconds, after which a preset for a graphics card need only have done 2 steps


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    problems: tuple[str, ...]
    seconds: float

    @property
    def is_ok(self) -> bool:
        return not self.problems


def check_preset(name: str, steps: int = 20) -> Check:
    """All checks of one preset. Raises PresetError where there is none of that name."""
    path = find_preset(name)
    began = time.monotonic()
    try:
        problems = _problems(path, steps)
    except StudioError as error:
        problems = [str(error)]
    return Check(path.stem, tuple(problems), time.monotonic() - began)


def _problems(path: Path, steps: int) -> list[str]:
    text = path.read_text(encoding="utf-8")
    chosen = preset.load(path)
    found = []
    if not text.startswith("# "):
        found.append("the first line names no paper")
    if preset.dumps(chosen) != text:
        found.append("it is not minimal: saving it again gives other text")
    if preset.loads(preset.dumps(chosen)) != chosen:
        found.append("it is not the same preset after a round trip")
    found += [f.message for f in chosen.findings() if f.severity == "error"]
    return found or _training_problems(chosen, steps)


def _training_problems(chosen: preset.Preset, steps: int) -> list[str]:
    if not steps:
        return []
    control = RunControl()
    problems: list[str] = []
    until = time.monotonic() + PATIENCE

    def follow(event: Event) -> None:
        if isinstance(event, RunFailed):
            problems.append(event.message)
        elif isinstance(event, ProgressMade) and event.step > 1 and time.monotonic() > until:
            control.stop()

    with tempfile.TemporaryDirectory() as folder:
        train(Job(Path(folder) / "run", chosen, steps=steps), follow, control)
    return problems
