"""Pictures: of what a run's generator makes, and of the studio itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer, progress
from ganstudio.cli.runs import RunName
from ganstudio.core.errors import DataError, InputError

if TYPE_CHECKING:
    from ganstudio.engine.given_images import Rows
    from ganstudio.engine.sampling import TrainedModel

_SAMPLES, _TRANSLATIONS = 64, 16


def sample(
    run_name: RunName,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .png, or .npz for the numbers.")
    ],
    count: Annotated[
        int | None,
        typer.Option(
            min=1, max=100_000, help=f"{_SAMPLES} if none, or {_TRANSLATIONS} images translated."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    truncation: Annotated[
        float, typer.Option(min=0.0, max=4.0, help="Below 1: nearer to the mean, 0: all alike.")
    ] = 1.0,
    labels: Annotated[
        str, typer.Option("--labels", "--classes", help="Class ids or names such as 0,3,cat.")
    ] = "",
    captions: Annotated[
        list[str] | None, typer.Option("--caption", help="What to depict, repeatable.")
    ] = None,
    images: Annotated[
        list[Path] | None,
        typer.Option("--image", help="What to translate instead of the run's data, repeatable."),
    ] = None,
    step: Annotated[int | None, typer.Option(help="Which checkpoint; the newest if none.")] = None,
    as_json: Json = False,
) -> None:
    """Draw fakes from a run's averaged generator, or translate images: its data's, or your own."""
    from ganstudio.engine.export import write_samples, write_translations
    from ganstudio.engine.given_images import made_of
    from ganstudio.engine.run import find_run
    from ganstudio.engine.sampling import load_model

    model = load_model(find_run(run_name), step)
    document = {"run": run_name, "step": model.step, "file": str(output)}
    if images or model.is_given_images:
        _refuse_for_translations(labels, captions or (), truncation)
        rows = (
            made_of(model, images) if images else _of_own_data(model, count or _TRANSLATIONS, seed)
        )
        made = len(next(iter(rows.values())))
        columns = write_translations(output, rows)
        words = ", ".join(name.replace("_", " ") for name in columns)
        line = f"{made} × {words}, of step {model.step:,}, in {output}"
        answer(document | {"count": made, "columns": list(columns)}, as_json, [line])
        return
    wanted = _class_ids(labels, model.spec.classes)
    samples = model.sample(count or _SAMPLES, seed, wanted, truncation, captions or ())
    write_samples(output, samples)
    if unknown := model.passed_over(captions or ()):
        progress(f"Left out, as this run does not know them: {', '.join(unknown)}.")
    line = f"{len(samples)} samples of step {model.step:,} in {output}"
    answer(document | {"count": len(samples)}, as_json, [line])


def _of_own_data(model: "TrainedModel", count: int, seed: int) -> "Rows":
    from ganstudio.engine.given_images import takes_images

    try:
        return model.translations(count, seed)
    except DataError as error:
        if not takes_images(model):
            raise
        words = str(error).rstrip(".")
        raise InputError(f"{words}; or give images of your own with --image.") from error


def _refuse_for_translations(labels: str, captions: Sequence[str], truncation: float) -> None:
    given = {"--labels": labels, "--caption": captions, "--truncation": truncation != 1}
    for option, is_given in given.items():
        if is_given:
            raise InputError(
                f"This run makes images of images, which {option} has no part in: leave it out."
            )


def _class_ids(text: str, names: Sequence[str]) -> list[int]:
    """Ids of classes that are given as ids or names. Raises InputError."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return [_class_id(part, names) for part in parts]


def _class_id(text: str, names: Sequence[str]) -> int:
    if text in names:
        return names.index(text)
    try:
        return int(text)
    except ValueError as error:
        raise InputError(
            f"--labels takes class ids such as 0,3,3 or names, and this run has no class {text!r}."
        ) from error


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
    answer([str(path) for path in written], as_json, [str(path) for path in written])
