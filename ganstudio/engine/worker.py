"""One training job from start to end, for whatever thread or process runs it."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import torch

import ganstudio
from ganstudio.core.control import RunControl
from ganstudio.core.errors import RunError
from ganstudio.core.events import RunFailed
from ganstudio.data import description
from ganstudio.data.source import Report, unreported
from ganstudio.engine import checkpoint, devices, preset
from ganstudio.engine.attempts import train_with_retries
from ganstudio.engine.distributed import Group
from ganstudio.engine.history import History
from ganstudio.engine.journal import Bystander, Journal
from ganstudio.engine.listener import Emit, Record
from ganstudio.engine.observer import falls_on
from ganstudio.engine.preset import Preset
from ganstudio.engine.publication import Publication
from ganstudio.engine.rescue import explain_error
from ganstudio.engine.run import RunFolder, find_run, new_info
from ganstudio.engine.setup import Setup
from ganstudio.engine.trainer import Trainer


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


class _Watcher(NamedTuple):
    """Whoever started a job and looks on."""

    emit: Emit
    control: RunControl
    report: Report
    publication: Publication | None


def train(
    job: Job,
    emit: Emit,
    control: RunControl,
    report: Report = unreported,
    publication: Publication | None = None,
) -> bool:
    """Train to the end; whatever goes wrong becomes one RunFailed. Gives whether all went well."""
    run: RunFolder | None = None
    group = Group()
    try:
        devices.keep_freed_memory()
        device = devices.choose(job.device)
        group = Group.from_environment(device)
        run = _opened(job, group, device)
        return _train_opened(job, run, group, device, _Watcher(emit, control, report, publication))
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
        devices.return_freed_memory()


def _step_of(run: RunFolder | None) -> int:
    with suppress(RunError):
        return run.info().step if run else 0
    return 0


def _remember(run: RunFolder, failure: RunFailed) -> None:
    with suppress(OSError, RunError):
        run.update(status="failed", message=failure.message)


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
    record = _record(run, group, watcher.emit)
    try:
        if state is not None:
            setup.restore(state)
            record.rewind(state.step, falls_on(state.step, chosen.schedule.evaluate_every))
        elif job.weights_from:
            setup.restore_weights(_weights_of(job.weights_from))
        if group.is_main:
            description.write(run.path, setup.spec)
        trainer = Trainer(setup, run, record, watcher.control, watcher.publication)
        return train_with_retries(trainer, record, [*passed, *setup.dataset.notices])
    finally:
        record.close()


def _record(run: RunFolder, group: Group, emit: Emit) -> Record:
    return Journal(run, History(run.history_path), emit) if group.is_main else Bystander(emit)


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
