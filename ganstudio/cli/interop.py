"""Other programs' networks: whether ours compute the same with their weights."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer, table

if TYPE_CHECKING:
    from ganstudio.interop.check import Verdict

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
