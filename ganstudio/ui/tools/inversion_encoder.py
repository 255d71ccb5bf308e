"""Fitting an encoder to a model's own samples, as a task; it is kept beside the run."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from torch import Tensor

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.fitted import unfitted
from ganstudio.edit.invert import fit_encoder
from ganstudio.edit.kept_encoder import keep
from ganstudio.nn.random import Random
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen, run_folder
from ganstudio.ui.tasks import Report
from ganstudio.ui.tools.lone_task import LoneTask

STEPS = 1000
TELLS = 100  # times it says where it is


class EncoderFitting(LoneTask):
    """The model is read again once it has its encoder."""

    heard = Signal(object)  # the share of the steps that are done
    _told = Signal(object)  # from the thread of the task

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent)
        self._fitted: Chosen | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def begin(self, steps: int = STEPS) -> None:
        """Fit one to the weights that are chosen; nothing while one is fitted."""
        chosen = self.desk.chosen
        if chosen is None or self.is_busy:
            return
        self._fitted = chosen
        work = partial(_fit, chosen, steps, self._told.emit)
        self.start(f"Fit an encoder to {chosen.ref.run}", work, self._on_done)

    def end(self) -> None:
        self._fitted = None
        self.changed.emit()

    def _on_told(self, share: object) -> None:
        if self.is_busy:
            self.heard.emit(share)

    def _on_done(self, path: Path) -> None:
        """Kept already; the model is read again, if it is still the one that is shown."""
        fitted, chosen = self._fitted, self.desk.chosen
        self.desk.context.tell_saved(f"Encoder saved beside the run as {path.name}")
        if fitted is not None and chosen is not None and chosen.path == fitted.path:
            self.desk.models.open(chosen.path)


def _fit(chosen: Chosen, steps: int, told: Callable[[float], None], report: Report) -> Path:
    """On the thread of a task. Raises InputError, OSError, Cancelled."""
    system: System = chosen.model.averaged
    generates = capability(system, Generates)
    assert generates is not None
    random = Random(derive(0, "encoder"), Artist(system).device)
    every, errors = max(steps // TELLS, 1), []

    def look(step: int, error: Tensor) -> None:
        report(step / steps)
        if step % every == 0:
            errors.append(float(error))
            told(step / steps)

    encoder = fit_encoder(unfitted(system), generates, random, steps=steps, look=look)
    return keep(run_folder(chosen.path), chosen.ref.weights, encoder, errors[-1])
