"""The right pane of a tool: a head, then rows of a label and a control, scrolled where it must."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.theme import PANE_HEAD, ROW, theme
from ganstudio.ui.widgets.label import Divider, ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.scrolled import scrolled

LABEL = 104


class PaneHead(QWidget):
    """48 px: a title, a quiet word behind it, icon buttons at the end."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.title = ElidedLabel(title, "strong", "text")
        self.more = Label("", "control", "text3")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 12, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        follow_theme(self.restyle)

    def set_words(self, title: str, more: str = "") -> None:
        self.title.setText(title)
        self.more.setText(more)

    def add_button(self, button: QWidget) -> None:
        self._row.addWidget(button)

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(PANE_HEAD))


class LabelledRow(QWidget):
    """32 px: a label of a fixed width, and a control that takes the rest."""

    def __init__(self, words: str, control: QWidget, *, fills: bool = True) -> None:
        super().__init__()
        self.label = Label(words, "control", "text2")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.label)
        if fills:
            self._row.addWidget(control, 1)
        else:
            self._row.addStretch(1)
            self._row.addWidget(control)
        control.setAccessibleName(words)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.label.setFixedWidth(theme().px(LABEL))
        self.setMinimumHeight(theme().px(ROW))


class Inspector(QWidget):
    """`head` stays, what is added below it scrolls."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.head = PaneHead(title)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(16, 12, 16, 16)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        whole.addLayout(self.column)
        whole.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(Divider())
        self._body = scrolled(inside)
        outer.addWidget(self._body, 1)
        outer.addStretch(0)

    def show_rows(self, shown: bool) -> None:
        """Rows say nothing while nothing is open."""
        self._body.setVisible(shown)

    def add(self, widget: QWidget) -> None:
        self.column.addWidget(widget)

    def add_row(self, words: str, control: QWidget, *, fills: bool = True) -> LabelledRow:
        row = LabelledRow(words, control, fills=fills)
        self.column.addWidget(row)
        return row

    def add_title(self, words: str) -> Label:
        label = Label(words, "title", "text")
        self.column.addWidget(label)
        return label

    def add_divider(self) -> None:
        self.column.addSpacing(4)
        self.column.addWidget(Divider())
        self.column.addSpacing(4)

    def add_line(self, *widgets: QWidget) -> QHBoxLayout:
        """Widgets of equal width beside each other."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in widgets:
            policy = widget.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
            widget.setSizePolicy(policy)
            line.addWidget(widget, 1)
        self.column.addLayout(line)
        return line
