"""The command line: everything the studio does, without a window.

Exit codes: 0 done, 1 a run or experiment failed, 2 usage or input error with one clear line.
Torch and Qt are imported inside the commands that need them, so that `--help` answers at once;
the commands themselves are not imported to open the studio.
"""

from pathlib import Path

from ganstudio.cli.complaints import complain
from ganstudio.core.errors import InputError, StudioError, nearest

COMMANDS = (
    "presets", "runs", "data", "systems", "train", "sample", "evaluate", "reproduce", "bench",
    "screenshots", "interop", "play", "edit",
)  # fmt: skip


def run(arguments: list[str]) -> int:
    """Carry out a command line; gives the exit code. No traceback for bad input."""
    try:
        if not arguments or _is_path_to_open(arguments):
            return _open_studio(arguments[0] if arguments else None)
        return _carry_out(arguments)
    except StudioError as error:
        complain(str(error))
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        complain(f"A file{where} could not be used: {error.strerror or error}.")
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


def _carry_out(arguments: list[str]) -> int:
    from ganstudio.cli.commands import carry_out

    return carry_out(arguments)
