"""What was done to a painting, the newest first; a click goes back to there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.row_list import ListRow, RowList
from ganstudio.ui.widgets.scrolled import scrolled

_SHOWN = 60
_ICONS = {
    "Brush": "brush", "Erase": "eraser", "Restore": "eraser", "Fill": "bucket", "Lasso": "lasso",
    "Rectangle": "rectangle", "Ellipse": "ellipse", "Line": "line", "Move": "stamp",
    "Add": "plus", "Choose": "image", "Blend": "image", "Start": "file", "Blank": "file",
    "Lock": "lock", "Unlock": "unlock", "Paint": "filter",
}  # fmt: skip


class HistoryPane(QWidget):
    """`gone_back` carries how many steps are to be undone."""

    gone_back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowList("History")
        self._count = Label("", "control", "text3")
        head = QHBoxLayout()
        head.addWidget(Label("History", "title", "text"))
        head.addStretch(1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(scrolled(self.rows), 1)
        self.rows.changed.connect(self._on_row)
        follow_theme(self._restyle)

    def show_titles(self, titles: Sequence[str]) -> None:
        """Args: titles: of the steps, the newest first."""
        rows = [
            ListRow(str(at), title, lead=_ICONS.get(title.split(",")[0].split()[0], "edit"),
                    after="now" if at == 0 else "")
            for at, title in enumerate(titles[:_SHOWN])
        ]  # fmt: skip
        count = len(titles)
        rows.append(ListRow(str(len(rows)), "As it was found" if count < _SHOWN else "Before that",
                            lead="reset", after="now" if not titles else ""))  # fmt: skip
        self.rows.blockSignals(True)
        self.rows.set_rows(rows)
        self.rows.choose("0")
        self.rows.blockSignals(False)
        self._count.setText(f"{count} step" if count == 1 else f"{count} steps")

    def _on_row(self, key: object) -> None:
        steps = int(str(key) or 0)
        if steps:
            self.gone_back.emit(steps)

    def _restyle(self) -> None:
        self.setFixedWidth(theme().px(280))
