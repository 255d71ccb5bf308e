"""What is asked before a run whose steps are done is trained on."""

from PySide6.QtWidgets import QHBoxLayout

from ganstudio.ui.library.sheet_form import SheetForm
from ganstudio.ui.widgets.fields import ErrorLine, NumberField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.numbers import grouped, parse_number

LONGEST = 100_000_000  # steps of a run


class LongerForm(SheetForm):
    """How many steps more; as many again as were planned, until the user says otherwise."""

    def __init__(self, total_steps: int) -> None:
        super().__init__("Leave it", "Train longer")
        self._total = total_steps
        most = LONGEST - total_steps
        self.field = NumberField(1, most, integer=True)
        self.field.setAccessibleName("Steps more")
        self.field.set_value(min(total_steps, most))
        self.sum = Label("", "control", "text2")
        words = (
            "The run goes on exactly from its last checkpoint, in the same folder. A learning rate"
            " that decays does so over the new length."
        )
        self.column.addWidget(Label(words, "body", "text2", wrap=True))
        self.column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label("Steps more", "control", "text2"))
        row.addWidget(self.field)
        row.addWidget(self.sum, 1)
        self.column.addLayout(row)
        self.column.addWidget(ErrorLine(self.field))
        self.add_buttons()
        self.field.textChanged.connect(self._tell)
        self.field.error_changed.connect(self._tell)
        self.field.returnPressed.connect(self.primary.click)
        self.setFocusProxy(self.field)
        self._tell()

    @property
    def more(self) -> int:
        """The steps that come on top."""
        return round(parse_number(self.field.text()))

    def _tell(self, _words: object = None) -> None:
        """Say the sum while the user types."""
        problem = self.field.error or ("" if self.field.text() else "Say how many steps")
        self.primary.set_refusal(problem)
        self.sum.setText("" if problem else f"{grouped(self._total + self.more)} steps in all")
