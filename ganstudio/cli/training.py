"""Training in a terminal."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer
from ganstudio.cli.complaints import complain
from ganstudio.cli.presets import load_preset
from ganstudio.core.errors import InputError

if TYPE_CHECKING:
    from ganstudio.engine.worker import Job


def train(
    preset: Annotated[str, typer.Argument(help="Preset name or file; with --resume, a run.")],
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE, repeatable.")
    ] = None,
    steps: Annotated[
        int | None, typer.Option(min=0, help="Total steps, also when resuming.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of every random number.")] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    out: Annotated[Path | None, typer.Option(help="The run's folder.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue a run exactly.")] = False,
    weights_from: Annotated[str, typer.Option("--from", help="Fine-tune: a run's weights.")] = "",
    as_json: Json = False,
) -> int:
    """Train a preset, or resume a run."""
    from ganstudio.engine import devices
    from ganstudio.engine.distributed import is_main_process
    from ganstudio.engine.terminal import train_in_terminal
    from ganstudio.engine.worker import Job

    devices.choose(device)
    if resume:
        if settings or weights_from or seed is not None:
            raise InputError(
                "A resumed run keeps its preset, so --resume takes no --set, --seed or --from:"
                " fork the run, or start a new one."
            )
        job = Job(_resumed(preset, out), device=device, steps=steps, mode="resume")
    else:
        job = _new_job(preset, settings or [], seed, out, device, steps, weights_from)
    is_new = not job.path.exists()
    outcome = train_in_terminal(job, quiet=as_json or not is_main_process())
    if as_json and is_main_process():
        answer(outcome, True, [])
    if outcome["status"] == "failed":
        if is_new and is_main_process():
            _forget_if_never_begun(job.path)
        complain(outcome["message"])
        began = outcome["step"] > 0 and "device" in outcome
        return 1 if began else 2
    return 0


def _forget_if_never_begun(path: Path) -> None:
    """A run whose data or networks were refused leaves nothing behind."""
    from ganstudio.engine.run import RunFolder

    if not RunFolder(path).checkpoint_steps():
        shutil.rmtree(path, ignore_errors=True)


def _resumed(name: str, out: Path | None) -> Path:
    from ganstudio.engine.run import find_run

    return find_run(str(out) if out else name).path


def _new_job(
    name: str, settings: list[str], seed: int | None, out: Path | None, device: str,
    steps: int | None, weights_from: str,
) -> "Job":  # fmt: skip
    from ganstudio.engine.preset import with_overrides
    from ganstudio.engine.run import next_run_path
    from ganstudio.engine.worker import Job

    overrides = [*settings, *([f"seed={seed}"] if seed is not None else [])]
    chosen = with_overrides(load_preset(name), overrides)
    for finding in chosen.findings():
        if finding.severity == "error":
            raise InputError(finding.message)
    short = Path(name).stem
    path = out or next_run_path(short)
    return Job(path, chosen, short, device, steps, weights_from=weights_from)
