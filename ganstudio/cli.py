"""The command line: everything the studio does, without a window.

Exit codes: 0 done, 1 a run or experiment failed, 2 usage or input error with one clear line.
Torch and Qt are imported inside the commands that need them, so that `--help` answers at once.
"""

import json
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.core.errors import InputError, StudioError, nearest
from ganstudio.core.paths import runs_dir

if TYPE_CHECKING:
    from ganstudio.engine.preset import Preset

app = typer.Typer(
    name="ganstudio",
    help="GAN Studio: design, train, watch and share generative adversarial networks.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
presets_app = typer.Typer(help="List, show, check, pack and unpack presets.", no_args_is_help=True)
runs_app = typer.Typer(help="List, show, fork and export runs.", no_args_is_help=True)
app.add_typer(presets_app, name="presets")
app.add_typer(runs_app, name="runs")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")]
COMMANDS = (
    "systems", "presets", "train", "sample", "evaluate", "runs", "reproduce", "bench",
    "screenshots",
)  # fmt: skip


def run(arguments: list[str]) -> int:
    """Carry out a command line; gives the exit code. No traceback for bad input."""
    try:
        if not arguments or _is_path_to_open(arguments):
            return _open_studio(arguments[0] if arguments else None)
        command = typer.main.get_command(app)
        result = command.main(arguments, prog_name="ganstudio", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except typer.Abort:
        return 130
    except StudioError as error:
        _complain(str(error))
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        _complain(f"A file{where} could not be used: {error.strerror or error}.")
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        _complain(error.format_message())
    return 2


def _is_path_to_open(arguments: list[str]) -> bool:
    first = arguments[0]
    if len(arguments) > 1 or first.startswith("-") or first in COMMANDS:
        return False
    if Path(first).exists():
        return True
    near = nearest(first, COMMANDS)
    if near is None and ("/" in first or "." in first):
        raise InputError(f"There is no {first} to open.")
    return False


def _open_studio(path: str | None) -> int:
    from ganstudio.ui.app import main

    return main(path)


def _complain(text: str) -> None:
    sys.stderr.write(f"ganstudio: {text}\n")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _answer(document: Any, as_json: bool, lines: list[str]) -> None:
    if as_json:
        _say(json.dumps(_finite(document), ensure_ascii=False, indent=1, default=str))
    else:
        _say("\n".join(lines))


def _finite(document: Any) -> Any:
    """JSON has no word for what is not a number: it becomes null."""
    match document:
        case float():
            return document if math.isfinite(document) else None
        case dict():
            return {key: _finite(value) for key, value in document.items()}
        case list() | tuple():
            return [_finite(value) for value in document]
    return document


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


@app.command()
def systems(as_json: Json = False) -> None:
    """Every named system: name, paper, file, presets, capabilities."""
    from ganstudio.systems.catalog import NAMED_SYSTEMS, capabilities_of

    documents: list[dict[str, Any]] = [
        {
            "name": named.name,
            "paper": named.paper,
            "file": f"ganstudio/systems/{named.file}",
            "presets": list(named.presets),
            "capabilities": list(capabilities_of(named)),
        }
        for named in NAMED_SYSTEMS
    ]
    rows = [
        (d.name, d.paper, document["file"], ", ".join(document["presets"]))
        for d, document in zip(NAMED_SYSTEMS, documents, strict=True)
    ]
    _answer(documents, as_json, _table(rows))


def _load(name: str) -> "Preset":
    from ganstudio.engine import preset
    from ganstudio.engine.cards import find_preset

    return preset.load(find_preset(name))


@presets_app.command("list")
def presets_list(as_json: Json = False) -> None:
    """Every shipped and own preset."""
    from ganstudio.engine.cards import all_cards

    cards = all_cards()
    documents = [
        {k: getattr(c, k) for k in ("name", "family", "title", "paper", "shows", "size", "is_own")}
        | {"path": str(c.path), "problem": c.problem}
        for c in cards
    ]
    _answer(documents, as_json, _table([(c.name, c.family, c.title, c.paper) for c in cards]))


@presets_app.command("show")
def presets_show(
    name: str,
    full: Annotated[
        bool, typer.Option("--resolved", help="With every default written out.")
    ] = False,
    as_json: Json = False,
) -> None:
    """A preset's text."""
    from ganstudio.engine import preset

    chosen = _load(name)
    text = preset.resolved(chosen) if full else preset.dumps(chosen)
    _answer(chosen.model_dump(mode="json"), as_json, [text.rstrip("\n")])


@presets_app.command("check")
def presets_check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Presets; all shipped ones if none.")
    ] = None,
    steps: Annotated[int, typer.Option(min=0, help="Steps to train each one.")] = 20,
    as_json: Json = False,
) -> int:
    """Valid, minimal, round trip byte-equal, no incompatible parts, trains 20 steps."""
    from ganstudio.engine.cards import shipped_cards
    from ganstudio.engine.check import check_preset

    chosen = names or [card.name for card in shipped_cards()]
    results = [check_preset(name, steps) for name in chosen]
    rows = [
        (r.name, "ok" if r.is_ok else "; ".join(r.problems), f"{r.seconds:.1f} s") for r in results
    ]
    _answer([asdict(r) | {"ok": r.is_ok} for r in results], as_json, _table(rows))
    return 0 if all(r.is_ok for r in results) else 1


