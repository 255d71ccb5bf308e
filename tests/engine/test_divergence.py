"""What is not a number ends a run in words, and never reaches the weights."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    Event,
    NoticeGiven,
    RunFailed,
    RunFinished,
    RunStarted,
    SettingChanged,
    SnapshotTaken,
)
from ganstudio.data.batches import Batch
from ganstudio.engine import checkpoint
from ganstudio.engine.guard import Guard
from ganstudio.engine.optimizers import build
from ganstudio.engine.rescue import Diverged, explain_divergence, explain_error
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup
from ganstudio.engine.worker import Job, train
from ganstudio.parts.schedule import Adam, Optimizer, RmsProp, Sgd

CPU = torch.device("cpu")
EXPLODING = {
    "objective": {"kind": "wasserstein"},
    "generator_optimizer": {"kind": "sgd", "lr": 10.0},
    "critic_optimizer": {"kind": "sgd", "lr": 10.0},
}


def weights(setup: Setup) -> dict[str, Tensor]:
    return {
        f"{name}.{key}": value.detach().clone()
        for name, player in setup.system.players.items()
        for key, value in player.named_parameters()
    }


def explained(setup: Setup, trainer: Any) -> RunFailed:
    with pytest.raises(Diverged) as caught:
        trainer.train()
    return explain_divergence(setup, caught.value)


def test_a_run_that_explodes_fails_in_words_and_leaves_finite_weights_on_disk(
    tmp_path: Path, preset: Callable[..., Any]
) -> None:
    events: list[Event] = []
    chosen = preset(EXPLODING, steps=5000, snapshot_every=5, evaluate_every=7, checkpoint_every=3)
    assert not train(Job(tmp_path / "run", chosen), events.append, RunControl())
    failed = events[-1]
    assert isinstance(failed, RunFailed)
    assert failed.term == "adversarial"
    assert failed.layer.startswith(("critic.", "generator."))
    assert f"at step {failed.step:,}" in failed.message
    assert "learning rate" in failed.message
    assert not any(isinstance(e, RunFinished) for e in events)
    steps = [int(p.name) for p in (tmp_path / "run" / "checkpoints").iterdir()]
    assert max(steps) < failed.step
    for step in steps:
        state = checkpoint.read(tmp_path / "run" / "checkpoints" / str(step))
        for name, value in (state.weights | state.optimizers).items():
            assert bool(torch.isfinite(value).all()), name


@pytest.mark.parametrize(
    ("player", "layer"),
    [
        ("generator", "layers.0"),
        ("generator", "layers.3"),
        ("critic", "network.body.layers.2"),
        ("critic", "network.score"),
    ],
)
def test_a_poisoned_weight_is_named_by_its_layer(
    lab: Callable[..., Any], player: str, layer: str
) -> None:
    one = lab(steps=50)
    module = one.setup.system.players[player].get_submodule(layer)

    def poison(event: Event) -> None:
        if isinstance(event, SnapshotTaken):
            with torch.no_grad():
                module.bias[0] = float("inf")

    one.on_event = poison
    failed = explained(one.setup, one.trainer)
    assert (failed.step, failed.term, failed.layer) == (1, "adversarial", f"{player}.{layer}")
    assert failed.message.startswith(
        "The critic's adversarial term became not a number at step 1, in layer"
    )


def test_a_gradient_that_alone_is_not_a_number_is_named_too(lab: Callable[..., Any]) -> None:
    one = lab(steps=50)
    weight = one.setup.system.critic.network.score.weight
    weight.register_hook(lambda gradient: gradient * float("nan"))
    failed = explained(one.setup, one.trainer)
    assert (failed.step, failed.layer) == (1, "critic.network.score")


@pytest.mark.parametrize("record_every", [1, 7])
def test_a_poisoned_batch_is_found_again_and_named(
    lab: Callable[..., Any], record_every: int
) -> None:
    one = lab(steps=500, record_every=record_every)
    inner = one.setup.dataset.draw

    def draw(size: int) -> Batch:
        batch: Batch = inner(size)
        if torch.equal(batch.real, bad):
            batch.real[3, 1] = float("nan")
        return batch

    ahead = Setup(one.setup.preset, CPU)
    bad = [ahead.dataset.draw(8).real for _ in range(10)][-1]
    one.setup.dataset.draw = draw
    failed = explained(one.setup, one.trainer)
    assert failed.step == 10
    assert failed.term == "adversarial"
    assert failed.layer.startswith("critic.")


def test_only_steps_up_to_the_failure_are_recorded(lab: Callable[..., Any]) -> None:
    one = lab(EXPLODING, steps=5000)
    failed = explained(one.setup, one.trainer)
    one.journal.settle()
    steps = one.history.curve("critic/loss").steps.tolist()
    assert steps == list(range(1, failed.step + 1))


@pytest.mark.parametrize(
    "config",
    [Adam(lr=0.1), Adam(lr=0.1, weight_decay=0.1), RmsProp(lr=0.1), Sgd(lr=0.1, momentum=0.9)],
    ids=["adam", "adam with decay", "rmsprop", "sgd"],
)
def test_the_guard_withholds_the_update_and_all_that_follow(config: Optimizer) -> None:
    weight = torch.nn.Parameter(torch.ones(4))
    optimizer, guard = build(config, [weight], 0, CPU), Guard(CPU)

    def update(gradient: list[float]) -> Tensor:
        weight.grad = torch.tensor(gradient)
        guard.watch(torch.linalg.vector_norm(weight.grad))
        guard.withhold(optimizer, [weight.grad])
        optimizer.step()
        return weight.detach().clone()

    first = update([1.0, -1.0, 2.0, 0.5])
    assert not torch.equal(first, torch.ones(4))
    assert torch.equal(update([1.0, float("nan"), 1.0, 1.0]), first)
    assert torch.equal(update([1.0, 1.0, 1.0, 1.0]), first)
    assert guard.failed == 1
    guard.reset()
    assert not torch.equal(update([1.0, 1.0, 1.0, 1.0]), first)


@pytest.mark.parametrize("kind", ["adam", "rmsprop", "sgd"])
def test_a_bad_step_of_a_whole_setup_changes_no_weight(
    preset: Callable[..., Any], kind: str
) -> None:
    optimizer = {"kind": kind, "lr": 0.1}
    setup = Setup(
        preset({"generator_optimizer": optimizer, "critic_optimizer": optimizer}, clip=1.0), CPU
    )
    setup.advance()
    inner = setup.dataset.draw

    def draw(size: int) -> Batch:
        return Batch(inner(size).real * float("inf"))

    setup.dataset.draw = draw  # type: ignore[method-assign]
    before = weights(setup)
    setup.advance()
    setup.dataset.draw = inner  # type: ignore[method-assign]
    setup.advance()
    assert all(torch.equal(before[name], value) for name, value in weights(setup).items())
    assert setup.guard.failed_steps == 2


def test_each_retry_goes_back_with_half_the_rates_and_says_so(
    tmp_path: Path, preset: Callable[..., Any]
) -> None:
    events: list[Event] = []
    chosen = preset(EXPLODING, steps=5000, retries=2, checkpoint_every=2)
    assert not train(Job(tmp_path / "run", chosen), events.append, RunControl())
    notices = [e for e in events if isinstance(e, NoticeGiven)]
    assert [f"Retry {n}: back to step" in e.text for n, e in zip((1, 2), notices, strict=True)] == [
        True, True,
    ]  # fmt: skip
    changed = [(e.path, e.old, e.new) for e in events if isinstance(e, SettingChanged)]
    generator, critic = "system.generator_optimizer.lr", "system.critic_optimizer.lr"
    assert changed == [
        (generator, 10.0, 5.0),
        (critic, 10.0, 5.0),
        (generator, 5.0, 2.5),
        (critic, 5.0, 2.5),
    ]
    assert isinstance(events[-1], RunFailed)
    assert sum(isinstance(e, RunFailed) for e in events) == 1
    starts = [e for e in events if isinstance(e, RunStarted)]
    assert [e.resumed for e in starts] == [False, True, True]
    assert events[0] is starts[0]


def test_a_retry_that_helps_finishes_the_run_and_its_history_has_every_step_once(
    tmp_path: Path, preset: Callable[..., Any]
) -> None:
    chosen = preset(
        {
            "objective": {"kind": "wasserstein"},
            "generator_optimizer": {"kind": "sgd", "lr": 3.0},
            "critic_optimizer": {"kind": "sgd", "lr": 3.0},
        },
        steps=60,
        retries=20,
        checkpoint_every=20,
    )
    events: list[Event] = []
    assert train(Job(tmp_path / "run", chosen), events.append, RunControl())
    assert any(isinstance(e, NoticeGiven) for e in events)
    assert isinstance(events[-1], RunFinished)
    state = checkpoint.read(tmp_path / "run" / "checkpoints" / "60")
    assert state.counters["retries"] >= 1


def test_a_run_that_cannot_be_built_is_marked_as_failed(
    tmp_path: Path, preset: Callable[..., Any]
) -> None:
    events: list[Event] = []
    odd = preset({"views": [{"kind": "pack", "count": 2}]}, batch=7)
    assert not train(Job(tmp_path / "run", odd), events.append, RunControl())
    (failed,) = events
    assert isinstance(failed, RunFailed)
    assert "does not divide into packs" in failed.message
    info = RunFolder.open(tmp_path / "run").info()
    assert (info.status, info.message) == ("failed", failed.message)


def test_out_of_memory_in_a_step_says_which_batch_to_try(lab: Callable[..., Any]) -> None:
    one = lab(steps=5)
    inner = one.setup.dataset.draw

    def draw(size: int) -> Batch:
        batch: Batch = inner(size)
        torch.empty(2**55, device=batch.real.device)  # the allocator refuses this at once
        return batch

    one.setup.dataset.draw = draw
    with pytest.raises(RuntimeError) as caught:
        one.trainer.train()
    failed = explain_error(caught.value, one.setup.step, 8)
    assert failed.message.startswith("The device ran out of memory at step 0. Lower the batch from")
    assert "from 8 to 4" in failed.message
