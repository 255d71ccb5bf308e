"""Measurements: of a run, of a paper's experiment, of the studio itself."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from ganstudio.cli.answers import Json, answer, progress, table
from ganstudio.cli.runs import RunName
from ganstudio.core.errors import InputError


def evaluate(
    run_name: RunName,
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
    answer(document, as_json, table([(name, f"{value:.4g}") for name, value in chosen.items()]))


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
        results += training_bench.training(seconds, progress)
    if {"startup", "interface"} & set(chosen):
        from ganstudio.ui import bench as interface_bench

        if "startup" in chosen:
            results += interface_bench.startup(progress)
        if "interface" in chosen:
            results += interface_bench.interface(seconds, progress)
    rows = [("measured", "value", "floor", "met")]
    rows += [(r.name, r.text, r.floor_text, "yes" if r.is_met else "no") for r in results]
    answer([asdict(r) | {"met": r.is_met} for r in results], as_json, table(rows))
    return 0 if all(r.is_met for r in results) else 1
