"""The left pane of Presets: search, families with their counts, filters, a new preset."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from ganstudio.ui.library.entries import Choice
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.row_list import RowList


class ChoicePane(Pane):
    """What is shown. `changed` carries a Choice, its order left as it was."""

    changed = Signal(object)
    new_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__("panel", "right")
        self.choice = Choice()
        self.search = SearchField("Search presets")
        self.families = RowList("Family")
        self.works = Chip("Works on this machine")
        self.short = Chip("Under 5 minutes")
        self.trained = Chip("Trained and ready")
        self.mine = Chip("Mine")
        self.new = SecondaryButton("New preset", "plus")
        self.load = SecondaryButton("Import…", "folder")
        self._lay_out()
        self.search.changed.connect(self._tell)
        self.families.changed.connect(self._tell_family)
        for chip in self._chips():
            chip.toggled.connect(self._tell)
        self.new.clicked.connect(self.new_asked)
        self.load.clicked.connect(self.import_asked)

    def clear(self) -> None:
        """Show everything again."""
        for chip in self._chips():
            chip.setChecked(False)
        self.families.choose("")
        self.search.clear()

    def _chips(self) -> tuple[Chip, ...]:
        return (self.works, self.short, self.trained, self.mine)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 13, 12)
        column.setSpacing(0)
        column.addWidget(self.search)
        column.addSpacing(16)
        column.addWidget(_head("Family"))
        column.addSpacing(6)
        column.addWidget(self.families)
        column.addSpacing(20)
        column.addWidget(_head("Show only"))
        column.addSpacing(10)
        for chip in self._chips():
            column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(6)
        column.addStretch(1)
        for button in (self.load, self.new):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            column.addSpacing(8)
            column.addWidget(button)

    def _tell_family(self, key: object) -> None:
        self.choice = replace(self.choice, family=str(key))
        self.changed.emit(self.choice)

    def _tell(self, _value: object = None) -> None:
        self.choice = replace(
            self.choice,
            words=self.search.text().strip(),
            works=self.works.isChecked(),
            short=self.short.isChecked(),
            trained=self.trained.isChecked(),
            mine=self.mine.isChecked(),
        )
        self.changed.emit(self.choice)


def _head(text: str) -> Label:
    label = Label(text, "head", "text3")
    label.setContentsMargins(6, 0, 0, 0)
    return label
