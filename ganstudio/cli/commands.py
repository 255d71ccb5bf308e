"""Every command of the command line, with what parses it."""

import typer

from ganstudio.cli.data import data_app
from ganstudio.cli.editing import edit
from ganstudio.cli.films import play
from ganstudio.cli.interop import interop_app
from ganstudio.cli.measuring import bench, evaluate, reproduce
from ganstudio.cli.pictures import sample, screenshots
from ganstudio.cli.presets import presets_app, systems
from ganstudio.cli.runs import runs_app
from ganstudio.cli.training import train
from ganstudio.core.errors import InputError

app = typer.Typer(
    name="ganstudio",
    help="GAN Studio: design, train, watch and share generative adversarial networks.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
GROUPS = {"presets": presets_app, "runs": runs_app, "data": data_app, "interop": interop_app}
SINGLE = (systems, train, sample, edit, play, evaluate, reproduce, bench, screenshots)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)
for single in SINGLE:
    app.command()(single)


def carry_out(arguments: list[str]) -> int:
    """Parse and run one command; gives the exit code. Raises InputError for a wrong usage."""
    command = typer.main.get_command(app)
    try:
        result = command.main(arguments, prog_name="ganstudio", standalone_mode=False)
    except typer.Abort:
        return 130
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        raise InputError(error.format_message()) from error
    return result if isinstance(result, int) else 0
