"""The command line: everything the studio does, without a window.

Exit codes: 0 done, 1 a run or experiment failed, 2 usage or input error with one clear line.
Torch and Qt are imported inside the commands that need them, so that `--help` answers at once.
"""

from pathlib import Path

import typer

from ganstudio.cli.answers import complain
from ganstudio.cli.measuring import bench, evaluate, reproduce
from ganstudio.cli.pictures import sample, screenshots
from ganstudio.cli.presets import presets_app, systems
from ganstudio.cli.runs import runs_app
from ganstudio.cli.training import train
from ganstudio.core.errors import InputError, StudioError, nearest

app = typer.Typer(
    name="ganstudio",
    help="GAN Studio: design, train, watch and share generative adversarial networks.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
GROUPS = {"presets": presets_app, "runs": runs_app}
SINGLE = (systems, train, sample, evaluate, reproduce, bench, screenshots)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)
for single in SINGLE:
    app.command()(single)
COMMANDS = (*GROUPS, *(single.__name__ for single in SINGLE))


def run(arguments: list[str]) -> int:
    """Carry out a command line; gives the exit code. No traceback for bad input."""
    try:
        if not arguments or _is_path_to_open(arguments):
            return _open_studio(arguments[0] if arguments else None)
        command = typer.main.get_command(app)
        result = command.main(arguments, prog_name="ganstudio", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except typer.Abort:
        return 130
    except StudioError as error:
        complain(str(error))
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        complain(f"A file{where} could not be used: {error.strerror or error}.")
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        complain(error.format_message())
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