@presets_app.command("pack")
def presets_pack(
    name: str,
    output: Annotated[Path, typer.Option("-o", "--output", help="The .ganpreset file.")],
    run_name: Annotated[str, typer.Option("--run", help="A run whose weights go along.")] = "",
    notes: Annotated[str, typer.Option(help="Words for whoever gets it.")] = "",
    with_data: Annotated[
        bool, typer.Option("--with-data", help="A small dataset goes along.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a preset into one file to send."""
    from ganstudio.engine import bundle
    from ganstudio.engine.cards import find_preset, read_card
    from ganstudio.engine.run import find_run

    path = find_preset(name)
    source = find_run(run_name) if run_name else None
    info = bundle.pack(
        _load(name), output, picture=read_card(path).picture, notes=notes, run=source,
        with_weights=source is not None, with_data=with_data,
    )  # fmt: skip
    _answer(asdict(info), as_json, [f"{output}: {info.statement}"])


@presets_app.command("unpack")
def presets_unpack(file: Path, as_json: Json = False) -> None:
    """Take a preset out of a .ganpreset file into your own presets."""
    from ganstudio.engine import bundle

    info = bundle.inspect(file)
    imported = bundle.unpack(file)
    document = asdict(info) | {"imported": str(imported)}
    _answer(document, as_json, [f"Contains {info.statement}", f"Imported as {imported}"])


@app.command()
def train(
    preset: Annotated[str, typer.Argument(help="Preset name or file; with --resume, a run.")],
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE, repeatable.")
    ] = None,
    steps: Annotated[
        int | None, typer.Option(min=0, help="Total steps, also when resuming.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of every random number.")] = None,
    device: Device = "auto",
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
    outcome = train_in_terminal(job, quiet=as_json or not is_main_process())
    if as_json and is_main_process():
        _answer(outcome, True, [])
    if outcome["status"] == "failed":
        _complain(outcome["message"])
        return 2 if outcome["step"] == 0 else 1
    return 0


def _resumed(name: str, out: Path | None) -> Path:
    from ganstudio.engine.run import find_run

    return find_run(str(out) if out else name).path


def _new_job(
    name: str, settings: list[str], seed: int | None, out: Path | None, device: str,
    steps: int | None, weights_from: str,
) -> Any:  # fmt: skip
    from ganstudio.engine.preset import with_overrides
    from ganstudio.engine.run import next_run_path
    from ganstudio.engine.worker import Job

    overrides = [*settings, *([f"seed={seed}"] if seed is not None else [])]
    chosen = with_overrides(_load(name), overrides)
    for finding in chosen.findings():
        if finding.severity == "error":
            raise InputError(finding.message)
    short = Path(name).stem
    path = out or next_run_path(short)
    return Job(path, chosen, short, device, steps, weights_from=weights_from)


@app.command()
def sample(
    run_name: Annotated[str, typer.Argument(metavar="RUN", help="A run's folder or name.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .png, or .npz for the numbers.")
    ],
    count: Annotated[int, typer.Option(min=1, max=100_000)] = 64,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    truncation: Annotated[float, typer.Option(min=0.0, max=4.0, help="Scales latents.")] = 1.0,
    labels: Annotated[str, typer.Option(help="Class ids such as 0,3,3.")] = "",
    step: Annotated[int | None, typer.Option(help="Which checkpoint; the newest if none.")] = None,
    as_json: Json = False,
) -> None:
    """Draw fakes from a run's averaged generator."""
    from ganstudio.engine.export import write_samples
    from ganstudio.engine.run import find_run
    from ganstudio.engine.sampling import load_model

    try:
        wanted = [int(part) for part in labels.split(",") if part.strip()]
    except ValueError as error:
        raise InputError(f"--labels takes class ids such as 0,3,3, not {labels!r}.") from error
    model = load_model(find_run(run_name), step)
    samples = model.sample(count, seed, wanted or None, truncation)
    write_samples(output, samples)
    document = {"run": run_name, "step": model.step, "count": count, "file": str(output)}
    _answer(document, as_json, [f"{count} samples of step {model.step:,} in {output}"])


@app.command()
def evaluate(
    run_name: Annotated[str, typer.Argument(metavar="RUN", help="A run's folder or name.")],
    metrics: Annotated[str, typer.Option(help="Names such as exact_w1,modes; all if empty.")] = "",
    samples: Annotated[int | None, typer.Option(min=2, max=100_000)] = None,
    as_json: Json = False,
) -> None:
    """Measure a run's newest checkpoint."""
    from ganstudio.engine.run import find_run
    from ganstudio.engine.sampling import load_model

    model = load_model(find_run(run_name))
    result = model.evaluate(samples)
    readings = {name.partition("/")[2]: value for name, value in result.readings.items()}
    wanted = [name for name in metrics.split(",") if name]
    for name in wanted:
        if name not in readings:
            raise InputError(
                f"{name!r} is not measured for this run; there are {', '.join(readings)}."
            )
    chosen = {name: readings[name] for name in wanted or readings}
    document = {"run": run_name, "step": model.step, "samples": result.samples, "metrics": chosen}
    _answer(document, as_json, _table([(name, f"{value:.4g}") for name, value in chosen.items()]))


@runs_app.command("list")
def runs_list(as_json: Json = False) -> None:
    """All runs of the library, newest first."""
    from ganstudio.engine.run import all_runs

    found = all_runs()
    rows = [
        (info.name, info.status, f"{info.step:,}/{info.total_steps:,}", info.title)
        for _, info in found
    ]
    lines = _table(rows) or [f"No runs in {runs_dir()} yet."]
    _answer([asdict(info) | {"path": str(run.path)} for run, info in found], as_json, lines)


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
    _answer(document, as_json, [f"{info.name}: {info.title}", *_table(rows)])


@runs_app.command("fork")
def runs_fork(
    run_name: str,
    step: Annotated[int, typer.Option("--at", min=0, help="The step to start from.")],
    out: Annotated[Path | None, typer.Option(help="The child's folder.")] = None,
    as_json: Json = False,
) -> None:
    """Start a child run from a step of another; `train CHILD --resume` continues it."""
    from ganstudio.engine.run import find_run, next_run_path
    from ganstudio.engine.worker import fork

    parent = find_run(run_name)
    child = fork(parent, step, out or next_run_path(f"{parent.name} fork"))
    info = child.info()
    line = f"{child.path} starts at step {info.parent_step:,} of {parent.name}."
    _answer(asdict(info) | {"path": str(child.path)}, as_json, [line])


@runs_app.command("export")
def runs_export(
    run_name: str,
    output: Annotated[
        Path, typer.Option("-o", "--output", help=".csv, .png, .safetensors or .zip.")
    ],
    as_json: Json = False,
) -> None:
    """Take a run's curves, last samples, weights or everything out into one file."""
    from ganstudio.engine.export import export_run
    from ganstudio.engine.run import find_run

    size = export_run(find_run(run_name), output)
    _answer({"file": str(output), "bytes": size}, as_json, [f"{output}, {size:,} bytes"])


@app.command()
def reproduce(
    names: Annotated[list[str] | None, typer.Argument(help="Experiments; all if none.")] = None,
    seeds: Annotated[str, typer.Option(help="Seeds such as 0,1,2.")] = "0,1,2",
    as_json: Json = False,
) -> int:
    """Run a paper's experiment; the published number beside ours."""
    from ganstudio.engine.reproduce import run_experiments

    try:
        chosen = [int(seed) for seed in seeds.split(",")]
    except ValueError as error:
        raise InputError(f"--seeds takes numbers such as 0,1,2, not {seeds!r}.") from error
    results = run_experiments(names or [], chosen, _progress)
    rows: list[tuple[str, ...]] = [
        ("experiment", "published", "ours", "floor", "verdict", "CPU minutes")
    ]
    rows += [r.row() for r in results]
    _answer([asdict(r) for r in results], as_json, _table(rows))
    return 0 if all(r.is_met for r in results) else 1


def _progress(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="startup, training, interface.")] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Length of one timed stretch.")] = 30.0,
    as_json: Json = False,
) -> int:
    """Throughput, latency and memory, each as a ratio measured in one run."""
    from ganstudio.engine import bench as training_bench

    known = ("startup", "training", "interface")
    chosen = names or list(known)
    for name in chosen:
        if name not in known:
            raise InputError(f"{name!r} is no benchmark: choose from {', '.join(known)}.")
    results: list[Any] = []
    if "training" in chosen:
        results += training_bench.training(seconds, _progress)
    if {"startup", "interface"} & set(chosen):
        from ganstudio.ui import bench as interface_bench

        if "startup" in chosen:
            results += interface_bench.startup(_progress)
        if "interface" in chosen:
            results += interface_bench.interface(seconds, _progress)
    rows = [("measured", "value", "floor", "met")]
    rows += [(r.name, r.text, r.floor_text, "yes" if r.is_met else "no") for r in results]
    _answer([asdict(r) | {"met": r.is_met} for r in results], as_json, _table(rows))
    return 0 if all(r.is_met for r in results) else 1


@app.command()
def screenshots(
    folder: Path,
    theme: Annotated[str, typer.Option(help="dark, light or both.")] = "both",
    size: Annotated[
        str, typer.Option(help="WIDTHxHEIGHT, repeat with commas.")
    ] = "1280x720,2560x1440",
    as_json: Json = False,
) -> None:
    """A picture of every workspace, panel and empty state."""
    from ganstudio.ui.screenshots import take_screenshots

    written = take_screenshots(folder, theme, size)
    _answer([str(path) for path in written], as_json, [str(path) for path in written])
