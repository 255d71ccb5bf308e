"""The door to the studio. Free of Qt until it is known that Qt can show something."""

import importlib
import sys

from ganstudio.ui.display import problem


def main(path: str | None = None) -> int:
    """Open the studio, on a preset, run, bundle or folder if one is given; gives the exit code.

    2 where nothing can be shown, with one sentence that says why on standard error.
    """
    sentence = problem()
    if sentence:
        print(sentence, file=sys.stderr)  # noqa: T201 - the only voice there is without a window
        return 2
    return int(importlib.import_module("ganstudio.ui.studio").run(path))
