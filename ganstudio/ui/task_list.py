"""The tasks at work, shown under the header's tasks button."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ganstudio.ui.tasks import Task, TaskList
from ganstudio.ui.theme import RADIUS_CARD, theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.progress import ProgressRow

WIDTH = 320
REDRAW = 250  # ms


def duration_words(seconds: float) -> str:
    """In words: "9 s", "2 min 5 s", "1 h 12 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def describe(task: Task) -> tuple[float | None, str]:
    """Fraction and words of a task's row."""
    if task.is_cancelled:
        return None, "stopping"
    done = task.progress.fraction
    if done is None:
        words = duration_words(task.seconds)
        return None, f"{words}, {task.progress.text}" if task.progress.text else words
    left = task.seconds_left()
    return done, "" if left is None else f"{duration_words(left)} left"


class TaskPopover(QFrame):
    """A box inside the window; it closes when something else gets the keyboard or a click."""

    def __init__(self, tasks: TaskList, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName("Tasks")
        self._tasks = tasks
        self._rows: dict[Task, ProgressRow] = {}
        self._column = QVBoxLayout(self)
        self._title = Label("Tasks", "title", "text")
        self._empty = Label("Nothing is at work.", "control", "text3")
        self._column.addWidget(self._title)
        self._column.addWidget(self._empty)
        self._timer = QTimer(self, interval=REDRAW)
        self._timer.timeout.connect(self.refresh)
        tasks.changed.connect(self._on_changed)
        follow_theme(self._restyle)

    def open_under(self, button: QWidget) -> None:
        self._on_changed()
        self._timer.start()
        corner = button.mapToGlobal(button.rect().bottomRight())
        self.adjustSize()
        self.move(corner.x() - self.width() + 1, corner.y() + theme().px(6))
        self.show()

    def refresh(self) -> None:
        """Numbers of every row; runs only while the box is open."""
        if not self.isVisible():
            self._timer.stop()
            return
        for task, row in self._rows.items():
            fraction, words = describe(task)
            if fraction is None:
                row.set_unknown(words)
            else:
                row.set_progress(fraction, words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        radius = theme().px(RADIUS_CARD)
        draw_box(painter, QRectF(self.rect()), radius, colour("raised"), colour("edge"))
        painter.end()

    def _on_changed(self) -> None:
        at_work = self._tasks.tasks()
        for task in [known for known in self._rows if known not in at_work]:
            self._rows.pop(task).deleteLater()
        for task in at_work:
            if task not in self._rows:
                row = ProgressRow(task.title)
                row.cancelled.connect(task.cancel)
                self._rows[task] = row
                self._column.addWidget(row)
        self._empty.setVisible(not at_work)
        self.refresh()
        if self.isVisible():
            self.adjustSize()

    def _restyle(self) -> None:
        px = theme().px
        self.setFixedWidth(px(WIDTH))
        self._column.setContentsMargins(px(12), px(12), px(12), px(12))
        self._column.setSpacing(px(12))
        self.update()
