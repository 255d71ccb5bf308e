"""Films that a run paints."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer
from ganstudio.cli.runs import RunName
from ganstudio.core.errors import InputError

if TYPE_CHECKING:
    from ganstudio.engine.sampling import TrainedModel

_FILMS = 4


def play(
    run_name: RunName,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .gif that plays, or a .png of all frames.")
    ],
    twin: Annotated[
        str, typer.Option("--beside", help="Another run, such as the frame-wise twin.")
    ] = "",
    count: Annotated[int, typer.Option(min=1, max=64, help="Films.")] = _FILMS,
    seed: Annotated[int, typer.Option(min=0, help="Which scenes.")] = 0,
    step: Annotated[int | None, typer.Option(help="Which checkpoint; the newest if none.")] = None,
    as_json: Json = False,
) -> None:
    """Paint films of a run's own data frame by frame, beside those of another run."""
    from ganstudio.engine.playback import beside, write_films

    model = _painter(run_name, step)
    films = model.films(count, seed)
    if twin:
        films = beside(films, _painter(twin).films(count, seed), twin)
    names = write_films(output, films)
    made, frames, *_ = next(iter(films.values())).shape
    words = ", ".join(name.replace("_", " ") for name in names)
    document = {
        "run": run_name, "step": model.step, "file": str(output), "count": made, "frames": frames,
        "columns": list(names),
    }  # fmt: skip
    line = f"{made} films of {frames} frames, {words}, of step {model.step:,}, in {output}"
    answer(document, as_json, [line])


def _painter(name: str, step: int | None = None) -> "TrainedModel":
    """Raises InputError: the run's system paints no films."""
    from ganstudio.engine.run import find_run
    from ganstudio.engine.sampling import load_model

    model = load_model(find_run(name), step)
    if not model.plays_frames:
        raise InputError(
            f"{name} paints no films: choose a run of a system that does, such as vid2vid."
        )
    return model
