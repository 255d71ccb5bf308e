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


class Scenes:
    """Some pictures of a run's data, with the looks of all their objects under one model."""

    def __init__(self, chosen: Chosen, report: Report) -> None:
        """Reads them. Raises InputError: no label maps with instances; DataError: data are gone."""
        model = chosen.model
        batch = own_examples(model, SCENES, report)
        if batch.regions is None or batch.instances is None:
            raise InputError(
                "This run's data have no instance maps: choose a run that was trained with them."
            )
        self.chosen = chosen
        self._looks = read_looks(model.averaged, batch.real, batch.instances)
        self._regions = list(batch.regions.cpu().numpy())
        self._instances = list(batch.instances.cpu().numpy())
        self._styles = usual_looks(self._regions, self._instances, self._looks)

    def at(self, number: int) -> EditInstances:
        """A picture by its number, the first again behind the last."""
        at = number % len(self._looks)
        return EditInstances(
            regions=Packed.of(self._regions[at].astype(np.int32)),
            instances=Packed.of(self._instances[at].astype(np.int32)),
            looks=self._looks[at],
            styles=self._styles,
            name=f"Picture {number + 1}",
        )


class SceneSource(QObject):
    """Reads one picture at a time. `arrived` carries (the model it was read for, the scene)."""

    arrived = Signal(object)

    def __init__(self, context: StudioContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._opens: Chosen | None = None
        self._read: Scenes | None = None  # of the model that was asked for last

    def open(self, chosen: Chosen, number: int) -> bool:
        """Read a picture by its number; False while one of the same model is being read."""
        if self._opens is chosen:
            return False
        if self._read is not None and self._read.chosen is chosen:
            self.arrived.emit((chosen, self._read.at(number)))
            return True
        self._opens = chosen

        def work(report: Told) -> tuple[Scenes, EditInstances]:
            def read(words: str, share: float) -> None:
                report(share, words)

            scenes = Scenes(chosen, read)
            return scenes, scenes.at(number)

        self._context.tasks.run_task("Read objects", work, self._take, self._fail)
        return True

    def _take(self, found: tuple[Scenes, EditInstances]) -> None:
        self._opens = None
        self._read, scene = found
        self.arrived.emit((self._read.chosen, scene))

    def _fail(self, failure: TaskError) -> None:
        self._opens = None
        self._context.tell_error(failure.error)
