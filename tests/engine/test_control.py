"""Pause, single steps, stop and live edits take effect at the next step boundary."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    CheckpointWritten,
    Event,
    ProgressMade,
    RunContinued,
    RunFinished,
    RunPaused,
    RunStarted,
    SettingChanged,
    SnapshotTaken,
)

LONG = 1_000_000


def paused_at(events: list[Event]) -> list[int]:
    return [event.step for event in events if isinstance(event, RunPaused)]


def script(lab: Any, *actions: Callable[[], None]) -> None:
    """Carry out the next action whenever the run pauses."""
    waiting = list(actions)

    def act(event: Event) -> None:
        if isinstance(event, RunPaused) and waiting:
            waiting.pop(0)()

    lab.on_event = act
    lab.trainer.train()
    assert not waiting


def test_a_paused_run_does_exactly_the_steps_it_is_told(lab: Callable[..., Any]) -> None:
    control = RunControl(paused=True)
    one = lab(control=control, steps=LONG)
    script(one, control.step, lambda: control.step(3), control.step, control.stop)
    assert paused_at(one.events) == [0, 1, 4, 5]
    assert one.setup.step == 5
    assert one.of(RunFinished) == [RunFinished(5, "stopped")]


def test_continuing_ends_the_pause_and_forgets_steps_that_were_left(
    lab: Callable[..., Any],
) -> None:
    control = RunControl(paused=True)
    one = lab(control=control, steps=6)

    def step_then_continue() -> None:
        control.step(2)
        control.resume()

    script(one, step_then_continue)
    assert paused_at(one.events) == [0]
    assert one.of(RunFinished) == [RunFinished(6, "finished")]


def test_a_pause_cancels_steps_that_are_still_due() -> None:
    control = RunControl()
    control.step(100)
    assert control.may_step()
    control.pause()
    assert not control.may_step()
    control.resume()
    control.pause()
    assert control.is_paused
    assert not control.may_step()


def test_a_run_stopped_while_paused_does_not_claim_to_continue(lab: Callable[..., Any]) -> None:
    control = RunControl(paused=True)
    one = lab(control=control, steps=LONG)
    script(one, control.stop)
    assert not one.of(RunContinued)
    assert [type(e) for e in one.events if isinstance(e, RunPaused | RunFinished)] == [
        RunPaused, RunFinished,
    ]  # fmt: skip


def test_stop_from_another_thread_ends_the_run_within_one_step(lab: Callable[..., Any]) -> None:
    one = lab(steps=LONG)
    is_training = threading.Event()
    one.on_event = lambda e: is_training.set() if isinstance(e, ProgressMade) and e.step else None
    thread = threading.Thread(target=one.trainer.train)
    thread.start()
    assert is_training.wait(60)
    one.control.stop()
    step = one.setup.step
    thread.join(60)
    assert not thread.is_alive()
    assert one.setup.step <= step + 1
    assert one.run.checkpoint_steps()[-1] == one.setup.step


def test_pause_from_another_thread_holds_the_run_and_costs_nothing(
    lab: Callable[..., Any],
) -> None:
    one = lab(steps=LONG)
    is_training, is_paused = threading.Event(), threading.Event()

    def notice(event: Event) -> None:
        if isinstance(event, ProgressMade) and event.step:
            is_training.set()
        if isinstance(event, RunPaused):
            is_paused.set()

    one.on_event = notice
    thread = threading.Thread(target=one.trainer.train)
    thread.start()
    assert is_training.wait(60)
    one.control.pause()
    step = one.setup.step
    assert is_paused.wait(60)
    assert step <= one.setup.step <= step + 1
    assert one.run.info().status == "paused"
    one.control.stop()
    thread.join(60)
    assert one.run.info().status == "stopped"


def test_snapshot_and_checkpoint_on_request_while_paused(lab: Callable[..., Any]) -> None:
    control = RunControl(paused=True)
    one = lab(control=control, steps=LONG)

    def ask() -> None:
        control.ask_snapshot()
        control.ask_checkpoint()
        control.step()

    script(one, lambda: control.step(2), ask, control.stop)
    kept = [e.step for e in one.of(SnapshotTaken) if e.kept]
    assert 2 in kept
    assert 2 in one.run.snapshot_steps()
    assert 2 in [e.step for e in one.of(CheckpointWritten)]
    assert 2 in one.run.checkpoint_steps()


def test_live_edits_apply_before_the_next_step_and_are_recorded(lab: Callable[..., Any]) -> None:
    control = RunControl(paused=True)
    one = lab(system={"penalties": [{"kind": "r1"}]}, control=control, steps=LONG)

    def edit() -> None:
        control.edit("system.critic_steps", 3)
        control.edit("system.penalties.0.weight", 0.25)
        control.edit("system.generator_optimizer.lr", 0.5)
        control.step()

    script(one, lambda: control.step(2), edit, control.stop)
    changed = one.of(SettingChanged)
    assert [(e.step, e.path, e.old, e.new, e.refused) for e in changed] == [
        (2, "system.critic_steps", 1, 3, ""),
        (2, "system.penalties.0.weight", 10.0, 0.25, ""),
        (2, "system.generator_optimizer.lr", 2e-4, 0.5, ""),
    ]
    assert one.setup.system.config.critic_steps == 3
    assert one.setup.optimizers["generator"].param_groups[0]["lr"] == 0.5
    assert one.setup.optimizers["critic"].param_groups[0]["lr"] == 2e-4
    recorded = [e.body for e in one.history.events(("SettingChanged",))]
    assert [body["path"] for body in recorded] == [e.path for e in changed]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("system.generator.width", 32, "shapes the networks"),
        ("system.critic_steps", 0, "greater than or equal to 1"),
        ("system.critic_steps", "many", "valid integer"),
        ("system.nothing", 1, "not a setting"),
        ("system.penalties.7.weight", 1.0, "not a setting"),
        ("schedule.batch", 4, "shapes the networks"),
        ("system", {"system": "latent"}, "shapes the networks"),
        ("system.objective.b", 0.0, "one target"),
        ("", 0, "not a setting"),
    ],
)
def test_a_refused_edit_says_why_and_changes_nothing(
    lab: Callable[..., Any], path: str, value: Any, said: str
) -> None:
    control = RunControl(paused=True)
    one = lab(system={"objective": {"kind": "least_squares"}}, control=control, steps=LONG)
    before = one.setup.preset

    def edit() -> None:
        control.edit(path, value)
        control.step()

    script(one, edit, control.stop)
    (event,) = one.of(SettingChanged)
    assert said in event.refused
    assert one.setup.preset is before
    assert one.setup.system.config is before.system


def test_an_edit_during_a_run_acts_from_the_next_step_on(lab: Callable[..., Any]) -> None:
    one = lab(steps=40)
    one.on_event = lambda e: (
        one.control.edit("system.critic_steps", 2) if isinstance(e, RunStarted) else None
    )
    one.trainer.train()
    (event,) = one.of(SettingChanged)
    assert event.step == 0
    assert one.setup.system.config.critic_steps == 2
