"""Events are complete, in order, and few however fast a run is."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    CheckpointWritten,
    Curve,
    Event,
    ModesCounted,
    NoticeGiven,
    ProgressMade,
    RunFinished,
    RunStarted,
    ScalarsRecorded,
    ScoresMeasured,
    SnapshotTaken,
)
from ganstudio.engine.limiter import SECONDS, Limiter
from ganstudio.engine.setup import Setup
from ganstudio.engine.worker import Job, train

MOST_PER_SECOND = 30


def test_a_run_starts_and_ends_with_its_own_events(lab: Callable[..., Any]) -> None:
    one = lab(steps=5, snapshot_every=2, evaluate_every=2, checkpoint_every=2)
    one.trainer.train(["a file was skipped"])
    assert isinstance(one.events[0], RunStarted)
    assert isinstance(one.events[1], NoticeGiven)
    assert one.events[-1] == RunFinished(5, "finished")
    assert len(one.of(RunStarted)) == len(one.of(RunFinished)) == 1
    started = one.events[0]
    assert (started.first_step, started.total_steps, started.resumed) == (0, 5, False)
    assert started.parameters == {"generator": 42, "critic": 33}


def test_steps_never_go_back(lab: Callable[..., Any]) -> None:
    one = lab(steps=30, snapshot_every=4, evaluate_every=3, checkpoint_every=5)
    one.trainer.train()
    steps = [e.step for e in one.events if isinstance(e, ProgressMade | ScalarsRecorded)]
    assert steps == sorted(steps)
    assert steps[-1] == 30


def test_every_step_is_recorded_once_in_events_and_history(lab: Callable[..., Any]) -> None:
    one = lab(steps=50, snapshot_every=7, checkpoint_every=9)
    one.trainer.train()
    told = [c for e in one.of(ScalarsRecorded) for c in e.curves if c.name == "critic/loss"]
    assert np.concatenate([c.steps for c in told]).tolist() == list(range(1, 51))
    assert one.history.curve("critic/loss").steps.tolist() == list(range(1, 51))


def test_scalars_are_recorded_every_so_often(lab: Callable[..., Any]) -> None:
    one = lab(steps=20, record_every=6)
    one.trainer.train()
    assert one.history.curve("generator/loss").steps.tolist() == [6, 12, 18]


@pytest.mark.parametrize(("every", "steps"), [(0, [10]), (4, [4, 8, 10]), (5, [5, 10])])
def test_the_last_measurement_of_a_finished_run_is_recorded(
    lab: Callable[..., Any], every: int, steps: list[int]
) -> None:
    one = lab(steps=10, evaluate_every=every)
    one.trainer.train()
    assert one.history.curve("metric/exact_w1").steps.tolist() == steps
    assert one.run.info().best_name == "W₁"
    best = one.run.info().best_value
    assert best == one.history.curve("metric/exact_w1").values.min()


def test_a_stopped_run_measures_nothing_off_its_schedule(lab: Callable[..., Any]) -> None:
    one = lab(steps=1000)
    one.on_event = lambda e: one.control.stop() if isinstance(e, SnapshotTaken) else None
    one.trainer.train()
    assert one.history.curve("metric/exact_w1").steps.size == 0


def test_a_resumed_run_keeps_the_best_measurement_so_far(
    tmp_path: Path, preset: Callable[..., Any]
) -> None:
    train(Job(tmp_path / "run", preset(steps=3)), lambda _: None, RunControl())
    info_path = tmp_path / "run" / "run.json"
    text = info_path.read_text(encoding="utf-8")
    document = json.loads(text) | {"best_value": 1e-6}
    info_path.write_text(json.dumps(document), encoding="utf-8")
    train(Job(tmp_path / "run", steps=4, mode="resume"), lambda _: None, RunControl())
    assert json.loads(info_path.read_text(encoding="utf-8"))["best_value"] == 1e-6


def test_a_run_that_looks_at_every_step_emits_at_most_thirty_events_a_second(
    lab: Callable[..., Any],
) -> None:
    one = lab(steps=150, snapshot_every=1, evaluate_every=0, checkpoint_every=1)
    stamps: list[float] = []
    one.on_event = lambda _: stamps.append(time.monotonic())
    began = time.monotonic()
    one.trainer.train()
    seconds = time.monotonic() - began
    fixed = 8  # start, end and what is let out with them
    assert len(stamps) <= MOST_PER_SECOND * seconds + fixed
    busiest = max(sum(a <= s < a + 1 for s in stamps) for a in stamps)
    assert busiest <= MOST_PER_SECOND + fixed
    assert one.run.snapshot_steps() == list(range(151))
    assert len(one.run.checkpoint_steps()) == 21
    assert one.history.curve("critic/loss").steps.tolist() == list(range(1, 151))


def scalars(step: int, name: str = "critic/loss") -> ScalarsRecorded:
    return ScalarsRecorded(step, 0.0, (Curve(name, np.array([step]), np.array([float(step)])),))


def test_the_budget_of_all_kinds_is_within_thirty_a_second() -> None:
    total = sum(1 / seconds for seconds in SECONDS.values()) + 1 / SECONDS[SnapshotTaken]
    assert total <= MOST_PER_SECOND


def test_a_limiter_joins_scalars_and_keeps_the_newest_of_the_rest() -> None:
    out: list[Event] = []
    now = 0.0
    limiter = Limiter(out.append, lambda: now)
    for step in range(1, 101):
        now = step / 100
        limiter.receive(scalars(step))
        limiter.receive(SnapshotTaken(step))
    limiter.receive(RunFinished(100, "finished"))
    told = [e for e in out if isinstance(e, ScalarsRecorded)]
    assert len(told) <= 1 / SECONDS[ScalarsRecorded] + 2
    steps = np.concatenate([e.curves[0].steps for e in told])
    assert steps.tolist() == list(range(1, 101))
    shown = [e.step for e in out if isinstance(e, SnapshotTaken)]
    assert len(shown) <= 1 / SECONDS[SnapshotTaken] + 2
    assert shown[-1] == 100
    assert out[-1] == RunFinished(100, "finished")


def test_a_limiter_keeps_curves_that_begin_later_apart() -> None:
    out: list[Event] = []
    limiter = Limiter(out.append, lambda: 0.0)
    limiter.receive(scalars(1))
    limiter.receive(scalars(2))
    limiter.receive(scalars(3, "metric/exact_w1"))
    limiter.flush()
    held = out[-1]
    assert isinstance(held, ScalarsRecorded)
    assert {c.name: c.steps.tolist() for c in held.curves} == {
        "critic/loss": [2],
        "metric/exact_w1": [3],
    }


def test_a_kept_snapshot_is_not_lost_to_a_passing_one() -> None:
    out: list[Event] = []
    limiter = Limiter(out.append, lambda: 0.0)
    for event in (SnapshotTaken(1), SnapshotTaken(2), SnapshotTaken(3, kept=False)):
        limiter.receive(event)
    limiter.receive(SnapshotTaken(4, kept=False))
    limiter.flush()
    assert [(e.step, e.kept) for e in out if isinstance(e, SnapshotTaken)] == [
        (1, True), (3, False), (2, True), (4, False),
    ]  # fmt: skip


def test_slow_events_pass_at_once() -> None:
    out: list[Event] = []
    limiter = Limiter(out.append, lambda: 0.0)
    kinds = [
        SnapshotTaken(1),
        ScoresMeasured(1, np.zeros(1, np.float32), np.zeros(1, np.float32)),
        ModesCounted(1, (1,), 1),
        CheckpointWritten(1, "", 0),
        NoticeGiven(1, ""),
    ]
    for event in kinds:
        limiter.receive(event)
    assert out == kinds


class HostReads(TorchDispatchMode):
    """Counts operators that make the host wait for a device."""

    WAITING = ("_local_scalar_dense", "is_nonzero", "item", "nonzero", "equal", "masked_select")

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.name().removeprefix("aten::").partition(".")[0]
        if name in self.WAITING:
            self.seen.append(name)
        return func(*args, **(kwargs or {}))


PARTS: list[dict[str, Any]] = [
    {},
    {"penalties": [{"kind": "gradient_penalty"}, {"kind": "r1", "every": 2}, {"kind": "drift"}]},
    {"constraints": [{"kind": "weight_clip"}, {"kind": "spectral_norm"}], "critic_steps": 2},
    {"views": [{"kind": "pack"}], "share_fakes": True},
    {"generator_optimizer": {"kind": "rmsprop"}, "critic_optimizer": {"kind": "sgd"}},
    {"objective": {"kind": "f_divergence", "divergence": "jeffrey"}},
]


@pytest.mark.parametrize("system", PARTS)
def test_a_step_never_reads_back_from_the_device(
    preset: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, system: dict[str, Any]
) -> None:
    setup = Setup(preset(system, clip=1.0), torch.device("cpu"))
    setup.advance()
    for name in ("item", "cpu", "numpy", "tolist", "__bool__", "__float__", "__int__"):
        monkeypatch.setattr(torch.Tensor, name, _forbidden(name))
    with HostReads() as reads:
        for _ in range(3):
            setup.advance()
    assert reads.seen == []


def _forbidden(name: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise AssertionError(f"Tensor.{name} was called in a step")

    return refuse


def test_the_counter_of_host_reads_counts() -> None:
    with HostReads() as reads:
        float(torch.ones(()))
    assert reads.seen
