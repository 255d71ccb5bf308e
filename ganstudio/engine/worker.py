"""One training job from start to end, for whatever thread or process runs it."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import torch

import ganstudio
from ganstudio.core.control import RunControl
from ganstudio.core.errors import CheckpointError, RunError
from ganstudio.core.events import Event, NoticeGiven, RunFailed, SettingChanged
from ganstudio.data.source import Report, unreported
from ganstudio.engine import checkpoint, devices, preset
from ganstudio.engine.distributed import Group
from ganstudio.engine.history import History, copy_until
from ganstudio.engine.journal import Bystander, Journal
from ganstudio.engine.preset import Preset
from ganstudio.engine.rescue import Diverged, explain_divergence, explain_error
from ganstudio.engine.run import RunFolder, find_run, new_info
from ganstudio.engine.setup import Setup
from ganstudio.engine.trainer import Trainer

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to train. A folder that holds a run is resumed, another becomes a new run."""

    path: Path
    preset: Preset | None = None  # of a new run; a resumed one has its own
    name: str = ""  # short name of the preset
    device: str = "auto"
    steps: int | None = None  # another total, also when resuming
    mode: Literal["new", "resume"] = "new"
    weights_from: str = ""  # a run whose weights alone are taken: fine-tuning


def train(
    job: Job,
    emit: Emit,
    control: RunControl,
    report: Report = unreported,
    watched: bool = False,
) -> bool:
    """Train to the end; whatever goes wrong becomes one RunFailed. Gives whether all went well."""
    run: RunFolder | None = None
    group = Group()
    try:
        device = devices.choose(job.device)
        group = Group.from_environment(device)
        run = _opened(job, group, device)
        return _train_opened(job, run, group, device, _Watcher(emit, control, report, watched))
    except Exception as error:  # noqa: BLE001 - the top of a worker: nothing may escape it
        failure = explain_error(error, _step_of(run))
        if run is not None and group.is_main:
            _remember(run, failure)
        emit(failure)
        return False
    finally:
        if run is not None:
            run.release()
        group.leave()


class _Watcher(NamedTuple):
    """Whoever started a job and looks on."""

    emit: Emit
    control: RunControl
    report: Report
    watched: bool


def _opened(job: Job, group: Group, device: torch.device) -> RunFolder:
    """The run's folder, prepared by the main process and known to all."""
    if not group.is_main:
        path = group.tell("", device)
        if not path:
            raise RunError("The main process could not open the run: see what it says.")
        return RunFolder(Path(path))
    try:
        run = prepare(job)
    except Exception:
        group.tell("", device)
        raise
    group.tell(str(run.path.resolve()), device)
    return run


def _step_of(run: RunFolder | None) -> int:
    with suppress(RunError):
        return run.info().step if run else 0
    return 0


def _remember(run: RunFolder, failure: RunFailed) -> None:
    with suppress(OSError, RunError):
        run.update(status="failed", message=failure.message)


def prepare(job: Job) -> RunFolder:
    """The run's folder, created or opened, and locked. Raises RunError, PresetError."""
    if job.mode == "resume":
        run = RunFolder.open(job.path)
        run.acquire()
        return run
    if job.preset is None:
        raise RunError(f"{job.path.name} needs a preset to start from.")
    chosen = _with_steps(job.preset, job.steps)
    versions = {
        "ganstudio": ganstudio.__version__,
        "torch": torch.__version__,
        "python": sys.version.split()[0],
    }
    origin = {"parent": job.weights_from, "origin": "fine-tune"} if job.weights_from else {}
    info = new_info(
        job.path, chosen.title, job.name, chosen.schedule.steps, versions=versions, **origin
    )
    run = RunFolder.create(job.path, info)
    run.acquire()
    preset.save(chosen, run.preset_path)
    (run.path / "preset.resolved.yaml").write_text(preset.resolved(chosen), encoding="utf-8")
    return run


def _train_opened(
    job: Job, run: RunFolder, group: Group, device: torch.device, watcher: _Watcher
) -> bool:
    state, passed = _newest_state(run, group) if job.mode == "resume" else (None, [])
    chosen = _with_steps(_preset_of(run, state), job.steps)
    setup = Setup(chosen, device, group, watcher.report)
    listener = _listener(run, group, watcher.emit)
    try:
        if state is not None:
            setup.restore(state)
            listener.rewind(state.step, _is_measured(chosen, state.step))
        elif job.weights_from:
            setup.restore_weights(_weights_of(job.weights_from))
        trainer = Trainer(setup, run, listener, watcher.control, watcher.watched)
        return _attempt(trainer, listener, [*passed, *setup.dataset.notices])
    finally:
        listener.close()


