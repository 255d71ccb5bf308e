"""Forms on a sheet: a column of content, and two buttons that end it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.sheet import Sheet
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import PrimaryButton, QuietButton


class SheetForm(QWidget):
    """A column of content with two buttons below; `left` and `done` end the sheet.

    `grown` tells that the content wants another height.
    """

    left = Signal()
    done = Signal()
    grown = Signal()

    def __init__(self, safe: str, primary: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 12)
        self.column.setSpacing(8)
        self.safe = QuietButton(safe)
        self.primary = PrimaryButton(primary)
        self.safe.clicked.connect(self.left)
        self.primary.clicked.connect(self.done)

    def heightForWidth(self, width: int) -> int:
        """Enough for the width that is left beside a scroll bar, so that none is needed."""
        return self.column.totalHeightForWidth(width - theme().px(12))

    def polish(self) -> None:
        """Take up the fonts now, so that the sheet is measured with them."""
        for child in self.findChildren(QWidget):
            child.ensurePolished()
        self.column.activate()

    def add_buttons(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.safe)
        row.addWidget(self.primary)
        self.column.addSpacing(8)
        self.column.addLayout(row)


def open_form(title: str, qualifier: str, form: SheetForm, window: QWidget) -> Sheet:
    """Show a form over the window; its quiet button closes the sheet."""
    sheet = Sheet(title, qualifier, form, window)
    form.left.connect(sheet.close_overlay)
    for measure in (form.polish, sheet.fit):  # once Qt has shown what was added
        form.grown.connect(measure, Qt.ConnectionType.QueuedConnection)
    form.polish()
    sheet.open()
    if form.focusProxy() is not None:
        form.setFocus(Qt.FocusReason.TabFocusReason)
    return sheet
