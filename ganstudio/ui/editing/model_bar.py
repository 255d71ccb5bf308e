"""The bar over an editor: which model draws, from which step, and whether newer ones replace it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.engine.run import all_runs
from ganstudio.engine.shipped import shipped_models
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.combo import Choice, Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.segmented import Segmented


class ModelBar(QWidget):
    """`chosen` carries the folder of a run, `follow_changed` whether newer weights are taken."""

    chosen = Signal(object)
    follow_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = Combo()
        self.model.setAccessibleName("Model")
        self.weights = Badge("averaged weights")
        self.newer = Segmented([(True, "Follow"), (False, "Hold")], small=True)
        self.newer.setToolTip("Whether newer weights of a training run replace those shown")
        self.undo = IconButton("undo", "Undo  Ctrl+Z")
        self.redo = IconButton("redo", "Redo  Ctrl+Shift+Z")
        self.export = SecondaryButton("Export", "export")
        self.inspect = SecondaryButton("Settings", "settings", size="small")
        self.inspect.hide()
        self.middle = QHBoxLayout()  # for what a workspace puts between the two ends
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(Label("Model", "control", "text2"))
        row.addWidget(self.model)
        row.addWidget(self.weights)
        row.addWidget(self.newer)
        row.addLayout(self.middle)
        row.addStretch(1)
        for button in (self.undo, self.redo, self.export, self.inspect):
            row.addWidget(button)
        self.model.changed.connect(self.chosen)
        self.newer.changed.connect(self.follow_changed)
        self.show_model(None)

    def list_models(self, context: StudioContext) -> None:
        """Every run that has weights: those that train first, then the library, then shipped."""
        self.model.set_items(model_choices(context))

    def show_model(self, chosen: Chosen | None) -> None:
        if chosen is None:
            self.weights.hide()
            self.newer.hide()
            self.model.set_value(None)
            return
        self.model.set_value(chosen.path)
        words = f"step {chosen.model.step:,}, averaged weights"
        if chosen.is_training:
            self.weights.set_text(f"training now, {words}", "ok")
        else:
            self.weights.set_text(words, "neutral")
        self.weights.show()
        self.newer.setVisible(chosen.is_training)


def model_choices(context: StudioContext) -> list[Choice]:
    """(folder, words, why not) of every run; those that train have no weights on disk at first."""
    training = {one.name for one in context.trainings()}
    rows: list[tuple[bool, Choice]] = []
    for run, info in all_runs(context.runs_folder()):
        trains = run.name in training
        has_weights = trains or bool(run.checkpoint_steps())
        step = "training now" if trains else f"step {info.step:,}"
        reason = "" if has_weights else "It has no checkpoint yet"
        rows.append((not trains, (run.path, f"{run.name}, {step}", reason)))
    rows.sort(key=lambda row: row[0])
    own = [choice for _, choice in rows]
    return [*own, *((path, f"{path.stem}, comes with the studio", "") for path in shipped_models())]


def usable_models(context: StudioContext) -> list[Path]:
    """What may be opened where nothing was chosen: what trains, the newest runs, the shipped."""
    choices = model_choices(context)
    return [path for path, _words, reason in choices if isinstance(path, Path) and not reason]
