"""Other people's datasets: what a folder holds, and how a preset takes it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli.answers import Json, answer, progress, table

if TYPE_CHECKING:
    from ganstudio.data.inspection.report import ClassCount, FolderReport

_MOST_CLASSES = 40  # lines of the histogram
_WORDS = {
    "picture": "pictures", "labels": "label maps", "instances": "instance maps", "a": "A", "b": "B",
}  # fmt: skip
data_app = typer.Typer(help="Look through folders of pictures.", no_args_is_help=True)


@data_app.callback()
def data() -> None:
    """Look through folders of pictures."""


@data_app.command("check")
def data_check(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Of the dataset.")],
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Decode every file, however long it takes.")
    ] = False,
    as_json: Json = False,
) -> int:
    """What a folder holds, what is wrong with it, and the entry of a preset that reads it."""
    from ganstudio.data.inspection.check import check_folder

    def told(text: str, share: float) -> None:
        if share > 0:
            progress(text)

    report = check_folder(folder, told, thorough=thorough)
    answer(asdict(report) | {"is_usable": report.is_usable}, as_json, _lines(report))
    return 0 if report.is_usable else 1


def _lines(report: "FolderReport") -> list[str]:
    lines = [f"{report.folder}: {report.title}", "", *_parts(report)]
    sizes = [f"{s.width} × {s.height} ({s.files:,})" for s in report.sizes]
    lines += ["", f"Sizes: {', '.join(sizes)}"] if sizes else []
    lines += _histogram(report)
    lines += ["", *(f"{f.severity}: {f.message}" for f in report.findings)]
    if report.entry is not None:
        lines += ["", "A preset takes it as", "data:", *_yaml(report.entry)]
    return lines


def _parts(report: "FolderReport") -> list[str]:
    roles = [role for role in _WORDS if any(role in part.files for part in report.parts)]
    rows: list[tuple[str, ...]] = [("part", *(_WORDS[role] for role in roles), "samples")]
    for part in report.parts:
        counts = (f"{part.files.get(role, 0):,}" for role in roles)
        rows.append((part.phase or "all", *counts, f"{part.samples:,}"))
    return table(rows) if report.parts else []


def _histogram(report: "FolderReport") -> list[str]:
    if not report.classes:
        return []
    read, total = report.maps_read
    title = f"Regions in {read:,} of {total:,} label maps" if total else "Classes"
    rows = [_row(count) for count in report.classes[:_MOST_CLASSES]]
    more = len(report.classes) - _MOST_CLASSES
    return ["", title, *table(rows), *([f"and {more} more"] if more > 0 else [])]


def _row(count: "ClassCount") -> tuple[str, ...]:
    share = "" if count.share is None else f"{count.share:.2%}"
    return (f"  {count.number}", count.name, f"{count.files:,}", share)


def _yaml(entry: dict[str, object]) -> list[str]:
    import yaml

    text = yaml.safe_dump(entry, sort_keys=False, allow_unicode=True)
    return [f"  {line}" for line in text.splitlines()]
