"""What a command says: one JSON document or lines of text."""

import json
import math
import sys
import time
from collections.abc import Sequence
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def answer(document: Any, as_json: bool, lines: list[str]) -> None:
    """Say the document as JSON, or the lines, on standard output."""
    if as_json:
        text = json.dumps(_finite(document), ensure_ascii=False, indent=1, default=str)
    else:
        text = "\n".join(lines)
    sys.stdout.write(f"{text}\n")


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """One line a row, its columns aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def progress(text: str) -> None:
    """Say what is being done, with the time of day, on standard error."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


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
