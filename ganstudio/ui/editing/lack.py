"""What stands where the open model lacks what a tool needs, and the search for one that has it."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal

from ganstudio.core.errors import Cancelled, StudioError
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.model_bar import usable_models
from ganstudio.ui.editing.models import read_model
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.tasks import Report, TaskError
from ganstudio.ui.widgets.empty import EmptyState

_FIND = "Find a model"


class _Search(NamedTuple):
    """What came of one: the first model that fits, if any, and whether it was stopped before."""

    kind: type[Tool]
    path: Path | None = None
    was_stopped: bool = False


class LackPage(EmptyState):
    """`found` carries the path of a model that has what the tool needs."""

    found = Signal(object)

    def __init__(self, context: StudioContext) -> None:
        super().__init__("mix", "", "", _FIND, "Open the presets", primary=True)
        self._context = context
        self._kind: type[Tool] = Tool
        self.activated.connect(self._seek)

    @property
    def sought(self) -> str:
        """The tool that lacks something, by its key."""
        return self._kind.key

    def show_lack(self, kind: type[Tool]) -> None:
        self._kind = kind
        self._tell(kind.lacks)

    def _tell(self, words: str, button: str = _FIND) -> None:
        self.set_words(f"{self._kind.title} cannot be used with this model", words)
        self.set_button(button)

    def _seek(self) -> None:
        """Read one model after the other, newest runs first, until one fits."""
        kind, paths = self._kind, usable_models(self._context)
        self._tell("Looking among the runs and the models that come with the studio.", "")

        def work(report: Report) -> _Search:
            for number, path in enumerate(paths):
                try:
                    report(number / len(paths), path.stem)
                    if kind.fits(read_model(path)):
                        return _Search(kind, path)
                except Cancelled:
                    return _Search(kind, was_stopped=True)
                except (StudioError, OSError):
                    continue  # a run that cannot be read is none of those that fit
            return _Search(kind)

        title = f"Find a model for {kind.title}"
        self._context.tasks.run_task(title, work, self._take, self._fail)

    def _take(self, search: _Search) -> None:
        if search.kind is not self._kind:
            return  # the user asks for another tool by now
        if search.path is None and not search.was_stopped:
            self._tell(f"No model here has what it takes. {search.kind.lacks}", "")
            return
        self._tell(search.kind.lacks)
        if search.path is not None and self.isVisible():  # else the user went elsewhere
            self.found.emit(search.path)

    def _fail(self, failure: TaskError) -> None:
        self._tell(self._kind.lacks)
        self._context.tell_error(failure.error)
