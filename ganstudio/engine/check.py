"""Is a preset fit to ship: valid, minimal, stable on disk, and does it train."""

import math
import multiprocessing
import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.control import RunControl
from ganstudio.core.errors import StudioError
from ganstudio.core.events import Event, RunFailed, RunFinished
from ganstudio.data.source import unreported
from ganstudio.engine import devices, preflight, preset
from ganstudio.engine.cards import GRAPHICS_CARD, find_preset, read_card
from ganstudio.engine.worker import Job, train

LEAST = {"schedule.batch": 2, "system.critic_steps": 1, "data.count": 32, "data.frames": 9}
"""Settings that repeat the same arithmetic, and how little of it still tells whether it works.

The batch is that of a critic who sees one sample at a time. Every class is among 32 of a drawn
world; nine frames are the least that vid2vid's critics of films ask for.
"""

MOST_AT_ONCE = 2  # the largest presets need some gigabytes each


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


def check_presets(names: Sequence[str], steps: int = 20, large_steps: int = 20) -> list[Check]:
    """All checks of each preset, as many at once as there are cores. Raises PresetError.

    Presets for a graphics card are begun first, as they take longest. Where there is a card, one
    preset has it to itself.
    """
    paths = [find_preset(name) for name in names]
    processes = min(len(paths), os.cpu_count() or 1, MOST_AT_ONCE)
    if processes < 2 or not steps or devices.choose("auto").type != "cpu":
        return [check_preset(str(path), steps, large_steps) for path in paths]
    longest_first = sorted(range(len(paths)), key=lambda i: not _is_large(paths[i]))
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        begun = {
            i: pool.submit(check_preset, str(paths[i]), steps, large_steps) for i in longest_first
        }
        return [begun[i].result() for i in range(len(paths))]


def _is_large(path: Path) -> bool:
    """Whether its text says so, be the rest of it readable or not."""
    return read_card(path).is_large


def check_preset(name: str, steps: int = 20, large_steps: int = 20) -> Check:
    """All checks of one preset. Raises PresetError where there is none of that name.

    It trains `steps` as a run does. One that is tagged as meant for a graphics card does without
    one what shows that its game builds, holds its shapes and trains: `large_steps` trial steps of
    a preflight, at least two, on two samples and with one turn of each player.
    """
    path = find_preset(name)
    began = time.monotonic()
    problems, done = _checked(path, steps, large_steps)
    return Check(path.stem, tuple(problems), done, time.monotonic() - began)


def _checked(path: Path, steps: int, large_steps: int) -> tuple[list[str], int]:
    try:
        chosen = preset.load(path)
        problems = _problems(chosen, path.read_text(encoding="utf-8"))
        if problems or not steps:
            return problems, 0
        return _tried(chosen, large_steps) if _is_too_large(chosen) else _trained(chosen, steps)
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


def _tried(chosen: preset.Preset, steps: int) -> tuple[list[str], int]:
    trials = max(steps, preflight.TRIALS)
    found = preflight.preflight(lightened(chosen), "cpu", unreported, trials)
    if found.problem:
        return [found.problem], 0
    failed = [f"{c.name}: no ({c.detail})" for c in found.checks if not c.passed]
    return failed, trials


def lightened(chosen: preset.Preset) -> preset.Preset:
    """Whole networks and pictures; two samples and one turn of each player are a step."""
    light = chosen
    packed = math.prod(view.pack() for view in getattr(chosen.system, "views", ()))
    for path, least in (LEAST | {"schedule.batch": LEAST["schedule.batch"] * packed}).items():
        section, name = path.split(".")
        if (getattr(getattr(chosen, section), name, None) or 0) > least:
            light = light.edited(path, least)
    return light


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
