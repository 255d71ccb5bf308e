"""The bookmarks of a run by their steps: go there, name them, take them away."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.panels.wording import steps
from ganstudio.ui.theme import SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton, QuietButton
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.scrolled import scrolled

_WIDTH, _ROW, _MOST = 340, 32, 8  # px of the list and of a line, lines without scrolling
_LONGEST = 80  # letters of a name


def spoken(step: int, name: str) -> str:
    """A bookmark in words."""
    return f"{name}, step {steps(step)}" if name else f"Bookmark, step {steps(step)}"


class BookmarkRow(QWidget):
    """A step, its name in a field, and a way to take the bookmark away."""

    chosen = Signal(object)
    removed = Signal(object)
    named = Signal(object)  # the step and its name

    def __init__(self, step: int, name: str, room: int) -> None:
        super().__init__()
        self.step = step
        self.place = QuietButton(f"Step {steps(step)}", size="small")
        self.place.setMinimumWidth(room)
        self.place.setToolTip("Show this step")
        self.field = TextField(name, "Name it", small=True)
        self.field.setMaxLength(_LONGEST)
        self.field.setAccessibleName(f"Name of the bookmark at step {steps(step)}")
        self.remove = IconButton("trash", "Take the bookmark away", size=SMALL_CONTROL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.place)
        row.addWidget(self.field, 1)
        row.addWidget(self.remove)
        self.place.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.field.changed.connect(self._name)

    def _choose(self) -> None:
        self.chosen.emit(self.step)

    def _remove(self) -> None:
        self.removed.emit(self.step)

    def _name(self, name: object) -> None:
        self.named.emit((self.step, str(name).strip()))


class BookmarkList(QFrame):
    """Opens over the strip. `changed` carries names by step, `chosen` a step to be shown."""

    changed = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("sheet")
        self.setAccessibleName("Bookmarks")
        self.rows: tuple[BookmarkRow, ...] = ()
        self._marks: dict[int, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 8, 8)
        self._column.setSpacing(6)
        self._column.addWidget(Label("Bookmarks", "title", "text"))
        self._body = QWidget()

    def set_marks(self, marks: Mapping[int, str]) -> None:
        if dict(marks) != self._marks or not self.rows:
            self._marks = dict(marks)
            self._fill()

    def open_over(self, anchor: QWidget, step: int | None) -> None:
        """Show the list above a widget, with the name of a step ready to be written."""
        self._fit()
        corner = anchor.mapToGlobal(QPoint(anchor.width(), -theme().px(4)))
        place = corner - QPoint(self.width(), self.height())
        screen = anchor.screen().availableGeometry()
        self.move(max(place.x(), screen.left()), max(place.y(), screen.top()))
        self.show()
        for row in self.rows:
            if row.step == step:
                row.field.setFocus(Qt.FocusReason.PopupFocusReason)
                row.field.selectAll()

    def _fill(self) -> None:
        digits = steps(max(self._marks, default=0))
        room = self.fontMetrics().horizontalAdvance(f"Step {digits}") + theme().px(16)
        self.rows = tuple(BookmarkRow(at, self._marks[at], room) for at in sorted(self._marks))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        for row in self.rows:
            row.setFixedHeight(theme().px(_ROW))
            row.chosen.connect(self._choose)
            row.removed.connect(self._remove)
            row.named.connect(self._name)
            column.addWidget(row)
        if not self.rows:
            words = "None yet. B marks the step that is shown, here it gets a name."
            column.addWidget(Label(words, "control", "text2", wrap=True))
        column.addStretch(1)
        self._column.removeWidget(self._body)
        self._body.hide()
        self._body.deleteLater()
        self._body = scrolled(inside)
        self._column.addWidget(self._body)
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        px, lines = theme().px, min(max(len(self.rows), 1), _MOST)
        self.resize(px(_WIDTH), px(_ROW) * lines + px(46))

    def _choose(self, step: object) -> None:
        self.hide()
        self.chosen.emit(step)

    def _remove(self, step: object) -> None:
        self.changed.emit({at: name for at, name in self._marks.items() if at != step})

    def _name(self, named: object) -> None:
        if isinstance(named, tuple):
            step, name = named
            self._marks[step] = name
            self.changed.emit(dict(self._marks))
