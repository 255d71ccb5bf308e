"""A switch between what is shown and what has changed since the pinned step."""

from PySide6.QtWidgets import QWidget

from ganstudio.ui.panels.wording import steps
from ganstudio.ui.widgets.chip import Chip


class DifferenceChip(Chip):
    """Seen only while a step is pinned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Difference", parent=parent)
        self.other: int | None = None  # the step that is compared with
        self.hide()

    def set_other(self, step: int | None) -> None:
        """The step that differences are taken from; None for none."""
        self.other = step
        if step is None:
            self.setChecked(False)
        self.setToolTip("" if step is None else f"What has changed since step {steps(step)}")
        self.setVisible(step is not None)
