"""Other programs' networks: whether ours compute the same with their weights."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer, progress, table

if TYPE_CHECKING:
    from ganstudio.interop.check import Verdict
    from ganstudio.interop.importing import Imported

interop_app = typer.Typer(help="Read other programs' checkpoints.", no_args_is_help=True)


@interop_app.callback()
def group() -> None:
    """Read other programs' checkpoints, without running anything that stands in them."""


@interop_app.command("check")
def check_case(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="CASE",
            help="A folder with config.json, weights, inputs.safetensors and outputs.safetensors.",
        ),
    ],
    as_json: Json = False,
) -> int:
    """Compare our network with the outputs of the authors' program."""
    from ganstudio.interop.check import check

    verdict = check(folder)
    answer(_document(verdict), as_json, _lines(verdict))
    return 0 if verdict.is_met else 1


@interop_app.command("import")
def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...",
            help="Checkpoints of one model: .pth, .pt, .ckpt, .pth.xz, .safetensors, .pkl, "
            "and pix2pixHD's features .npy.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The run's folder, which must be new.")],
    wanted: Annotated[
        str,
        typer.Option(
            "--as",
            help="pix2pix, cyclegan, discogan, pix2pixhd, spade, stargan, stargan2, alignflow, "
            "stylegan2 or vid2vid; found by keys and shapes if none.",
        ),
    ] = "",
    options: Annotated[
        list[str] | None,
        typer.Option(
            "--option",
            help="What weights do not tell, by the program's own name: crop_size=512, repeatable. "
            "Without it the program's default is taken, and said.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a run of a model that the authors' program trained, without running anything of it."""
    from ganstudio.engine.run import RunFolder
    from ganstudio.engine.weights_alone import keep_foreign
    from ganstudio.interop.importing import parse_options, read_model

    def report(words: str, _: float) -> None:
        if not as_json:
            progress(words)

    found = read_model(files, wanted, parse_options(options or []), report)
    run: RunFolder = keep_foreign(out, found)
    answer(_imported(found, run.path), as_json, _import_lines(found, run.path))


def _imported(found: "Imported", path: Path) -> dict[str, object]:
    return {
        "run": str(path),
        "step": found.step,
        "shape": list(found.spec.shape),
        **found.origin,
    }


def _import_lines(found: "Imported", path: Path) -> list[str]:
    return [f"{path} is a {found.format.title} of {found.format.program}.", *found.told]


def _document(verdict: "Verdict") -> dict[str, object]:
    return {
        "case": str(verdict.folder),
        "program": verdict.program,
        "network": verdict.network,
        "met": verdict.is_met,
        "outputs": {
            row.name: {"difference": row.difference, "met": row.is_close} for row in verdict.outputs
        },
    }


def _lines(verdict: "Verdict") -> list[str]:
    rows: list[tuple[str, ...]] = [("output", "largest difference", "within tolerance")]
    rows += [
        (row.name, f"{row.difference:.3g}", "yes" if row.is_close else "no")
        for row in verdict.outputs
    ]
    return table(rows)
