"""Is a preset fit to ship: valid, minimal, stable on disk, and does it train."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.control import RunControl
from ganstudio.core.errors import StudioError
from ganstudio.core.events import Event, RunFailed, RunFinished
from ganstudio.data.source import unreported
from ganstudio.engine import devices, preflight, preset
from ganstudio.engine.cards import find_preset
from ganstudio.engine.worker import Job, train

GRAPHICS_CARD = "graphics card"
"""The tag of a preset whose networks are too large to train without one."""

SMALL_BATCH = 4  # as many samples as the largest packs and the spread of a batch ask for
FEW_PICTURES = 64  # of data that are drawn to order


@dataclass(frozen=True, slots=True)
class Check:
    """What was found. `steps` were done; 0 where something else was wrong already."""

    name: str
    problems: tuple[str, ...]
    steps: int
    seconds: float

    @property
    def is_ok(self) -> bool:
        return not self.problems


def check_preset(name: str, steps: int = 20) -> Check:
    """All checks of one preset. Raises PresetError where there is none of that name.

    Where there is no graphics card, a preset with that tag does the two trial steps of a preflight
    on a small batch; every other one trains `steps` as a run does.
    """
    path = find_preset(name)
    began = time.monotonic()
    problems, done = _checked(path, steps)
    return Check(path.stem, tuple(problems), done, time.monotonic() - began)


def _checked(path: Path, steps: int) -> tuple[list[str], int]:
    try:
        chosen = preset.load(path)
        problems = _problems(chosen, path.read_text(encoding="utf-8"))
        if problems or not steps:
            return problems, 0
        return _tried(chosen) if _is_too_large(chosen) else _trained(chosen, steps)
    except StudioError as error:
        return [str(error)], 0


def _problems(chosen: preset.Preset, text: str) -> list[str]:
    found = []
    if not text.startswith("# "):
        found.append("the first line names no paper")
    if preset.dumps(chosen) != text:
        found.append("it is not minimal: saving it again gives other text")
    if preset.loads(preset.dumps(chosen)) != chosen:
        found.append("it is not the same preset after a round trip")
    return found + [f.message for f in chosen.findings() if f.severity == "error"]


def _is_too_large(chosen: preset.Preset) -> bool:
    return GRAPHICS_CARD in chosen.tags and devices.choose("auto").type == "cpu"


def _tried(chosen: preset.Preset) -> tuple[list[str], int]:
    """The game is built as it is, and plays on a small batch of few pictures."""
    small = chosen.edited("schedule.batch", min(chosen.schedule.batch, SMALL_BATCH))
    if getattr(chosen.data, "count", 0) > FEW_PICTURES:
        small = small.edited("data.count", FEW_PICTURES)
    found = preflight.preflight(small, "cpu", unreported)
    if found.problem:
        return [found.problem], 0
    failed = [f"{c.name}: no ({c.detail})" for c in found.checks if not c.passed]
    return failed, preflight.TRIALS


def _trained(chosen: preset.Preset, steps: int) -> tuple[list[str], int]:
    problems: list[str] = []
    reached: list[int] = []

    def follow(event: Event) -> None:
        if isinstance(event, RunFailed | RunFinished):
            reached.append(event.step)
        if isinstance(event, RunFailed):
            problems.append(event.message)

    with tempfile.TemporaryDirectory() as folder:
        train(Job(Path(folder) / "run", chosen, steps=steps), follow, RunControl())
    return problems, reached[-1]
