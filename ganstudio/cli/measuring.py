"""Measurements: of a run, of a paper's experiment, of the studio itself."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli.answers import Json, answer, progress, table
from ganstudio.cli.complaints import complain
from ganstudio.cli.runs import RunName
from ganstudio.core.errors import InputError

if TYPE_CHECKING:
    from ganstudio.metrics.figures import Reading


def evaluate(
    run_name: RunName,
    metrics: Annotated[str, typer.Option(help="Names such as fid,modes; all if empty.")] = "",
    features: Annotated[
        str,
        typer.Option(
            help="What images are compared by: digits (a classifier of handwritten digits), classes"
            " (one of the run's own classes), pixels, or a FILE with a TorchScript or ONNX network."
            " A file is shown 8-bit images of 3 x 299 x 299 in [0, 1], resized bilinearly, unless"
            " it says otherwise, and is called Inception if its name says so and it gives 2048"
            " features. TorchScript is a program that runs: name only a file that you trust."
        ),
    ] = "",
    samples: Annotated[
        int | None, typer.Option(min=2, max=100_000, help="Of the data, and as many fakes.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the samples.")] = 0,
    as_json: Json = False,
) -> None:
    """Measure a run's newest checkpoint; what is found is kept with the run."""
    from ganstudio.engine.measures import Wanted, evaluate_run
    from ganstudio.engine.run import find_run

    names = tuple(name.strip() for name in metrics.split(",") if name.strip())
    asked, problem = evaluate_run(find_run(run_name), Wanted(names, samples, features, seed))
    document = {
        "run": run_name,
        "step": asked.step,
        "samples": max((row.samples for row in asked.rows), default=0),
        "metrics": {row.name: row.value for row in asked.rows},
        "rows": [asdict(row) for row in asked.rows],
    }
    answer(document, as_json, _lines(asked.rows))
    if problem:
        complain(problem)


def _lines(rows: "Sequence[Reading]") -> list[str]:
    """A table, and below it what a reader should know of some of its lines."""
    cells: list[tuple[str, ...]] = [
        ("metric", "value", "real data", "features", "samples", "seconds")
    ]
    cells += [
        (
            r.title,
            _value(r),
            "–" if r.real is None else f"{r.real:.4g}",
            r.features or "–",
            f"{r.samples:,}",
            f"{r.seconds:.2f}",
        )
        for r in rows
    ]
    return table(cells) + list(dict.fromkeys(row.note for row in rows if row.note))


def _value(row: "Reading") -> str:
    if row.value is None:
        return "not measured"
    return f"{row.value:.4g}" + ("" if row.spread is None else f" ± {row.spread:.2g}")


def reproduce(
    names: Annotated[list[str] | None, typer.Argument(help="Experiments; all if none.")] = None,
    seeds: Annotated[str, typer.Option(help="Such as 0,1,2; each experiment's own if none.")] = "",
    as_json: Json = False,
) -> int:
    """Run a paper's experiment; the published number beside ours."""
    from ganstudio.experiments.reproduce import run_experiments

    try:
        chosen = [int(seed) for seed in seeds.split(",") if seed]
    except ValueError as error:
        raise InputError(f"--seeds takes numbers such as 0,1,2, not {seeds!r}.") from error
    results = run_experiments(names or [], chosen, progress)
    rows: list[tuple[str, ...]] = [
        ("experiment", "published", "ours", "floor", "verdict", "CPU minutes")
    ]
    rows += [r.row() for r in results]
    answer([asdict(r) for r in results], as_json, table(rows))
    return 0 if all(r.is_met for r in results) else 1


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="startup, training, interface, edit, explore, record."),
    ] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Length of one timed stretch.")] = 30.0,
    as_json: Json = False,
) -> int:
    """Throughput, latency and memory, each as a ratio measured in one run."""
    from ganstudio.engine import bench as training_bench

    known = ("startup", "training", "interface", "edit", "explore", "record")
    chosen = names or list(known)
    for name in chosen:
        if name not in known:
            raise InputError(f"{name!r} is no benchmark: choose from {', '.join(known)}.")
    results: list[Any] = []
    if "training" in chosen:
        results += training_bench.training(seconds, progress)
    if set(chosen) - {"training"}:
        from ganstudio.ui import bench as interface_bench

        if "startup" in chosen:
            results += interface_bench.startup(progress)
        if "interface" in chosen:
            results += interface_bench.interface(seconds, progress)
        if "edit" in chosen:
            from ganstudio.ui import editing_bench

            results += editing_bench.editing(progress)
        if "explore" in chosen:
            from ganstudio.ui import exploring_bench

            results += exploring_bench.exploring(progress)
        if "record" in chosen:
            results += interface_bench.record(progress)
    rows = [("measured", "value", "floor", "met")]
    rows += [(r.name, r.text, r.floor_text, "yes" if r.is_met else "no") for r in results]
    answer([asdict(r) | {"met": r.is_met} for r in results], as_json, table(rows))
    return 0 if all(r.is_met for r in results) else 1
