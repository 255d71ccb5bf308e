"""Three panes of a workspace: choose, look, inspect. In a small window the last one floats."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


class Pane(QWidget):
    """A pane in the panel's or the window's tone, with a hairline towards its neighbour."""

    def __init__(self, tone: str = "panel", line: str = "", parent: QWidget | None = None) -> None:
        """Args: tone: palette token. line: left or right, where the hairline runs; or neither."""
        super().__init__(parent)
        self._tone = tone
        self._line = line
        follow_theme(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour(self._tone))
        if self._line:
            x = 0 if self._line == "left" else self.width() - 1
            painter.fillRect(QRect(x, 0, 1, self.height()), theme().colour("hairline"))
        painter.end()


class Sides(QWidget):
    """Lays out left, centre and right; `right_changed` tells whether the right one is seen."""

    right_changed = Signal(object)

    def __init__(
        self, left: QWidget | None, centre: QWidget, right: QWidget, widths: tuple[int, int]
    ) -> None:
        """Args: widths: of the left and right panes at 100 %."""
        super().__init__()
        self._left, self._centre, self._right = left, centre, right
        self._widths = widths
        self._compact = False
        self._right_open = True
        for pane in (left, centre, right):
            if pane is not None:
                pane.setParent(self)
        right.raise_()
        right.installEventFilter(self)
        follow_theme(self.arrange)

    @property
    def is_right_open(self) -> bool:
        return self._right_open

    def set_compact(self, compact: bool) -> None:
        """A small window: the right pane lies over the centre and is opened by a button."""
        if compact != self._compact:
            self._compact = compact
            self.show_right(not compact)

    def show_right(self, shown: bool) -> None:
        self._right_open = shown
        self._right.setVisible(shown)
        self.arrange()
        self.right_changed.emit(shown)

    def arrange(self) -> None:
        px = theme().px
        left = px(self._widths[0]) if self._left is not None else 0
        wanted = min(px(self._widths[1]), max(0, self.width() - left - px(48)))
        right = wanted if self._right_open else 0
        taken = 0 if self._compact else right
        if self._left is not None:
            self._left.setGeometry(0, 0, left, self.height())
        self._centre.setGeometry(left, 0, max(0, self.width() - left - taken), self.height())
        self._right.setGeometry(self.width() - right, 0, right, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in a floating pane puts it away."""
        if watched is self._right and self._compact and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() == Qt.Key.Key_Escape:
                self.show_right(False)
                return True
        return False
