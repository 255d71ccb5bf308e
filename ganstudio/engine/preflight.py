"""What a run would be like, found out by its first steps: cost, sanity, and where it starts."""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Generates, Illustrates, capability
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import Phase, System
from ganstudio.data.batches import Batch
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Dataset, Report, Share
from ganstudio.engine import devices, optimizers, timings
from ganstudio.engine.distributed import Group
from ganstudio.engine.execution import Eager
from ganstudio.engine.guard import Guard
from ganstudio.engine.opened import open_data
from ganstudio.engine.preset import Preset, load
from ganstudio.engine.preview import plane_of
from ganstudio.engine.setup import build_system, count_parameters
from ganstudio.nn.random import Random
from ganstudio.parts.compatibility import Finding

TRIALS = 2
MOST_TIMED = 12
TIMED_SECONDS = 0.8
POINTS = 256
PICTURES = 8


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the trial steps looked at."""

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StartPoint:
    """Data beside what the untrained generator makes.

    Attributes:
        real: (n, 1) or (n, 2) float32 points, or (n, h, w, c) uint8 pictures.
        fake: the same shape.
        extent: points are shown in [-extent, extent]; 0 for pictures.
    """

    real: NDArray[Any]
    fake: NDArray[Any]
    extent: float = 0.0


@dataclass(frozen=True, slots=True)
class Preflight:
    """Findings and measurements of a preset on one device.

    Attributes:
        parameters: numbers that each player learns.
        updates: updates of each player in one step.
        seconds: median time of one step; 0 where no step could be done.
        seconds_by_player: the share of each player.
        run_seconds: `seconds` times the run's steps.
        memory: bytes of weights, gradients, optimizers, averages and activations.
        problem: why the trial steps could not be done, or nothing.
    """

    findings: tuple[Finding, ...]
    device: str
    parameters: dict[str, int] = field(default_factory=dict)
    updates: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    seconds_by_player: dict[str, float] = field(default_factory=dict)
    run_seconds: float = 0.0
    memory: int = 0
    checks: tuple[Check, ...] = ()
    start_point: StartPoint | None = None
    problem: str = ""


def preflight(preset: Preset, device_name: str, report: Report, trials: int = TRIALS) -> Preflight:
    """Build the game, do `trials` steps, two or more, and time a few more.

    A preset that cannot be built gives a Preflight whose `problem` says why. Raises Cancelled when
    `report` does.
    """
    findings: tuple[Finding, ...] = ()
    device = devices.choose(device_name)
    described = devices.describe(device)
    try:
        findings = tuple(preset.findings())
        if refusal := next((f.message for f in findings if f.severity == "error"), ""):
            return Preflight(findings, described, problem=refusal)
        return _Trial(preset, device, report).result(findings, trials)
    except Cancelled:
        raise
    except InputError as error:
        return Preflight(findings, described, problem=str(error))
    except (RuntimeError, ValueError) as error:
        first = str(error).split("\n", 1)[0]
        said = f"The trial steps failed: {first}. Change the part that was edited last."
        return Preflight(findings, described, problem=said)


def measure_preset(
    path: Path, device_name: str, report: Report, kept: Path | None = None
) -> Preflight:
    """Do a few steps of a preset and remember what they cost, in `kept` or in this machine's file.

    Raises InputError.
    """
    found = preflight(load(path), device_name, report)
    if found.problem:
        raise InputError(found.problem)
    timings.remember(path.stem, found.seconds, found.memory, kept)
    return found


class _Trial:
    """One built game on its device."""

    def __init__(self, preset: Preset, device: torch.device, report: Report) -> None:
        self.preset = preset = preset.model_copy(update={"system": preset.system.settled()})
        self.device = device
        self.report = report
        report("Building the networks", 0.0)
        self.data: Dataset = open_data(preset, device, Share(), report)
        self.system = build_system(preset, device)
        self.parameters = count_parameters(self.system)
        devices.set_threads(_threads(preset), sum(self.parameters.values()))
        self.execution = _execution(preset, self.system, device)

    def result(self, findings: tuple[Finding, ...], trials: int) -> Preflight:
        start_point = _start_point(self.preset, self.system, self.data)
        memory = _Memory(self.system, self.device)
        self.report("Doing the trial steps", 0.3)
        with memory.watched():
            done = [self._step(0)]
        done += [self._step(number) for number in range(1, trials)]
        last = done[-1]
        held = memory.total(self.execution, averaged=self.preset.schedule.average > 0)
        timed = self._timed(done)
        seconds = median(sum(step.seconds.values()) for step in timed)
        by_player = {
            player: median(step.seconds[player] for step in timed) for player in last.seconds
        }
        return Preflight(
            findings=findings,
            device=devices.describe(self.device),
            parameters=self.parameters,
            updates=dict(last.updates),
            seconds=seconds,
            seconds_by_player=by_player,
            run_seconds=seconds * self.preset.schedule.steps,
            memory=held,
            checks=_checks(done, self.system, start_point),
            start_point=start_point,
        )

    def _timed(self, done: Sequence["_Step"]) -> list["_Step"]:
        """A few more steps after the warm-up; for a slow game the last trial step has to do."""
        steps: list[_Step] = []
        spent = 0.0
        while len(steps) < MOST_TIMED and spent < TIMED_SECONDS:
            self.report("Timing a few steps", 0.5 + 0.5 * len(steps) / MOST_TIMED)
            if not steps and sum(done[-1].seconds.values()) > TIMED_SECONDS:
                return [done[-1]]
            steps.append(self._step(len(done) + len(steps)))
            spent += sum(steps[-1].seconds.values())
        return steps

    def _step(self, number: int) -> "_Step":
        done = _Step()
        batch = self.preset.schedule.batch
        last = self._now()
        for phase in self.system.phases(lambda: self.data.draw(batch), number):
            done.add(phase, self.execution.update(phase))
            now = self._now()
            done.seconds[phase.player] += now - last
            last = now
        return done

    def _now(self) -> float:
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return time.perf_counter()


class _Step:
    """What one step was and cost."""

    def __init__(self) -> None:
        self.scalars: dict[str, Tensor] = {}
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.updates: Counter[str] = Counter()

    def add(self, phase: Phase, scalars: Mapping[str, Tensor]) -> None:
        self.scalars |= scalars
        self.updates[phase.player] += 1


class _Memory:
    """Bytes that one step holds at most."""

    def __init__(self, system: System, device: torch.device) -> None:
        self._device = device
        self._weights = {
            p.untyped_storage().data_ptr(): p.nbytes
            for player in system.players.values()
            for p in player.parameters()
        }
        self._averaged = sum(
            p.nbytes for name in system.averaged for p in system.players[name].parameters()
        )
        self._saved: dict[int, int] = {}
        if device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(device)

    def watched(self) -> torch.autograd.graph.saved_tensors_hooks:
        """A context that adds up what the graph keeps for the backward passes."""
        return torch.autograd.graph.saved_tensors_hooks(self._keep, _unchanged)

    def _keep(self, saved: Tensor) -> Tensor:
        place = saved.untyped_storage().data_ptr()
        if place not in self._weights:
            self._saved[place] = max(self._saved.get(place, 0), saved.nbytes)
        return saved

    def total(self, execution: Eager, *, averaged: bool) -> int:
        if self._device.type == "cuda":
            return torch.cuda.max_memory_allocated(self._device)
        weights = sum(self._weights.values())
        optimizer = sum(
            value.nbytes
            for optimizer in execution.optimizers.values()
            for state in optimizer.state.values()
            for value in state.values()
            if isinstance(value, Tensor)
        )
        activations = sum(self._saved.values())
        return 2 * weights + optimizer + activations + (self._averaged if averaged else 0)


def _unchanged(saved: Tensor) -> Tensor:
    return saved


def _execution(preset: Preset, system: System, device: torch.device) -> Eager:
    owned = {
        name: optimizers.build(
            config, system.players[name].parameters(), system.lazy.get(name, 0), device
        )
        for name, config in preset.system.optimizers().items()
    }
    return Eager(system, owned, Group(), Guard(device), preset.schedule.clip)


def _checks(
    done: Sequence[_Step], system: System, start_point: StartPoint | None
) -> tuple[Check, ...]:
    bad = [name for step in done for name in _not_finite(step.scalars)]
    silent = [
        name for name in system.players if not any(_norm(step, name) > 0 for step in done[1:])
    ]
    return (
        Check("Losses finite", not bad, ", ".join(map(_spoken, dict.fromkeys(bad)))),
        Check("Gradient reaches every player", not silent, ", ".join(silent)),
        Check("Shapes agree", True, _shape(start_point)),
    )


def _shape(start_point: StartPoint | None) -> str:
    if start_point is None:
        return ""
    made = " × ".join(map(str, start_point.fake.shape[1:]))
    return f"fakes are {made}" + (" px" if start_point.fake.ndim == 4 else "")


def _not_finite(scalars: Mapping[str, Tensor]) -> list[str]:
    return [name for name, value in scalars.items() if not math.isfinite(value.item())]


def _norm(step: _Step, player: str) -> float:
    found = step.scalars.get(f"{player}/gradient_norm")
    return 0.0 if found is None else found.item()


def _spoken(name: str) -> str:
    return name.replace("/", "'s ").replace("_", " ")


@torch.no_grad()
def _start_point(preset: Preset, system: System, data: Dataset) -> StartPoint | None:
    """What the untrained generator makes, beside data."""
    count = min(PICTURES, preset.schedule.batch) if data.spec.is_images else POINTS
    reference: Batch = data.reference(count, preset.seed)
    if illustrates := capability(system, Illustrates):
        made, *_ = illustrates.illustrate(reference).values()
        return _beside(preset, reference.real, made)
    offered = capability(system, Generates)
    if offered is None:
        return None
    random = Random(derive(preset.seed, "start point"), reference.real.device)
    fake = offered.generate(offered.latents(count, random), reference.label)
    return _beside(preset, reference.real, fake)


def _beside(preset: Preset, real: Tensor, fake: Tensor) -> StartPoint:
    if real.ndim == 4:
        return StartPoint(to_uint8(real), to_uint8(fake))
    plane = plane_of(real)
    sides = (s if plane is None else plane.place(s) for s in (real, fake))
    shown, drawn = (side.cpu().numpy().astype(np.float32) for side in sides)
    extent = getattr(preset.data, "extent", 0.0) or 1.1 * float(np.abs(shown).max())
    return StartPoint(shown, drawn, extent)


def _threads(preset: Preset) -> int:
    wanted = preset.schedule.threads
    return 0 if wanted == "auto" else wanted