def _listener(run: RunFolder, group: Group, emit: Emit) -> Journal | Bystander:
    return Journal(run, History(run.history_path), emit) if group.is_main else Bystander(emit)


def _is_measured(chosen: Preset, step: int) -> bool:
    """Whether the schedule measures at this step, or a run merely ended there."""
    every = chosen.schedule.evaluate_every
    return every > 0 and step % every == 0


def _attempt(trainer: Trainer, listener: Journal | Bystander, notices: list[str]) -> bool:
    """Train; a divergence is retried from the last checkpoint as often as the schedule allows."""
    setup = trainer.setup
    while True:
        try:
            trainer.train(notices)
        except Diverged as error:
            failure = explain_divergence(setup, error)
            if setup.counters["retries"] >= setup.preset.schedule.retries:
                trainer.emit(failure)
                return False
            _retry(trainer, listener, failure)
            notices = []
        except Exception as error:  # noqa: BLE001 - every end of a run is told as an event
            trainer.emit(explain_error(error, setup.step, setup.preset.schedule.batch))
            return False
        else:
            return True


def _retry(trainer: Trainer, listener: Journal | Bystander, failure: RunFailed) -> None:
    """Go back to the last checkpoint with half the learning rates, and say so."""
    setup = trainer.setup
    state, _ = checkpoint.read_newest(trainer.run.checkpoints, trainer.run.checkpoint_steps())
    retries = setup.counters["retries"] + 1
    trainer.rewind(state)
    setup.counters["retries"] = retries
    listener.rewind(state.step, _is_measured(setup.preset, state.step))
    for player, config in setup.preset.system.optimizers().items():
        path = f"system.{player}_optimizer.lr"
        setup.apply(setup.preset.edited(path, config.lr / 2))
        trainer.emit(SettingChanged(state.step, path, config.lr, config.lr / 2))
    text = (
        f"{failure.message} Retry {retries}: back to step {state.step:,}, half the learning rates."
    )
    trainer.emit(NoticeGiven(state.step, text, "warning"))


def _newest_state(run: RunFolder, group: Group) -> tuple[checkpoint.TrainingState, list[str]]:
    if group.is_main:
        checkpoint.sweep(run.checkpoints)
    state, passed = checkpoint.read_newest(run.checkpoints, run.checkpoint_steps())
    notes = [f"{sentence} Continued from step {state.step:,} instead." for sentence in passed]
    return state, notes


def _preset_of(run: RunFolder, state: checkpoint.TrainingState | None) -> Preset:
    """The preset as launched, or with the live edits up to the checkpoint."""
    launched = preset.load(run.preset_path)
    if state is None:
        return launched
    return preset.from_document(state.preset, f"checkpoint {state.step} of {run.name}")


def _with_steps(chosen: Preset, steps: int | None) -> Preset:
    return chosen if steps is None else chosen.edited("schedule.steps", steps)


def _weights_of(name: str) -> dict[str, torch.Tensor]:
    parent = find_run(name)
    state, _ = checkpoint.read_newest(parent.checkpoints, parent.checkpoint_steps())
    return state.weights


def fork(parent: RunFolder, step: int, path: Path) -> RunFolder:
    """A child run that starts at the parent's newest checkpoint up to `step`, history included.

    Raises RunError where the parent has no such checkpoint.
    """
    steps = [known for known in parent.checkpoint_steps() if known <= step]
    if not steps:
        raise CheckpointError(f"{parent.name} has no checkpoint up to step {step:,} to fork from.")
    state, _ = checkpoint.read_newest(parent.checkpoints, steps)
    info = parent.info()
    child = RunFolder.create(
        path,
        new_info(path, info.title, info.preset, info.total_steps, versions=info.versions,
                 parent=parent.name, parent_step=state.step, origin="fork", step=state.step,
                 status="stopped"),
    )  # fmt: skip
    checkpoint.write(child.checkpoints, state)
    for name in ("preset.yaml", "preset.resolved.yaml"):
        (child.path / name).write_bytes((parent.path / name).read_bytes())
    if parent.history_path.exists():
        copy_until(parent.history_path, child.history_path, state.step)
    for known in parent.snapshot_steps():
        if known <= state.step:
            for suffix in (".png", ".npz"):
                source = parent.snapshots / f"{known}{suffix}"
                if source.exists():
                    (child.snapshots / source.name).write_bytes(source.read_bytes())
    return child
