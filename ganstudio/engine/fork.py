"""Forks: a run that goes its own way from a step of another."""

from pathlib import Path

from ganstudio.core.errors import CheckpointError
from ganstudio.data import description
from ganstudio.engine import checkpoint
from ganstudio.engine.history import copy_until
from ganstudio.engine.run import RunFolder, Status, new_info


def fork(parent: RunFolder, step: int, path: Path) -> RunFolder:
    """A child run that starts at the parent's newest checkpoint up to `step`, history included.

    Raises RunError where the parent has no such checkpoint, or weights alone.
    """
    if parent.info().has_weights_alone:
        raise CheckpointError(
            f"{parent.name} came as weights alone, so no training can go on from it: fine-tune it, "
            "or start a run with --from."
        )
    steps = [known for known in parent.checkpoint_steps() if known <= step]
    if not steps:
        raise CheckpointError(f"{parent.name} has no checkpoint up to step {step:,} to fork from.")
    state, _ = checkpoint.read_newest(parent.checkpoints, steps)
    child = _created(parent, state.step, path)
    checkpoint.write(child.checkpoints, state)
    _copy_past(parent, child, state.step)
    return child


def _created(parent: RunFolder, step: int, path: Path) -> RunFolder:
    info = parent.info()
    status: Status = "stopped" if step < info.total_steps else "finished"
    return RunFolder.create(
        path,
        new_info(path, info.title, info.preset, info.total_steps, versions=info.versions,
                 parent=parent.name, parent_step=step, origin="fork", step=step,
                 status=status),
    )  # fmt: skip


def _copy_past(parent: RunFolder, child: RunFolder, step: int) -> None:
    """The parent's preset and what its data were, its history and snapshots up to the step."""
    for name in ("preset.yaml", "preset.resolved.yaml"):
        (child.path / name).write_bytes((parent.path / name).read_bytes())
    if spec := description.read(parent.path):
        description.write(child.path, spec)
    if parent.history_path.exists():
        copy_until(parent.history_path, child.history_path, step)
    for known in (known for known in parent.snapshot_steps() if known <= step):
        for source in (parent.snapshots / f"{known}{suffix}" for suffix in (".png", ".npz")):
            if source.exists():
                (child.snapshots / source.name).write_bytes(source.read_bytes())
