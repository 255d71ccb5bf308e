"""Runs made of other programs' weights, and taken out into files: work for a thread.

Imported by name once a task runs, since it brings torch.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from ganstudio.engine.export import export_run
from ganstudio.engine.run import RunFolder, next_run_path
from ganstudio.engine.weights_alone import keep_foreign
from ganstudio.interop.importing import read_model
from ganstudio.ui.report_pdf import write_report_pdf

Told = Callable[[float | None, str], None]
WRITING = 0.9  # share of an import that is done when the run is written


def bring_in(paths: Sequence[Path], folder: Path, told: Told) -> tuple[Path, str]:
    """Make a run in `folder` of the files; gives it and what a user should know of it.

    Raises:
        InputError: the files are of no model that the studio knows; nothing is written then.
        Cancelled: `told` raised it.
    """
    found = read_model(paths, report=lambda words, share: told(WRITING * share, words))
    told(WRITING, "Writing the run")
    run = keep_foreign(next_run_path(found.format.title, folder), found)
    return run.path, " ".join(["Nothing was executed to read it.", *found.told])


def export(run: Path, target: Path) -> str:
    """Write what the target's ending asks for; gives a sentence on it."""
    folder = RunFolder.open(run)
    if target.suffix == ".pdf":
        size, note = write_report_pdf(folder, target), ""
    else:
        size, note = export_run(folder, target)
    return note or f"It has {size / (1 << 20):,.1f} MB."
