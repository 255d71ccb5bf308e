"""A picture of a run's data as objects with looks, read on a worker."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganstudio.core.errors import InputError
from ganstudio.data.source import Report
from ganstudio.edit.instances import EditInstances, read_looks, usual_looks
from ganstudio.edit.packed import Packed
from ganstudio.engine.examples import own_examples
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tasks import Report as Told
from ganstudio.ui.tasks import TaskError

SCENES = 48
"""How many pictures of the data are read, of which one is shown."""


def scene_of(chosen: Chosen, number: int, report: Report) -> EditInstances:
    """A picture of the run's data with the looks of its objects and the styles of all classes.

    Raises InputError: the data have no label maps with instances, or are gone.
    """
    model = chosen.model
    batch = own_examples(model, SCENES, report)
    if batch.regions is None or batch.instances is None:
        raise InputError(
            "This run's data have no instance maps: choose a run that was trained with them."
        )
    looks = read_looks(model.averaged, batch.real, batch.instances)
    regions = batch.regions.cpu().numpy()
    instances = batch.instances.cpu().numpy()
    at = number % len(looks)
    return EditInstances(
        regions=Packed.of(regions[at].astype(np.int32)),
        instances=Packed.of(instances[at].astype(np.int32)),
        looks=looks[at],
        styles=usual_looks(list(regions), list(instances), looks),
        name=f"Picture {number + 1}",
    )


class SceneSource(QObject):
    """Reads one picture at a time. `arrived` carries (the model it was read for, the scene)."""

    arrived = Signal(object)

    def __init__(self, context: StudioContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._opens: Chosen | None = None

    def open(self, chosen: Chosen, number: int) -> bool:
        """Read a picture by its number; False while one of the same model is being read."""
        if self._opens is chosen:
            return False
        self._opens = chosen

        def work(report: Told) -> tuple[Chosen, EditInstances]:
            def read(words: str, share: float) -> None:
                report(share, words)

            return chosen, scene_of(chosen, number, read)

        self._context.tasks.run_task("Read objects", work, self._take, self._fail)
        return True

    def _take(self, found: object) -> None:
        self._opens = None
        self.arrived.emit(found)

    def _fail(self, failure: TaskError) -> None:
        self._opens = None
        self._context.tell_error(failure.error)
