"""The library of runs."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer, table
from ganstudio.core.errors import InputError

if TYPE_CHECKING:
    from ganstudio.engine.run import RunFolder

RunName = Annotated[str, typer.Argument(metavar="RUN", help="A run's folder or name.")]
runs_app = typer.Typer(help="List, show, fork, twin, export and trash runs.", no_args_is_help=True)


@runs_app.command("list")
def runs_list(as_json: Json = False) -> None:
    """All runs of the library, newest first."""
    from ganstudio.engine.run import all_runs, library

    found = all_runs()
    rows = [
        (info.name, info.status, f"{info.step:,}/{info.total_steps:,}", info.title)
        for _, info in found
    ]
    lines = table(rows) or [f"No runs in {library()} yet."]
    answer([asdict(info) | {"path": str(run.path)} for run, info in found], as_json, lines)


@runs_app.command("show")
def runs_show(run_name: str, as_json: Json = False) -> None:
    """One run: state, checkpoints, last scalars, events."""
    from ganstudio.engine.history import History
    from ganstudio.engine.run import current, find_run

    found = find_run(run_name)
    info = current(found, found.info())
    document = asdict(info) | {
        "path": str(found.path),
        "checkpoints": found.checkpoint_steps(),
        "snapshots": found.snapshot_steps(),
        "bytes": found.size(),
    }
    if found.history_path.exists():
        history = History(found.history_path, writable=False)
        curves = [c for c in history.curves() if len(c.values)]
        document["scalars"] = {curve.name: float(curve.values[-1]) for curve in curves}
        document["edits"] = [e.body for e in history.events(("SettingChanged",))]
        history.close()
    scalars = document.get("scalars", {})
    rows = [("status", info.status), ("step", f"{info.step:,} of {info.total_steps:,}")]
    rows += [(name, f"{value:.4g}") for name, value in scalars.items()]
    answer(document, as_json, [f"{info.name}: {info.title}", *table(rows)])


@runs_app.command("fork")
def runs_fork(
    run_name: str,
    step: Annotated[int, typer.Option("--at", min=0, help="The step to start from.")],
    out: Annotated[Path | None, typer.Option(help="The child's folder.")] = None,
    as_json: Json = False,
) -> None:
    """Start a child run from a step of another; `train CHILD --resume` continues it."""
    from ganstudio.engine.fork import fork
    from ganstudio.engine.run import find_run, next_run_path

    parent = find_run(run_name)
    child = fork(parent, step, out or next_run_path(f"{parent.name} fork"))
    info = child.info()
    line = f"{child.path} starts at step {info.parent_step:,} of {parent.name}."
    answer(asdict(info) | {"path": str(child.path)}, as_json, [line])


@runs_app.command("twin")
def runs_twin(
    run_name: str,
    step: Annotated[int, typer.Option("--at", min=0, help="The step at which they part.")],
    setting: Annotated[
        str, typer.Option("--set", help="KEY=VALUE: the one setting that the second twin changes.")
    ],
    steps: Annotated[int | None, typer.Option(min=1, help="Total of both, not the run's own.")] = (
        None
    ),
    train: Annotated[bool, typer.Option(help="Train both, one after the other.")] = True,
    as_json: Json = False,
) -> int:
    """Fork a run twice at a step; the two differ in one setting and in what follows from it."""
    from ganstudio.cli.answers import progress
    from ganstudio.engine.run import find_run, library
    from ganstudio.engine.twin_training import parse_change, report_twins, train_twins
    from ganstudio.engine.twins import make_twins, twin_paths

    parent = find_run(run_name)
    twins = make_twins(parent, step, parse_change(setting), twin_paths(parent, library()))
    is_well = train_twins(twins, steps, progress) if train else True
    document, lines = report_twins(twins)
    answer(document, as_json, lines)
    return 0 if is_well else 1


@runs_app.command("trash")
def runs_trash(run_name: RunName, as_json: Json = False) -> None:
    """Move a run out of the library; it can be moved back by hand."""
    from ganstudio.engine.run import find_run

    run = find_run(run_name)
    trashed = run.move_to_trash()
    answer({"run": str(run.path), "trashed": str(trashed)}, as_json, [f"Moved to {trashed}"])


@runs_app.command("export")
def runs_export(
    run_name: str,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help=".html or .pdf (a report), .gif or .mp4 (its snapshots as a film), "
            ".safetensors (weights and preset), .onnx or .pt (TorchScript) "
            "of the generator, .csv or .tfevents (TensorBoard) of the curves, .nodes.csv (the "
            "classes named for the nodes of a graph), .png (last samples) or .zip (all).",
        ),
    ],
    direction: Annotated[
        int, typer.Option(min=0, help="Of a generator that translates in several.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Take a run's weights, generator, curves, named nodes, last samples or all into one file."""
    from ganstudio.engine.run import find_run

    size, note = _exported(find_run(run_name), output, direction)
    lines = [f"{output}, {size:,} bytes", *([note] if note else [])]
    document = {"file": str(output), "bytes": size} | ({"note": note} if note else {})
    answer(document, as_json, lines)


def _exported(run: "RunFolder", output: Path, direction: int) -> tuple[int, str]:
    """Bytes, and a sentence where there is something to know."""
    if output.suffix == ".pdf":
        from ganstudio.ui.report_pdf import write_report_pdf

        return write_report_pdf(run, output), ""
    if output.suffix in (".gif", ".mp4"):
        from ganstudio.edit.movies import Reel, write_reel
        from ganstudio.engine.run_film import PER_SECOND, chosen_steps, frames

        steps = chosen_steps(run.snapshot_steps())
        reel = Reel(frames(run.snapshots, steps), len(steps), PER_SECOND)
        write_reel(reel, "gif" if output.suffix == ".gif" else "mp4", output)
        return output.stat().st_size, f"{len(steps):,} snapshots"
    from ganstudio.engine.export import ENDINGS, ending_of, export_run

    if not ending_of(output):
        known = ", ".join((*ENDINGS, ".pdf", ".gif", ".mp4"))
        raise InputError(f"{output.name} must end in one of {known}.")
    return export_run(run, output, direction)
