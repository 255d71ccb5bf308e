"""Edits that were made in the window, made again without one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer, progress
from ganstudio.cli.runs import RunName
from ganstudio.core.errors import InputError

if TYPE_CHECKING:
    from ganstudio.edit.documents import Script


def edit(
    run_name: RunName,
    script_file: Annotated[
        Path,
        typer.Argument(
            metavar="SCRIPT",
            help="A script (.yaml), a picture that carries one (.png), or a session (.gansession).",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="A .png.")],
    step: Annotated[int | None, typer.Option(help="Which checkpoint; the newest if none.")] = None,
    as_json: Json = False,
) -> None:
    """Replay an edit that a tool recorded: the same model gives the same pixels on the CPU."""
    from ganstudio.edit.documents import ModelRef, fingerprint
    from ganstudio.edit.kept_encoder import lent
    from ganstudio.edit.provenance import write_picture
    from ganstudio.engine.run import find_run
    from ganstudio.engine.sampling import load_model

    if output.suffix.lower() != ".png":
        raise InputError(
            f"{output} is no .png: edits are written as PNG, which carry their script."
        )
    script = read_edit(script_file)
    run = find_run(run_name)
    model = load_model(run, step)
    weights = fingerprint(model.averaged)
    is_same = script.model.weights in ("", weights)
    if not is_same:
        progress(
            f"{script_file.name} was made with {script.model.run or 'another run'} at step "
            f"{script.model.step:,}, whose weights are {script.model.weights}; {run.name} at step "
            f"{model.step:,} has {weights}: the pictures will differ."
        )
    rendering = script.edit.run(lent(run.path, weights, model.averaged))
    if not len(rendering.pictures):
        raise InputError(
            f"{script_file.name} measures and makes no picture: choose another script."
        )
    ref = ModelRef(run=run.name, step=model.step, weights=weights)
    write_picture(output, rendering.sheet(), script.model_copy(update={"model": ref}))
    count = len(rendering.pictures)
    document = {
        "run": run.name, "step": model.step, "file": str(output), "kind": script.edit.kind,
        "pictures": count, "columns": rendering.columns, "same_model": is_same, "weights": weights,
    }  # fmt: skip
    line = f"{count} pictures of step {model.step:,} in {output}"
    answer(document, as_json, [line])


def read_edit(path: Path) -> "Script":
    """The edit in a script, in a picture, or shown last in a session. Raises InputError."""
    from ganstudio.edit.documents import SESSION_SUFFIX, Script, Session, read
    from ganstudio.edit.provenance import read_script

    if not path.exists():
        raise InputError(f"There is no {path}: check the spelling.")
    if path.suffix.lower() == SESSION_SUFFIX:
        session = read(path, Session)
        shown = session.tools.get(session.tool) or next(iter(session.tools.values()), None)
        if shown is None:
            raise InputError(f"{path.name} holds no edit yet: use a tool first.")
        return Script(workspace=session.workspace, model=session.model, edit=shown)
    if path.suffix.lower() == ".png":
        script = read_script(path)
        if script is None:
            raise InputError(
                f"{path.name} carries no edit of the studio: export a picture from Explore or Edit."
            )
        return script
    return read(path, Script)
