"""The door to the studio. Free of Qt until it is known that Qt can show something."""

import builtins
import importlib
import sys
from types import ModuleType

from ganstudio.ui.display import problem


def main(path: str | None = None) -> int:
    """Open the studio, on a preset, run, bundle or folder if one is given; gives the exit code.

    2 where nothing can be shown, with one sentence that says why on standard error.
    """
    sentence = problem()
    if sentence:
        print(sentence, file=sys.stderr)  # noqa: T201 - the only voice there is without a window
        return 2
    return int(load().run(path))


def load() -> ModuleType:
    """The studio's own module, imported as fast as Python can.

    PySide6 wraps Python's import to look for its feature switches in the source of every module,
    which costs half as much again for each one. The studio has no such switches.
    """
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    return importlib.import_module("ganstudio.ui.studio")
