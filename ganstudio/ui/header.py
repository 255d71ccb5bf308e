"""The bar at the top: mark, menus, where the user is, the command field, tasks."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import HEADER, RADIUS_CONTROL, theme
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.painting import draw_box, follow_theme

MARK = 22


class CommandField(Control):
    """Looks like a field, opens the palette."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        self._keys = keys
        super().__init__("Run a command", f"Run a command  {keys}", parent)

    def set_keys(self, keys: str) -> None:
        self._keys = keys
        self.set_tooltip(f"Run a command  {keys}")
        self.restyle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("control"))
        words = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self._keys)
        return QSize(words + theme().px(62), theme().px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        fill = self.tone("window", "raised", "hover")
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CONTROL), fill, colour("hairline"))
        side = px(14)
        draw_icon(
            painter, "search", QRectF(px(9), (self.height() - side) // 2, side, side), "text3"
        )
        painter.setFont(theme().font("control"))
        painter.setPen(colour("text2"))
        left = self.rect().adjusted(px(29), 0, 0, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(colour("text3"))
        right = self.rect().adjusted(0, 0, -px(10), 0)
        painter.drawText(
            right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys
        )


class TasksButton(Control):
    """The tasks icon; an arc of accent runs round it while something is at work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._count = 0
        super().__init__("", "Tasks: nothing at work", parent)
        self.setAccessibleName("Tasks")

    def set_count(self, count: int) -> None:
        self._count = count
        words = "nothing at work" if not count else f"{count} at work"
        self.set_tooltip(f"Tasks: {words}")
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(28), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        fill = self.tone("window", "hover", "pressed")
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CONTROL), fill)
        side = px(16)
        spot = QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        draw_icon(painter, "tasks", spot, "text" if self._count else "text3")
        if self._count:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            dot = px(6)
            painter.drawEllipse(QRectF(self.width() - dot - px(3), px(3), dot, dot))


class Header(QWidget):
    """The main window's menu widget, with the menu bar inside it."""

    palette_asked = Signal()
    tasks_asked = Signal()

    def __init__(self, menu_bar: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._where = ""
        self._what = ""
        self.command_field = CommandField("", self)
        self.tasks_button = TasksButton(self)
        self.menu_bar = menu_bar
        menu_bar.setNativeMenuBar(False)
        menu_bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(menu_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addStretch(1)
        self._layout.addWidget(self.command_field)
        self._layout.addWidget(self.tasks_button)
        self.command_field.clicked.connect(self.palette_asked)
        self.tasks_button.clicked.connect(self.tasks_asked)
        follow_theme(self.restyle)

    def set_document(self, where: str, what: str) -> None:
        """Shown as "Runs / wgan-gp-ring 07"; without a document the place alone."""
        self._where, self._what = where, what
        self.setAccessibleDescription(f"{where}, {what}" if what else where)
        self.update()

    def restyle(self) -> None:
        px = theme().px
        self.setFixedHeight(px(HEADER))
        self.menu_bar.setFont(theme().font("control"))
        self._layout.setContentsMargins(px(60), 0, px(12), 1)
        self._layout.setSpacing(px(8))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        painter.fillRect(event.rect(), colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("hairline"))
        side = px(MARK)
        draw_icon(painter, "mark", QRectF(px(21), (self.height() - side) // 2, side, side), "text")
        self._paint_document(painter)
        painter.end()

    def _paint_document(self, painter: QPainter) -> None:
        """In the window's middle, or between menus and field where they are in the way."""
        quiet, strong = theme().font("control"), theme().font("title")
        before = f"{self._where}   /   " if self._what else ""
        lead = QFontMetrics(quiet).horizontalAdvance(before)
        gap = theme().px(16)
        left, right = self.menu_bar.geometry().right() + gap, self.command_field.x() - gap
        metrics = QFontMetrics(strong)
        what = metrics.elidedText(
            self._what or self._where, Qt.TextElideMode.ElideMiddle, max(right - left - lead, 0)
        )
        width = lead + metrics.horizontalAdvance(what)
        x = min(max((self.width() - width) // 2, left), max(right - width, left))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(quiet)
        painter.setPen(theme().colour("text3"))
        painter.drawText(QRectF(x, 0, lead, self.height()), middle, before)
        painter.setFont(strong)
        painter.setPen(theme().colour("text"))
        painter.drawText(QRectF(x + lead, 0, width, self.height()), middle, what)
